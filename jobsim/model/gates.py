"""What a processor may have to wait for before it executes: a rate of starts, or slots that processors share.

Bookkeeping without a clock. Both have a line of processors, first come, first served.
"""

from collections import OrderedDict
from fractions import Fraction
from typing import Generic, TypeVar

from jobsim.units import SECOND, Nanoseconds

Waiter = TypeVar("Waiter")


class Slots(Generic[Waiter]):
    """So many may execute at a time."""

    def __init__(self, name: str, slots: int) -> None:
        self.name = name
        self.free = slots
        self.line: OrderedDict[Waiter, None] = OrderedDict()

    def enter(self, waiter: Waiter) -> bool:
        """Take a slot, or join the line for one."""
        if self.free:
            self.free -= 1
            return True
        self.line[waiter] = None
        return False

    def leave(self) -> Waiter | None:
        """Give a slot back; returns who has it now."""
        if self.line:
            return self.line.popitem(last=False)[0]
        self.free += 1
        return None


class Bucket(Generic[Waiter]):
    """A token bucket: `burst` tokens at most, full at first, filled at `rate` per second; a start takes one.

    Exact in whole numbers: a token is `_token` parts, and each nanosecond brings `_parts`.
    """

    def __init__(self, name: str, rate: Fraction, burst: int, order: int) -> None:
        self.name = name
        self.order = order
        """The order of its processors' turns among the events of an instant."""
        self._parts = rate.numerator
        self._token = rate.denominator * SECOND
        self._full = burst * self._token
        self._level = self._full
        self._time = 0
        self.line: OrderedDict[Waiter, None] = OrderedDict()
        self.is_awaited = False
        """Whether somebody has set a timer for the next token."""

    def enter(self, waiter: Waiter, now: Nanoseconds) -> bool:
        """Take a token, or join the line for one."""
        self._fill(now)
        if not self.line and self._level >= self._token:
            self._level -= self._token
            return True
        self.line[waiter] = None
        return False

    def next_at(self) -> Nanoseconds:
        """When there is a token for the first in line, by the last look at the clock."""
        missing = max(self._token - self._level, 0)
        return self._time + -(-missing // self._parts)

    def turn(self, now: Nanoseconds) -> Waiter | None:
        """Give the first in line its token. None if whoever waited has left, and somebody else has taken the token."""
        self._fill(now)
        if not self.line or self._level < self._token:
            return None
        self._level -= self._token
        return self.line.popitem(last=False)[0]

    def _fill(self, now: Nanoseconds) -> None:
        self._level = min(self._level + (now - self._time) * self._parts, self._full)
        self._time = now
