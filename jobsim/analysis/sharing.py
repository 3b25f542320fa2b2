"""What pools can do that share slots: how long their processors wait for one, where all are busy."""

import math
from typing import NamedTuple

_HALVINGS = 60
"""Of an interval, until nothing is left of it in a float."""


class Able(NamedTuple):
    """A pool that always has jobs to take."""

    processors: float
    mean: float
    """Seconds that a job takes."""
    limit: float
    slots: float
    """Which it may share with others: each of them says the same number."""

    def rate(self, wait: float) -> float:
        """Jobs per second, where each processor waits so many seconds for a slot before it executes one."""
        turn = wait + self.mean
        if not turn:
            return self.limit if self.processors else 0.0
        return min(self.processors / turn, self.limit)

    def executing(self, wait: float) -> float:
        """How many slots are taken, on average."""
        return self.rate(wait) * self.mean if self.mean else 0.0


def _wait_for_slot(pools: list[Able]) -> float:
    """How long processors wait for a slot, on average, where all pools that share them are busy.

    A slot goes to whoever has waited longest, so all wait as long, whatever their jobs take: until as many execute as
    there are slots.
    """

    def fits(wait: float) -> bool:
        return math.fsum(able.executing(wait) for able in pools) <= pools[0].slots

    if fits(0.0):
        return 0.0
    low, high = 0.0, math.fsum(able.processors * able.mean for able in pools) / pools[0].slots
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high


def rate_of_all(pools: list[Able]) -> float:
    """Jobs per second of pools that share slots, or of one that has its own, or none."""
    wait = _wait_for_slot(pools)
    return math.fsum(able.rate(wait) for able in pools)
