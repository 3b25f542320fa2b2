"""Rates over time: when their integral reaches a level, exactly.

The rate of a phase goes along a straight line, so its integral is a parabola, and the instant when it reaches a
level is the root of a quadratic in whole numbers. Of many levels at once, floats find the roots; those that lie too
near the middle between two nanoseconds for a float to tell the side are left to the whole numbers. Levels count in
millionths of a job, so that they can be drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt, lcm

import numpy as np
from numpy.typing import NDArray

from jobsim.scenario.parts.arrivals import Phase
from jobsim.units import NEVER, SECOND, Nanoseconds
from jobsim.workload.draws import Block

_FITS = 2**62
"""What is below it can be added to its like in 64 bits."""
_UNSURE = 10 * 2.0**-53
"""How far off a float's root may be, in lengths of its phase: eight roundings of 2⁻⁵³, and two to spare."""

JOB = 1_000_000
"""A job, as a level counts it."""


class Integral:
    """The integral of the rate over phases, from their start; with `repeat` they begin again and again.

    Inside, rates are whole multiples of 1 / `unit` millionths of a job per nanosecond, and areas are doubled (a
    triangle has half a rectangle's).
    """

    def __init__(self, phases: Sequence[Phase], repeat: bool) -> None:
        rates = [tuple(rate * JOB / SECOND for rate in phase.rates) for phase in phases]
        self._unit = lcm(*(rate.denominator for pair in rates for rate in pair))
        self._repeat = repeat
        self._pieces: list[tuple[int, int, int, int]] = []
        """Of each phase: its length, the rate at its beginning, how much that changes, the doubled area at its end."""
        area = 0
        for phase, (first, last) in zip(phases, rates, strict=True):
            begin, end = int(first * self._unit), int(last * self._unit)
            area += (begin + end) * phase.for_
            self._pieces.append((phase.for_, begin, end - begin, area))
        self._area = area
        self._length = sum(phase.for_ for phase in phases)
        self._columns = self._as_columns() if 0 < area < _FITS else None

    def reaches(self, level: int) -> Nanoseconds:
        """The first instant when the integral is at the level, rounded half to even; NEVER if it never is."""
        wanted = 2 * level * self._unit
        if not self._area or (wanted > self._area and not self._repeat):
            return NEVER
        if not wanted:
            return 0
        # What is reached at the end of a round is reached there, not at the beginning of the next.
        rounds, rest = divmod(wanted - 1, self._area)
        before, below = rounds * self._length, 0
        for length, begin, change, area in self._pieces:
            if rest + 1 <= area:
                return min(before + _rounded(length, begin, change, rest + 1 - below), NEVER)
            before, below = before + length, area
        raise AssertionError("the last piece holds the rest")  # pragma: no cover

    def reaches_each(self, levels: Block) -> Block:
        """The same for many levels."""
        highest = 2 * int(levels.max()) * self._unit
        rounds_at_most = highest // self._area + 1 if self._repeat and self._area else 1
        if self._columns is None or max(highest, rounds_at_most * self._length) >= _FITS:
            return self._one_by_one(levels)
        wanted = np.maximum(2 * self._unit * levels, 1)
        over = wanted > (_FITS if self._repeat else self._area)
        rounds, rest = np.divmod(np.where(over, 1, wanted) - 1, self._area)
        found, unsure = self._columns.reach(rest + 1)
        found = np.where(over, NEVER, rounds * self._length + found)
        one_by_one = np.flatnonzero((unsure & ~over) | (levels == 0))
        found[one_by_one] = self._one_by_one(levels[one_by_one])
        return found

    def _one_by_one(self, levels: Block) -> Block:
        return np.array([self.reaches(level) for level in levels.tolist()], dtype=np.int64)

    def _as_columns(self) -> "_Columns":
        length, begin, change, area = np.array(self._pieces, dtype=np.int64).T
        before, below = np.cumsum(length) - length, np.concatenate(([0], area[:-1]))
        return _Columns(length, begin, change, area, before, below)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The pieces of an integral, a column for each thing; areas are doubled."""

    length: Block
    begin: Block
    change: Block
    area: Block
    """At its end."""
    before: Block
    """The length of all pieces before."""
    below: Block
    """Their area."""

    def reach(self, wanted: Block) -> tuple[Block, NDArray[np.bool_]]:
        """When each area of a round, from 1 to the whole one, is reached; and where that is not sure."""
        piece = np.searchsorted(self.area, wanted)
        length, begin, change = self.length[piece], self.begin[piece], self.change[piece]
        part = wanted - self.below[piece]
        # Looked at from the end where the rate is lower, all summands are positive: nothing cancels.
        falls = change < 0
        near = np.where(falls, begin + change, begin).astype(np.float64)
        part_from_near = np.where(falls, self.area[piece] - wanted, part)
        slope = np.abs(change) / length
        divisor = near + np.sqrt(near * near + slope * part_from_near)
        distance = part_from_near / np.where(divisor > 0, divisor, 1)  # 0 of 0 where the end is at rate 0
        root = np.where(falls, length - distance, distance)
        rounded = np.rint(root)
        unsure = np.abs(root - rounded) >= 0.5 - _UNSURE * length
        found = rounded.astype(np.int64)
        steady = np.flatnonzero(change == 0)
        found[steady] = _divided(part[steady], 2 * begin[steady])
        unsure[steady] = False
        return self.before[piece] + found, unsure


def _divided(these: Block, by: Block) -> Block:
    """Quotients, rounded half to even."""
    quotients, rest = np.divmod(these, by)
    up: Block = (rest > by - rest) | ((rest == by - rest) & (quotients % 2 == 1))
    return quotients + up


def _rounded(length: int, begin: int, change: int, wanted: int) -> Nanoseconds:
    """The root x of 2 begin x + change x² / length = wanted, rounded half to even."""

    def twice(half_steps: int) -> int:
        """Four times length times the left side, at so many halves."""
        return half_steps * (4 * begin * length + change * half_steps)

    goal = 4 * length * wanted
    # The floor of the root, or one more where the rate falls (a square root is cut there): put right by looking.
    if change == 0:
        x = wanted // (2 * begin)
    else:
        x = (isqrt(begin * begin * length * length + change * length * wanted) - begin * length) // change
    x = min(x, length)
    while twice(2 * x) > goal:
        x -= 1
    if x == length:
        return x
    middle = twice(2 * x + 1)
    return x + (goal > middle or (goal == middle and x % 2 == 1))
