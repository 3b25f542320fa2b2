"""How long after each attempt the next one comes: a delay, one after the other of a list, or longer each time."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jobsim.scenario.parts.retry import Backoff, Jitter, Retry
from jobsim.scenario.values.law import Law
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.draws import Block, Blocks, Draws, Same
from jobsim.workload.streams import LEVEL_BITS, Streams


class Delays:
    """By how many attempts there have been, from 1: draws by job number, made when they are first asked for."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[int], Draws]) -> None:
        self._make = make
        self._made: list[Draws] = []

    def __call__(self, position: int, attempt: int) -> Nanoseconds:
        return self.after(attempt)(position)

    def after(self, attempt: int) -> Draws:
        """The delays between that attempt and the next."""
        while attempt > len(self._made):
            self._made.append(self._make(len(self._made) + 1))
        return self._made[attempt - 1]


def delays(retry: Retry, purpose: str, streams: Streams) -> Delays:
    """How long after each attempt the next one comes."""
    delay, backoff = retry.delay, retry.backoff
    if backoff is not None:
        growing = backoff
        return Delays(lambda attempt: _after(growing, attempt, purpose, streams))
    if isinstance(delay, Law):
        law = delay
        return Delays(lambda attempt: streams.draws(law, purpose, attempt))
    listed = delay or [0]
    return Delays(lambda attempt: Same(listed[min(attempt, len(listed)) - 1]))


def _after(backoff: Backoff, attempt: int, purpose: str, streams: Streams) -> Draws:
    """Longer each time, up to the most; `full` jitter takes any part of it, `equal` any of its second half."""
    try:
        whole = min(round(backoff.first * backoff.factor ** (attempt - 1)), NEVER)
    except OverflowError:
        whole = NEVER
    if backoff.most is not None:
        whole = min(whole, backoff.most)
    if backoff.jitter is Jitter.NONE:
        return Same(whole)
    least = 0 if backoff.jitter is Jitter.FULL else whole // 2
    return Jittered(least, whole - least, streams.levels(purpose, "jitter", attempt))


@dataclass(frozen=True, slots=True)
class Jittered:
    """From the least up, any part of the span, by levels."""

    least: Nanoseconds
    span: Nanoseconds
    levels: Draws

    def __call__(self, position: int) -> Nanoseconds:
        return self.least + (self.span * self.levels(position) >> LEVEL_BITS)

    def blocks(self) -> Blocks:
        levels = self.levels.blocks()
        # In two halves, since the product of both wholes may take more than 64 bits.
        high, low = self.span >> LEVEL_BITS, self.span & (1 << LEVEL_BITS) - 1

        def block(count: int) -> Block:
            level = levels(count).astype(np.uint64)
            return self.least + (high * level + (low * level >> LEVEL_BITS)).astype(np.int64)

        return block
