"""On and off in turn: a clock that runs only while on."""

from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.draws import Draws

MOST_BURSTS = 1_000_000
"""A gap that takes more of them, on average, never ends: as a draw that is beyond the clock does not."""


class Windows:
    """The times when it is on: each [begun, ended), the first from the start, drawn when they are reached."""

    def __init__(
        self, start: Nanoseconds, on: Draws, off: Draws, limit: Nanoseconds = NEVER, longest: Nanoseconds = NEVER
    ) -> None:
        """`limit`: the end of the run, when all that is due later is due. `longest`: the longest gap that ends."""
        self._limit, self._longest = limit, longest
        self._on, self._off = on, off
        self._number = 0
        self._begun = start
        self._ended = min(start + on(0), NEVER)

    def later(self, counted_from: Nanoseconds, gap: Nanoseconds) -> Nanoseconds:
        """The instant when so much time has passed while on; instants never go back from call to call.

        What falls due exactly at the end of a burst is due at the beginning of the next.
        """
        if gap > self._longest:
            return NEVER
        at = max(counted_from, self._begun)
        while at < self._limit:
            if gap < self._ended - at:
                return at + gap
            gap -= max(self._ended - at, 0)
            self._begun = min(self._ended + self._off(self._number), NEVER)
            self._number += 1
            self._ended = min(self._begun + self._on(self._number), NEVER)
            at = max(at, self._begun)
        return self._limit
