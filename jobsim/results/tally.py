"""The groups of a run, counted from its tables.

Nothing is sorted that need not be: percentiles are selected, and a group that holds all is not counted again.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jobsim.results import stays
from jobsim.results.asked import NOTHING, Asked, asked
from jobsim.results.groups import NO_DURATIONS, PERCENTS, Due, Durations, Group, Groups, Queued, Serving, Tries, rank
from jobsim.results.jobtable import Column, choose, only, rows_where
from jobsim.results.levels import peak, total
from jobsim.results.outcomes import COMPLETED, OUTCOMES
from jobsim.results.run import Run
from jobsim.results.window import WHOLE, Window
from jobsim.units import Nanoseconds

Rows = Column | slice
EVERY = slice(None)


def tally(run: Run, window: Window = WHOLE) -> Groups:
    """Count what happened in a window of the run: all jobs, by submitter, by pool."""
    counted = _Counted(run, window)
    submitters = {name: part.count for name, part in sorted(run.scenario.submitters.items())}
    pools = {name: pool.most for name, pool in sorted(run.scenario.processors.items())}
    jobs, every, done = counted.jobs, run.every_stay, counted.done
    rows = (_rows_by_name(table.submitter, submitters) for table in (jobs, every, done))
    of_submitters = {name: counted.of_submitter(*own) for name, *own in zip(submitters, *rows, strict=True)}
    rows = (_rows_by_name(table.processor, pools) for table in (jobs, every, done))
    of_pools = {name: counted.of_pool([name], *own) for name, *own in zip(pools, *rows, strict=True)}
    return Groups(counted.all, of_submitters, of_pools)


def _rows_by_name(ranks: Column, counts: dict[str, int]) -> Iterator[Rows]:
    """The rows of each name; `ranks` count numbers over all names, and -1 is nobody's."""
    if len(counts) == 1:
        yield rows_where(ranks >= 0)
        return
    code = np.append(np.repeat(np.arange(len(counts)), list(counts.values())), len(counts))[ranks]
    ordered = np.argsort(code, kind="stable")
    yield from np.split(ordered, np.searchsorted(code[ordered], np.arange(1, len(counts) + 1)))[:-1]


