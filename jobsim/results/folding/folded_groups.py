"""The groups of a fold, of some of its windows together."""

from collections.abc import Sequence

from jobsim.results.asked import asked
from jobsim.results.folding.bins import BUSY, QUEUED
from jobsim.results.folding.fold import Fold
from jobsim.results.folding.histogram import percentiles
from jobsim.results.folding.sums import Sums, exact, together
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
from jobsim.results.outcomes import COMPLETED
from jobsim.units import Nanoseconds


def groups_of(
    fold: Fold, windows: Sequence[int], ended_at: Nanoseconds, most_queued: Sequence[int] | None = None
) -> Groups:
    """Of the windows at these places, in a run that ended then.

    `most_queued`: the most jobs that waited at one time, all of them and by submitter's name, where that is known.
    """
    return _Counted(fold, windows, ended_at).groups(most_queued)


class _Counted:
    """What the fold has counted in these windows. Groups have their places in `Sums`."""

    def __init__(self, fold: Fold, windows: Sequence[int], ended_at: Nanoseconds) -> None:
        self._fold, self._windows, self._scenario = fold, list(windows), fold.scenario
        self._sums = together([fold.by_window.sums[at] for at in windows])
        self._names = range(len(self._scenario.submitters))
        self._pools = range(len(self._names), len(self._sums.outcomes))
        self._present = present(fold, ended_at)
        self._asked = asked(self._scenario.measures)
        self._deadlines = any(part.deadline is not None for part in self._scenario.submitters.values())

    def groups(self, most_queued: Sequence[int] | None) -> Groups:
        most = [None] * (1 + len(self._names)) if most_queued is None else most_queued
        submitters, pools = sorted(self._scenario.submitters), sorted(self._scenario.processors)
        return Groups(
            all=self._group(self._names, most[0], self._serving(self._pools)),
            submitters={name: self._group([at], most[1 + at]) for at, name in enumerate(submitters)},
            pools={
                name: Group(self._outcomes([at]), self._durations([at]), self._done([at]), serving=self._serving([at]))
                for at, name in zip(self._pools, pools, strict=True)
            },
        )

    def _group(self, names: Sequence[int], most_queued: int | None, serving: Serving | None = None) -> Group:
        return Group(
            self._outcomes(names),
            self._durations(names),
            self._done(names),
            self._due(names),
            self._tries(names),
            Queued(time_of(self._sums, QUEUED, names), most_queued),
            serving,
        )

    def _outcomes(self, groups: Sequence[int]) -> tuple[int, ...]:
        return tuple(self._sums.outcomes[groups].sum(axis=0).tolist())

    def _done(self, groups: Sequence[int]) -> int:
        moved = self._fold.by_window.moved[self._windows][:, groups]
        return int(self._sums.outcomes[groups, COMPLETED].sum() + moved.sum())

    def _durations(self, groups: Sequence[int]) -> tuple[Durations, ...]:
        return tuple(self._of_kind(groups, kind) for kind in range(len(DURATIONS)))

    def _of_kind(self, groups: Sequence[int], kind: int) -> Durations:
        sums, asks, counted = self._sums, self._asked[kind], self._counted(groups, kind)
        counts = sum(sums.buckets[group, kind] for group in counted)  # one after the other: no copy of all
        assert not isinstance(counts, int)
        count = int(counts.sum())
        if not count:
            return NO_DURATIONS
        most = int(sums.most[counted, kind].max())
        return Durations(
            count,
            exact(sums.low[counted, kind], sums.high[counted, kind]),
            percentiles(counts, most, PERCENTS.values()),
            percentiles(counts, most, asks.percents.values()),
            tuple(int(below[self._windows][:, groups].sum()) for below in self._fold.below.counts[kind]),
        )

    def _counted(self, groups: Sequence[int], kind: int) -> Sequence[int]:
        """The groups in which durations of a kind were counted: these, or those of the other side."""
        if kind >= self._sums.kinds_of_pools and groups[0] in self._pools:
            return self._names
        if kind >= self._sums.kinds_of_names and groups[0] in self._names:
            return self._pools
        return groups

    def _due(self, names: Sequence[int]) -> Due | None:
        if not self._deadlines:
            return None
        judged, missed = (
            int(column[self._windows][:, names].sum()) for column in (self._fold.judged, self._fold.missed)
        )
        return Due(judged, missed)

    def _tries(self, names: Sequence[int]) -> Tries | None:
        counted = self._fold.attempts
        if counted is None:
            return None
        puts, attempts, most_puts, most_begun = (
            table[self._windows][:, names]
            for table in (counted.puts, counted.begun, counted.most_puts, counted.most_begun)
        )
        return Tries(int(puts.sum()), int(attempts.sum()), int(most_puts.max()), int(most_begun.max()))

    def _serving(self, pools: Sequence[int]) -> Serving:
        busy, counted = time_of(self._sums, BUSY, pools), self._fold.attempts
        there = sum(self._present[window][pool - self._pools[0]] for window in self._windows for pool in pools)
        if counted is None:
            return Serving(busy, there)
        wasted, limited = (
            exact(low[self._windows][:, pools], high[self._windows][:, pools])
            for low, high in (counted.wasted, counted.limited)
        )
        return Serving(busy, there, wasted, limited)


def time_of(sums: Sums, level: int, groups: Sequence[int]) -> Nanoseconds:
    """The time that all stays of a level have in some groups."""
    return exact(sums.level_low[level, groups], sums.level_high[level, groups])


def present(fold: Fold, ended_at: Nanoseconds) -> list[list[Nanoseconds]]:
    """By window and pool: the time that its processors were there, in a run that ended then."""
    if fold.scenario.changes_presence:
        return fold.present
    counts = [pool.count for _, pool in sorted(fold.scenario.processors.items())]
    edges = zip(fold.windows.starts.tolist(), fold.windows.ends.tolist(), strict=True)
    return [[count * (min(end, ended_at) - min(start, ended_at)) for count in counts] for start, end in edges]
