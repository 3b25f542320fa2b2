"""Who is on shift, and when that changes."""

from bisect import bisect_right
from collections.abc import Iterator
from heapq import merge
from itertools import groupby, islice

from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND, Nanoseconds


def shift_changes(scenario: Scenario) -> list[float]:
    """When shifts change, in seconds; a schedule that is repeated without an end, for two turns."""
    changes = merge(*(_changes(pool, scenario.until) for pool in scenario.processors.values() if pool.schedule))
    return [at / SECOND for at, _ in islice(groupby(changes), most_changes(scenario))]


def most_changes(scenario: Scenario) -> int:
    """No more of them are told."""
    return max(1, min(1_000, 100_000 // len(scenario.processors)))  # each is looked at for each pool


def _changes(pool: Pool, until: Nanoseconds | None) -> Iterator[Nanoseconds]:
    turns = 1
    if pool.repeat is not None:
        turns = 2 if until is None else until // pool.repeat + 1
    for turn in range(turns):
        yield from (shift.at + turn * (pool.repeat or 0) for shift in pool.schedule or ())


def processors_up(pool: Pool, at: float | None = None) -> float:
    """How many processors are up at that time: of those on shift, as many as are in the long run."""
    on_shift = pool.most if at is None else _on_shift(pool, round(at * SECOND))
    if pool.breakdowns is None:
        return on_shift
    up, down = pool.breakdowns.every.moments.mean, pool.breakdowns.repair.moments.mean
    return on_shift if up is None or down is None else on_shift * up / (up + down)


def _on_shift(pool: Pool, at: Nanoseconds) -> int:
    shifts = pool.schedule or []
    turn, within = divmod(at, pool.repeat) if pool.repeat is not None else (0, at)
    before = shifts[-1].count if turn else pool.count
    place = bisect_right(shifts, within, key=lambda shift: shift.at)
    return shifts[place - 1].count if place else before
