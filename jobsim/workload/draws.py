"""What a draw is: a whole number by position, asked for one by one or read in order by the block. Draws without chance.

Both faces give the same numbers. Asked one by one, draws keep what they need to answer again; a reader forgets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jobsim.units import NEVER, Nanoseconds

Block: TypeAlias = NDArray[np.int64]
Blocks: TypeAlias = Callable[[int], Block]
"""The next so many draws (1 or more), which it then forgets."""


class Draws(Protocol):
    """Durations by position, from 0, each from 0 to NEVER; or whole numbers."""

    def __call__(self, position: int) -> int: ...

    def blocks(self) -> Blocks:
        """A reader of its own, from position 0; one knows nothing of another."""
        ...


@dataclass(frozen=True, slots=True)
class Same:
    """Always the same: who reads it by `value` needs no block."""

    value: int

    def __call__(self, position: int) -> int:
        return self.value

    def blocks(self) -> Blocks:
        return lambda count: np.full(count, self.value, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class SameAfterFirst:
    """0, and then always the same: a constant cadence puts its first job at the start."""

    value: Nanoseconds

    def __call__(self, position: int) -> Nanoseconds:
        return self.value if position else 0

    def blocks(self) -> Blocks:
        return _by_position(lambda positions: np.where(positions > 0, np.int64(self.value), 0))


@dataclass(frozen=True, slots=True)
class Position:
    """The position itself."""

    def __call__(self, position: int) -> int:
        return position

    def blocks(self) -> Blocks:
        return _by_position(lambda positions: positions)


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """What a recording says, and NEVER after its end."""

    column: Sequence[int]

    def __call__(self, position: int) -> int:
        try:
            return self.column[position]
        except IndexError:
            return NEVER

    def blocks(self) -> Blocks:
        read = 0

        def block(count: int) -> Block:
            nonlocal read
            there = self.column[read : read + count]
            read += count
            found = np.full(count, NEVER, dtype=np.int64)
            found[: len(there)] = there
            return found

        return block


@dataclass(frozen=True, slots=True)
class Since:
    """Instants, by how long after the start they are; NEVER at most."""

    start: Nanoseconds
    after: Draws

    def __call__(self, position: int) -> Nanoseconds:
        instant = self.start + self.after.__call__(position)  # written out, a call of a method costs half as much
        return instant if instant < NEVER else NEVER

    def blocks(self) -> Blocks:
        after, latest = self.after.blocks(), NEVER - self.start
        return lambda count: np.minimum(after(count), latest) + self.start


def _by_position(draws: Callable[[Block], Block]) -> Blocks:
    """A reader of what follows from the position alone."""
    read = 0

    def block(count: int) -> Block:
        nonlocal read
        read += count
        return draws(np.arange(read - count, read, dtype=np.int64))

    return block