class _Counted:
    """Columns made once, and counted for one group after the other.

    Each group is counted by its rows of three tables: of the jobs due in the window, of all stays, of the jobs done.
    """

    def __init__(self, run: Run, window: Window) -> None:
        self.run, self.window = run, window
        self.asked = asked(run.scenario.measures)
        self.jobs = jobs = window.due(run.jobs)
        self.done = run.jobs.where(slice(0) if window.is_whole else window.done(run.jobs))
        """Done in the window, whenever they were due; of a whole run, they are those that are done."""
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
        every = [
            measure(only(population, values), more)
            for (population, values), more in zip(self.durations, self.asked, strict=True)
        ]
        serving = self._serving(EVERY, sorted(self.run.scenario.processors))
        return self._group(EVERY, every, EVERY, EVERY, serving)

    def of_submitter(self, rows: Rows, of_stays: Rows, of_done: Rows) -> Group:
        return self._group(rows, self._durations(rows), of_stays, of_done, None)

    def of_pool(self, names: list[str], rows: Rows, of_stays: Rows, of_done: Rows) -> Group:
        outcomes, serving = self._outcomes(rows), self._serving(of_stays, names)
        return Group(outcomes, tuple(self._durations(rows)), self._done(outcomes, of_done), serving=serving)

    def _group(
        self, rows: Rows, durations: list[Durations], of_stays: Rows, of_done: Rows, serving: Serving | None
    ) -> Group:
        outcomes = self._outcomes(rows)
        return Group(
            outcomes,
            tuple(durations),
            self._done(outcomes, of_done),
            self._due(rows),
            self._tries(rows),
            self._queued(of_stays),
            serving,
        )

    def _done(self, outcomes: tuple[int, ...], of_done: Rows) -> int:
        return outcomes[COMPLETED] if self.window.is_whole else len(self.done.ended_at[of_done])

    def _durations(self, rows: Rows) -> list[Durations]:
        found = []
        for (population, values), of_all, more in zip(self.durations, self.all.durations, self.asked, strict=True):
            own = population[rows]
            # As many as all are all.
            same = np.count_nonzero(own) == of_all.count
            found.append(of_all if same else measure(only(own, values[rows]), more))
        return found

    def _outcomes(self, rows: Rows) -> tuple[int, ...]:
        outcome = self.jobs.outcome[rows]
        return tuple(int(np.count_nonzero(outcome == code)) for code in range(len(OUTCOMES)))

    def _due(self, rows: Rows) -> Due | None:
        if self.jobs.deadline is None:
            return None
        judged, missed = self._judged
        return Due(int(np.count_nonzero(judged[rows])), int(np.count_nonzero(missed[rows])))

    @cached_property
    def _judged(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        jobs = self.jobs
        assert jobs.deadline is not None
        # Those that are open and still have time are neither here nor there.
        judged = (jobs.deadline >= 0) & ((jobs.ended_at >= 0) | (jobs.deadline < self.run.ended_at))
        return judged, judged & jobs.missed

    def _tries(self, rows: Rows) -> Tries | None:
        puts, attempts = self.jobs.puts, self.jobs.attempts
        if puts is None or attempts is None:
            return None
        puts, attempts = puts[rows], attempts[rows]
        most = (int(column.max(initial=0)) for column in (puts, attempts))
        return Tries(total(puts), total(attempts), *most)

    def _queued(self, of_stays: Rows) -> Queued:
        if isinstance(of_stays, slice):
            return self._all_queued
        own = rows_where(self._waiting.starts[of_stays] >= 0)
        starts, ends = (instants[of_stays][own] for instants in self._waiting)
        return Queued(total(ends - starts), peak(starts, ends))

    @cached_property
    def _all_queued(self) -> Queued:
        there = rows_where(self._waiting.starts >= 0)
        starts, ends = (instants[there] for instants in self._waiting)
        return Queued(total(ends - starts), peak(starts, ends))

    @cached_property
    def _waiting(self) -> stays.Stays:
        """When each stay in the queue began and ended, -1 where there was none."""
        every, end = self.run.every_stay, self.run.ended_at
        left = every.queue_left_at
        return self._cut(stays.Stays(every.admitted_at, choose(left >= 0, left, end)))

    def _serving(self, of_stays: Rows, pools: list[str]) -> Serving:
        starts, taken = (column[of_stays] for column in self._in_service)
        present = sum(self._present(name) for name in pools)
        busy = total(only(starts >= 0, taken))
        if self.run.stays is None:
            return Serving(busy, present)
        wasted, limited = self._wasted[of_stays], self._limited[of_stays]
        return Serving(busy, present, total(taken[wasted]), total(limited))

    def _present(self, pool: str) -> Nanoseconds:
        until, start = self.window.until(self.run.ended_at), self.window.start
        there = self.run.time_present(pool, until)
        return there if start == 0 else max(there - self.run.time_present(pool, start), 0)

    @cached_property
    def _in_service(self) -> tuple[Column, Column]:
        """When each stay with a processor began, -1 where there was none, and how long it took."""
        every, end = self.run.every_stay, self.run.ended_at
        begun = stays.Stays(every.started_at, choose(every.ended_at >= 0, every.ended_at, end))
        starts, ends = self._cut(begun)
        return starts, ends - starts

    @cached_property
    def _limited(self) -> Column:
        """How long the processor of each stay waited to execute."""
        assert self.run.stays is not None
        started, limited = self.run.stays.started_at, self.run.stays.limited
        waited = stays.Stays(started, started + np.maximum(limited, 0))
        starts, ends = self._cut(waited)
        return np.where(limited >= 0, ends - starts, 0)

    def _cut(self, there: stays.Stays) -> stays.Stays:
        """What of the stays lies in the window, -1 still where there was none."""
        if self.window.is_whole:
            return there
        starts, ends = self.window.cut(there, self.run.ended_at)
        return stays.Stays(np.where(there.starts >= 0, starts, -1), ends)

    @cached_property
    def _wasted(self) -> NDArray[np.bool_]:
        assert self.run.stays is not None
        return self.run.stays.wasted


def measure(durations: Column, asked: Asked = NOTHING) -> Durations:
    """Count, sum and percentiles, exact, and what is asked beside them."""
    count = len(durations)
    if not count:
        return NO_DURATIONS
    percents: list[int | Fraction] = [*PERCENTS.values(), *asked.percents.values()]
    ranks = [rank(percent, count) for percent in percents]
    selected = _selected(durations, ranks)
    below = tuple(int(np.count_nonzero(durations < limit)) for limit in asked.below)
    usual = len(PERCENTS)
    return Durations(count, total(durations), tuple(selected[:usual]), tuple(selected[usual:]), below)


def _selected(durations: Column, ranks: list[int]) -> list[int]:
    """What stands at these places of their order."""
    left, found = durations.copy(), dict[int, int]()
    for place in sorted(set(ranks), reverse=True):
        # One at a time: for several at once NumPy has nothing but its slow way.
        left.partition(place)
        found[place] = int(left[place])
        left = left[:place]
    return [found[place] for place in ranks]
