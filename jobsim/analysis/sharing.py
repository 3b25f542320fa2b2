"""What pools can do that share slots: how long their processors wait for one, where all are busy.

A slot goes to whoever has waited longest. Of few processors it is computed one by one (mean value analysis after
Reiser and Lavenberg 1980: who comes finds what there would be without it, and waits until as many have gone as are
before it); of many, each waits as long as the others. Both take services as exponential; constant ones can lock into a
pattern, which is some percent less.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

_HALVINGS = 60
"""Of an interval, until nothing is left of it in a float."""
_FEW = 500
"""Combinations of so many processors of each pool are gone through."""


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


def rate_of_all(pools: list[Able]) -> float:
    """Jobs per second of pools that share slots, or of one that has its own, or none."""
    slots = pools[0].slots
    if len(pools) > 1 and _are_few(pools) and slots < sum(able.processors for able in pools):
        return _rate_of_few(
            tuple(int(able.processors) for able in pools), tuple(able.mean for able in pools), int(slots)
        )
    wait = _wait_for_slot(pools)
    return math.fsum(able.rate(wait) for able in pools)


def _are_few(pools: list[Able]) -> bool:
    whole = all(able.processors == int(able.processors) and able.mean and math.isinf(able.limit) for able in pools)
    return whole and math.prod(able.processors + 1 for able in pools) <= _FEW


@lru_cache(maxsize=1_000)
def _rate_of_few(processors: tuple[int, ...], means: tuple[float, ...], slots: int) -> float:
    """By mean value analysis, from no processor to all of them, one more at a time."""
    waits: dict[tuple[int, ...], list[float]] = {}
    for there in product(*(range(count + 1) for count in processors)):
        waits[there] = [
            _wait_behind(before, waits[before], means, slots) if before in waits else 0.0 for before in _one_less(there)
        ]
    return math.fsum(
        count / (wait + mean) for count, wait, mean in zip(processors, waits[processors], means, strict=True) if count
    )


def _one_less(there: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Without one of each pool."""
    for at, count in enumerate(there):
        yield (*there[:at], count - 1, *there[at + 1 :])


def _wait_behind(there: tuple[int, ...], waits: list[float], means: tuple[float, ...], slots: int) -> float:
    """How long one more waits behind so many."""
    if sum(there) < slots:
        return 0.0
    each = [(count / (wait + mean), wait, mean) for count, wait, mean in zip(there, waits, means, strict=True)]
    waiting = math.fsum(rate * wait for rate, wait, _ in each)
    executing, all_rates = math.fsum(rate * mean for rate, _, mean in each), math.fsum(rate for rate, _, _ in each)
    return (waiting + 1) * executing / all_rates / slots


def _wait_for_slot(pools: list[Able]) -> float:
    """How long processors wait for a slot, on average: all as long, until as many execute as there are slots."""

    def fits(wait: float) -> bool:
        return math.fsum(able.executing(wait) for able in pools) <= pools[0].slots

    if fits(0.0):
        return 0.0
    low, high = 0.0, math.fsum(able.processors * able.mean for able in pools) / pools[0].slots
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
