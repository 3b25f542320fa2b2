"""Named streams of draws: position k of a stream is the same whatever else a scenario does.

A stream is keyed by (seed, replication, name, ...) through NumPy's `SeedSequence`, so that adding a submitter or
changing a capacity changes no draw of another stream (common random numbers).
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobsim.scenario.distributions import Constant
from jobsim.scenario.values.law import Chance, Law
from jobsim.scenario.values.whole_numbers import ConstantNumber
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.draws import Block, Draws, Same
from jobsim.workload.seeding import Seeds

LEVEL_BITS = 32
"""Of a level: there are two to the power of that many."""
_FIRST_BLOCK = 16
LARGEST_BLOCK = 8192


class Reader:
    """The draws of one law by one generator, in order; each is forgotten."""

    __slots__ = ("chance", "law")

    def __init__(self, law: Law, chance: np.random.Generator) -> None:
        self.law, self.chance = law, chance

    def __call__(self, count: int) -> Block:
        with np.errstate(over="ignore"):  # what overflows is longer than the clock holds, all the same
            return to_nanoseconds(self.law.draw(self.chance, count))


def read_each(readers: Sequence[Reader], count: int) -> NDArray[np.int64]:
    """The next draws of each of several readers of one law, a row for each.

    Rounded together: for a few draws that takes longer than to make them.
    """
    with np.errstate(over="ignore"):
        drawn = [reader.law.draw(reader.chance, count) for reader in readers]
        return to_nanoseconds(np.concatenate(drawn)).reshape(len(readers), count)


class Stream:
    """The draws of one law in the stream named by `key`.

    Asked one by one, they are made in growing blocks when they are first asked for, and kept. A reader has a generator
    of its own, and keeps nothing.
    """

    __slots__ = ("_drawn", "_key", "_law", "_reader", "_seeds")

    def __init__(self, law: Law, seeds: Seeds, *key: str | int) -> None:
        self._law = law
        self._seeds, self._key = seeds, key
        seeds.name(key)
        self._reader: Reader | None = None
        self._drawn = array("q")

    def __call__(self, position: int) -> Nanoseconds:
        try:
            return self._drawn[position]
        except IndexError:
            while position >= len(self._drawn):
                self._draw_block()
            return self._drawn[position]

    def blocks(self) -> Reader:
        return Reader(self._law, self._seeds.generator(self._key))

    @property
    def reader(self) -> Reader:
        """The one that reads what is asked for one by one."""
        if self._reader is None:
            self._reader = self.blocks()
        return self._reader

    def _draw_block(self) -> None:
        count = min(max(_FIRST_BLOCK, len(self._drawn)), LARGEST_BLOCK)
        self._drawn.frombytes(self.reader(count).tobytes())


def to_nanoseconds(durations: object) -> Block:
    """Draws rounded half to even to whole nanoseconds; what is longer than the clock holds is NEVER."""
    values = np.asarray(durations)
    if values.dtype.kind == "f":
        values = np.rint(values)
    whole: Block = np.minimum(values, NEVER).astype(np.int64, copy=False)
    return whole


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of one replication whose keys begin with the same words."""

    seeds: Seeds
    kind: type[Stream] = Stream
    words: tuple[str | int, ...] = ()

    def within(self, *words: str | int) -> "Streams":
        """Those with more words in common."""
        return Streams(self.seeds, self.kind, (*self.words, *words))

    def draws(self, law: Law, *purpose: str | int) -> Draws:
        """The draws of a law for a purpose. A constant needs no stream."""
        if isinstance(law, (Constant, ConstantNumber)):
            return Same(law.value)
        return self.kind(law, self.seeds, *self.words, *purpose)

    def levels(self, *purpose: str | int) -> Draws:
        """Whole numbers from 0, below 2³², all alike: for choices that depend on state."""
        return self.draws(_Level.model_construct(), *purpose)


class _Level(Law):
    """Any 32 bits."""

    def draw(self, chance: Chance, count: int) -> object:
        return np.floor(chance.random(count) * 2**LEVEL_BITS)
