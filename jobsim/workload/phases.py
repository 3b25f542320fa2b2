"""Rates over time: when their integral reaches a level, exactly.

The rate of a phase goes along a straight line, so its integral is a parabola, and the instant when it reaches a
level is the root of a quadratic in whole numbers: no float is near it. Levels count in millionths of a job, so that
they can be drawn.
"""

from collections.abc import Callable, Sequence
from math import isqrt, lcm

from jobsim.scenario.arrivals import Phase
from jobsim.scenario.distributions import Exponential
from jobsim.units import NEVER, SECOND, Nanoseconds
from jobsim.workload.streams import StreamOf

JOB = 1_000_000
"""A job, as a level counts it."""

Level = Callable[[int], int]
"""The level at which the n-th arrival comes, from 0."""


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

    def reaches(self, level: int) -> Nanoseconds:
        """The first instant when the integral is at the level, rounded half to even; NEVER if it never is."""
        wanted = 2 * level * self._unit
        if not self._area or (wanted > self._area and not self._repeat):
            return NEVER
        # What is reached at the end of a round is reached there, not at the beginning of the next.
        rounds, rest = divmod(wanted - 1, self._area)
        before, below = rounds * self._length, 0
        for length, begin, change, area in self._pieces:
            if rest + 1 <= area:
                return min(before + _rounded(length, begin, change, rest + 1 - below), NEVER)
            before, below = before + length, area
        raise AssertionError("the last piece holds the rest")  # pragma: no cover


def _rounded(length: int, begin: int, change: int, wanted: int) -> Nanoseconds:
    """The root x of 2 begin x + change x² / length = wanted, rounded half to even."""

    def twice(half_steps: int) -> int:
        """Four times length times the left side, at so many halves."""
        return half_steps * (4 * begin * length + change * half_steps)

    goal = 4 * length * wanted
    # The floor of the root, within one or two: then put right by looking.
    if change == 0:
        x = wanted // (2 * begin)
    else:
        x = (isqrt(begin * begin * length * length + change * length * wanted) - begin * length) // change
    x = min(x, length)
    while twice(2 * x) > goal:
        x -= 1
    while x < length and twice(2 * x + 2) <= goal:
        x += 1
    if x == length:
        return x
    middle = twice(2 * x + 1)
    return x + (goal > middle or (goal == middle and x % 2 == 1))


def even() -> Level:
    """A job whenever the integral reaches a whole number: none at the very start."""
    return lambda number: (number + 1) * JOB


def poisson(stream: StreamOf, purpose: str) -> Level:
    """The levels of a Poisson stream of one job per unit of the integral."""
    gaps = stream(Exponential.model_construct(distribution="exponential", mean=JOB), purpose)
    arrived, reached = 0, 0

    def level(number: int) -> int:
        nonlocal arrived, reached
        while arrived <= number:  # numbers are asked for in their order
            reached += gaps(arrived)
            arrived += 1
        return reached

    return level
