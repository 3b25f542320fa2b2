"""The groups of a run, counted from its tables.

Nothing is sorted that need not be: percentiles are selected, and a group that holds all is not counted again.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jobsim.results import stays
from jobsim.results.groups import NO_DURATIONS, PERCENTS, Due, Durations, Group, Groups, Queued, Serving, Tries, rank
from jobsim.results.jobtable import Column
from jobsim.results.levels import peak, total
from jobsim.results.outcomes import COMPLETED, OUTCOMES
from jobsim.results.run import Run

Rows = Column | slice
EVERY = slice(None)


def tally(run: Run) -> Groups:
    """Count what happened: all jobs, by submitter, by pool."""
    counted = _Counted(run)
    submitters = {name: part.count for name, part in sorted(run.scenario.submitters.items())}
    pools = {name: pool.most for name, pool in sorted(run.scenario.processors.items())}
    jobs, every = run.jobs, run.every_stay
    both = zip(_rows_by_name(jobs.submitter, submitters), _rows_by_name(every.submitter, submitters), strict=True)
    of_submitters = {name: counted.of_submitter(*rows) for name, rows in zip(submitters, both, strict=True)}
    both = zip(_rows_by_name(jobs.processor, pools), _rows_by_name(every.processor, pools), strict=True)
    of_pools = {name: counted.of_pool(*rows, [name]) for name, rows in zip(pools, both, strict=True)}
    return Groups(counted.all, of_submitters, of_pools)


def _rows_by_name(ranks: Column, counts: dict[str, int]) -> Iterator[Rows]:
    """The rows of each name; `ranks` count numbers over all names, and -1 is nobody's."""
    if len(counts) == 1:
        there = ranks >= 0
        yield EVERY if there.all() else np.flatnonzero(there)
        return
    code = np.append(np.repeat(np.arange(len(counts)), list(counts.values())), len(counts))[ranks]
    ordered = np.argsort(code, kind="stable")
    yield from np.split(ordered, np.searchsorted(code[ordered], np.arange(1, len(counts) + 1)))[:-1]


class _Counted:
    """Columns made once, and counted for one group after the other."""

    def __init__(self, run: Run) -> None:
        self.run = run
        jobs = run.jobs
        put_ended, started, done = jobs.put_ended_at, jobs.started_at >= 0, jobs.outcome == COMPLETED
        # What stands where one did not come about is not in its population.
        self.durations = (
            (put_ended >= 0, put_ended - jobs.submitted_at),
            (started, jobs.started_at - jobs.admitted_at),
            (done, jobs.ended_at - jobs.started_at),
            (done, jobs.ended_at - jobs.due_at),
        )

    @cached_property
    def all(self) -> Group:
        every = [measure(values[population]) for population, values in self.durations]
        return self._group(EVERY, every, EVERY, self._serving(EVERY, sorted(self.run.scenario.processors)))

    def of_submitter(self, rows: Rows, of_stays: Rows) -> Group:
        return self._group(rows, self._durations(rows), of_stays, None)

    def of_pool(self, rows: Rows, of_stays: Rows, names: list[str]) -> Group:
        return Group(self._outcomes(rows), tuple(self._durations(rows)), serving=self._serving(of_stays, names))

    def _group(self, rows: Rows, durations: list[Durations], of_stays: Rows, serving: Serving | None) -> Group:
        return Group(
            self._outcomes(rows), tuple(durations), self._due(rows), self._tries(rows), self._queued(of_stays), serving
        )

    def _durations(self, rows: Rows) -> list[Durations]:
        found = []
        for (population, values), of_all in zip(self.durations, self.all.durations, strict=True):
            own = population[rows]
            # As many as all are all.
            same = np.count_nonzero(own) == of_all.count
            found.append(of_all if same else measure(values[rows][own]))
        return found

    def _outcomes(self, rows: Rows) -> tuple[int, ...]:
        return tuple(np.bincount(self.run.jobs.outcome[rows], minlength=len(OUTCOMES)).tolist())

    def _due(self, rows: Rows) -> Due | None:
        if self.run.jobs.deadline is None:
            return None
        judged, missed = self._judged
        return Due(int(np.count_nonzero(judged[rows])), int(np.count_nonzero(missed[rows])))

    @cached_property
    def _judged(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        jobs = self.run.jobs
        assert jobs.deadline is not None
        # Those that are open and still have time are neither here nor there.
        judged = (jobs.deadline >= 0) & ((jobs.ended_at >= 0) | (jobs.deadline < self.run.ended_at))
        return judged, judged & jobs.missed

    def _tries(self, rows: Rows) -> Tries | None:
        puts, attempts = self.run.jobs.puts, self.run.jobs.attempts
        if puts is None or attempts is None:
            return None
        puts, attempts = puts[rows], attempts[rows]
        most = (int(column.max(initial=0)) for column in (puts, attempts))
        return Tries(total(puts), total(attempts), *most)

    def _queued(self, of_stays: Rows) -> Queued:
        if isinstance(of_stays, slice):
            return self._all_queued
        own = self._waiting.starts[of_stays] >= 0
        starts, ends = (instants[of_stays][own] for instants in self._waiting)
        return Queued(total(ends - starts), peak(starts, ends))

    @cached_property
    def _all_queued(self) -> Queued:
        there = self._waiting.starts >= 0
        starts, ends = (instants[there] for instants in self._waiting)
        return Queued(total(ends - starts), peak(starts, ends))

    @cached_property
    def _waiting(self) -> stays.Stays:
        every, end = self.run.every_stay, self.run.ended_at
        left = every.queue_left_at
        return stays.Stays(every.admitted_at, np.where(left >= 0, left, end))

    def _serving(self, of_stays: Rows, pools: list[str]) -> Serving:
        starts, taken = (column[of_stays] for column in self._in_service)
        present = sum(self.run.time_present(name) for name in pools)
        busy = total(taken[starts >= 0])
        if self.run.stays is None:
            return Serving(busy, present)
        wasted, limited = self._wasted[of_stays], self.run.stays.limited[of_stays]
        return Serving(busy, present, total(taken[wasted]), total(limited[limited >= 0]))

    @cached_property
    def _in_service(self) -> tuple[Column, Column]:
        """When each stay with a processor began, and how long it took."""
        every, end = self.run.every_stay, self.run.ended_at
        return every.started_at, np.where(every.ended_at >= 0, every.ended_at, end) - every.started_at

    @cached_property
    def _wasted(self) -> NDArray[np.bool_]:
        assert self.run.stays is not None
        return self.run.stays.wasted


def measure(durations: Column) -> Durations:
    """Count, sum and percentiles, exact."""
    count = len(durations)
    if not count:
        return NO_DURATIONS
    ranks = [rank(percent, count) for percent in PERCENTS.values()]
    selected = np.partition(durations, ranks[:-1])[ranks[:-1]].tolist()
    return Durations(count, total(durations), (*selected, int(durations.max())))
