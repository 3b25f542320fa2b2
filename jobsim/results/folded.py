"""What a fold comes to: the groups and the timeline of a run of which no table was kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jobsim.results.asked import Asked, asked
from jobsim.results.bins import BLOCKED, BUSY, QUEUED
from jobsim.results.groups import (
    DURATIONS,
    NO_DURATIONS,
    PERCENTS,
    Due,
    Durations,
    Group,
    Groups,
    Queued,
    Serving,
    Tries,
)
from jobsim.results.histogram import percentiles
from jobsim.results.outcomes import COMPLETED
from jobsim.results.run import Ran, Totals
from jobsim.results.sums import BREACHES, Sums, exact
from jobsim.results.timeline import Timeline
from jobsim.units import Nanoseconds

if TYPE_CHECKING:
    from jobsim.results.fold import Fold


@dataclass(frozen=True)
class Ended:
    """How a run ended, and what an engine must keep while it runs, since rows in the order of ends do not tell it."""

    at: Nanoseconds
    totals: Totals
    most_queued: int
    """The most jobs that waited in the queue at one time; a level that lasted no time does not count."""
    most_queued_of: Sequence[int]
    """The same of each submitter's name, in the order of names."""
    interrupted: Collection[int] = ()
    """The processors, by rank, that are broken, have kept their job, and may go on with it: it was not put again
    since."""


@dataclass(frozen=True, eq=False)
class Summary:
    """What happened, in figures."""

    groups: Groups
    timeline: Timeline
    breaches: tuple[str, ...]
    """What cannot have happened."""


@dataclass(frozen=True, eq=False, kw_only=True)
class FoldedRun(Ran):
    """A run of which no table was kept."""

    summary: Summary


def summary_of(fold: Fold, ended: Ended) -> Summary:
    """The summary of a fold to which everything has been handed over."""
    scenario = fold.scenario
    names, pools = sorted(scenario.submitters), sorted(scenario.processors)
    submitters, everyone = range(len(names)), len(names) + len(pools)
    present = [whole - early for whole, early in zip(*_present(fold, ended), strict=True)]
    groups = Groups(
        all=_group(fold, submitters, ended.most_queued, _serving(fold, range(len(names), everyone), sum(present))),
        submitters={name: _group(fold, [at], ended.most_queued_of[at]) for at, name in enumerate(names)},
        pools={
            name: Group(
                _outcomes(fold, [at]), _durations(fold, [at]), _done(fold, [at]), serving=_serving(fold, [at], there)
            )
            for at, (name, there) in enumerate(zip(pools, present, strict=True), start=len(names))
        },
    )
    timeline = fold.bins.timeline(
        ended.at, None if scenario.changes_presence else sum(pool.most for pool in scenario.processors.values())
    )
    return Summary(groups, timeline, tuple(_breaches(fold, ended, groups)))


def _group(fold: Fold, names: Sequence[int], most_queued: int, serving: Serving | None = None) -> Group:
    due = any(part.deadline is not None for part in fold.scenario.submitters.values())
    return Group(
        _outcomes(fold, names),
        _durations(fold, names),
        _done(fold, names),
        Due(*(int(column[names].sum()) for column in (fold.judged, fold.missed))) if due else None,
        _tries(fold, names),
        Queued(_time(fold, QUEUED, names), most_queued),
        serving,
    )


def _outcomes(fold: Fold, groups: Sequence[int]) -> tuple[int, ...]:
    return tuple(fold.sums.outcomes[groups].sum(axis=0).tolist())


def _done(fold: Fold, groups: Sequence[int]) -> int:
    return int(fold.sums.outcomes[groups, COMPLETED].sum() + fold.early.done_later[groups].sum())


def _durations(fold: Fold, groups: Sequence[int]) -> tuple[Durations, ...]:
    asks = asked(fold.scenario.measures)
    return tuple(_of_kind(fold, groups, kind, asks[kind]) for kind in range(len(DURATIONS)))


def _of_kind(fold: Fold, groups: Sequence[int], kind: int, asks: Asked) -> Durations:
    sums = fold.sums
    counts = sum(sums.buckets[group, kind] for group in groups)  # one after the other: no copy of all
    assert not isinstance(counts, int)
    count = int(counts.sum())
    if not count:
        return NO_DURATIONS
    most = int(sums.most[groups, kind].max())
    return Durations(
        count,
        exact(sums.low[groups, kind], sums.high[groups, kind]),
        percentiles(counts, most, PERCENTS.values()),
        percentiles(counts, most, asks.percents.values()),
        tuple(int(below[groups].sum()) for below in fold.below.counts[kind]),
    )


def _tries(fold: Fold, names: Sequence[int]) -> Tries | None:
    counted = fold.attempts
    if counted is None:
        return None
    puts, attempts = int(counted.puts[names].sum()), int(counted.begun[names].sum())
    return Tries(puts, attempts, int(counted.most_puts[names].max()), int(counted.most_begun[names].max()))


def _serving(fold: Fold, pools: Sequence[int], present: Nanoseconds) -> Serving:
    busy = _time(fold, BUSY, pools)
    if fold.attempts is None:
        return Serving(busy, present)
    wasted, limited = (exact(low[pools], high[pools]) for low, high in (fold.attempts.wasted, fold.attempts.limited))
    return Serving(busy, present, wasted, limited)


def _present(fold: Fold, ended: Ended) -> tuple[list[Nanoseconds], list[Nanoseconds]]:
    """By pool: the time its processors were there in all, and what of it is left out."""
    if fold.scenario.changes_presence:
        return fold.present, fold.early.present
    counts = [pool.count for _, pool in sorted(fold.scenario.processors.items())]
    early = min(ended.at, fold.early.warmup)
    return [count * ended.at for count in counts], [count * early for count in counts]


def _time(fold: Fold, level: int, groups: Sequence[int]) -> Nanoseconds:
    return _in_all(fold.sums, level, groups) - _in_all(fold.early.sums, level, groups)


def _in_all(sums: Sums, level: int, groups: Sequence[int]) -> Nanoseconds:
    return exact(sums.level_low[level, groups], sums.level_high[level, groups])


def _breaches(fold: Fold, ended: Ended, groups: Groups) -> Iterator[str]:
    """Looked for in the whole run, whatever is left out."""
    sums, early, scenario, counted = fold.sums, fold.early.sums, fold.scenario, fold.attempts
    breaches = (sums.breaches + early.breaches).tolist()
    yield from (what for what, rows in zip(BREACHES, breaches, strict=True) if rows)
    squares = [(number - 1) * number * (2 * number - 1) // 6 % 2**64 for number in (sums.jobs + early.jobs).tolist()]
    if (sums.squares + early.squares).view(np.uint64).tolist() != squares:
        yield "a job ended more or less than once"
    capacity = scenario.queue.capacity
    if capacity is not None and ended.most_queued > capacity:
        yield f"more than {capacity} jobs waited in the queue"
    present, _ = _present(fold, ended)
    names, pools = range(len(groups.submitters)), range(len(groups.submitters), len(groups.submitters) + len(present))
    for what, kept, summed in (
        ("jobs in the queue", ended.totals.queued, _in_all(sums, QUEUED, names)),
        ("puts waiting", ended.totals.blocked, _in_all(sums, BLOCKED, names)),
        ("processors at work", sum(present) - ended.totals.idle, _in_all(sums, BUSY, pools)),
    ):
        if kept != summed:
            yield f"the integral of {what} is {kept} ns in the model and {summed} ns in the rows"
    for at, name, there in zip(pools, groups.pools, present, strict=True):
        if _in_all(sums, BUSY, [at]) > there:
            yield f"more processors of {name} served than were there"
    if counted is not None:
        outcomes = (sums.outcomes + early.outcomes)[: len(groups.submitters)]
        if not np.array_equal(counted.done, outcomes[:, COMPLETED]):
            yield "a job was completed more or less than once"
        if not np.array_equal(counted.first_puts, outcomes.sum(axis=1)):
            yield "a job has no put, or a put no job"
        if counted.waited_longer:
            yield "a processor waited longer to execute than it had the job"
