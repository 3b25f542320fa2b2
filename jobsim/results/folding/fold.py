"""A run summed while it goes on, so that its memory does not grow with its jobs.

An engine hands over what has ended in chunks of rows, in the order in which it ended, and forgets it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jobsim.results.asked import asked
from jobsim.results.cut import BATCHES, Cut, cut
from jobsim.results.folding.attempt_sums import AttemptSums
from jobsim.results.folding.below import Below
from jobsim.results.folding.bins import PRESENT, Bins, add_stays
from jobsim.results.folding.by_window import ByWindow
from jobsim.results.folding.column_wise import COLUMN_WISE
from jobsim.results.folding.histogram import buckets_until
from jobsim.results.folding.sums import MOST_ROWS, Inner, carry, no_sums
from jobsim.results.folding.windows import Windows
from jobsim.results.groups import DURATIONS
from jobsim.results.jobtable import Column
from jobsim.results.outcomes import COMPLETED
from jobsim.results.presence import Presence
from jobsim.results.run import Totals
from jobsim.scenario.schema import Scenario
from jobsim.units import Nanoseconds

_MOST_BYTES = 100_000_000
"""For the histograms of all batches."""


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


class Fold:
    """The sums of one replication of a scenario; `inner` does the innermost work."""

    def __init__(self, scenario: Scenario, inner: Inner = COLUMN_WISE, replication: int = 1) -> None:
        self.scenario = scenario
        self._inner = inner
        submitters = [part.count for _, part in sorted(scenario.submitters.items())]
        pools = [pool.most for _, pool in sorted(scenario.processors.items())]
        is_alone = replication == scenario.most_replications == 1
        size = buckets_until(scenario.until)
        cut = _cut(scenario, (len(submitters) + len(pools)) * size) if is_alone else None
        self.windows = windows = Windows(scenario.measured_from, cut)
        self.sums = no_sums(submitters, pools, size, cut)
        """Of the first window, and what all windows have in common."""
        self.by_window = ByWindow(windows, self.sums)
        self.below = Below(asked(scenario.measures), self.sums, len(windows))
        self.bins = Bins(scenario.timeline)
        self.judged, self.missed = np.zeros((2, len(windows), len(submitters)), dtype=np.int64)
        """By window and submitter's name: jobs judged by a deadline, and those that missed it."""
        self.attempts: AttemptSums | None = None
        if scenario.keeps_attempts:
            self.attempts = AttemptSums(self.sums, len(submitters), len(pools), windows)
        self.present = [[0] * len(pools) for _ in range(len(windows))]
        """By window and pool: the time its processors were there, where they come and go."""
        self._presence = np.array([[0, pool, 0, 0] for pool in range(len(pools))], dtype=np.int64)
        self._open: list[tuple[Column, Column | None]] = []
        self._open_stays: list[Column] = []

    def jobs(self, rows: Column, deadlines: Column | None = None) -> None:
        """Jobs that have ended: rows of `jobsim.model.system.COLUMNS`, and where the scenario has any, the instants of
        their deadlines, -1 where a job has none.

        Jobs that are open when the run ends come after all others.
        """
        if len(rows) and rows[-1, 8] < 0:
            is_open = rows[:, 8] < 0
            self._open.append((rows[is_open], None if deadlines is None else deadlines[is_open]))
            rows, deadlines = rows[~is_open], None if deadlines is None else deadlines[~is_open]
        if deadlines is not None:
            made_it = (rows[:, 3] == COMPLETED) & (rows[:, 8] <= deadlines)
            self._judge(rows, deadlines >= 0, ~made_it)
        self._count_jobs(rows, None)

    def stays(self, rows: Column) -> None:
        """Stays that have ended: rows of `jobsim.model.attempts.STAY_COLUMNS`; the open ones after all others."""
        if len(rows) and rows[-1, 10] < 0:
            is_open = rows[:, 10] < 0
            self._open_stays.append(rows[is_open])
            rows = rows[~is_open]
        self._count_stays(rows, None)

    def puts(self, rows: Column) -> None:
        """Puts that were made, where a job can have several stays: rows of `jobsim.model.attempts.PUT_COLUMNS`."""
        assert self.attempts is not None
        instants = self.attempts.count_puts(rows)
        self.bins.reach(int(rows[-1, 3]) if len(rows) else 0)
        np.add.at(self.bins.submitted, instants // self.bins.step, 1)

    def changes(self, rows: Column) -> None:
        """Changes of presence: rows of `jobsim.results.presence.Presence`."""
        if len(rows):
            self._pass_until(int(rows[-1, 0]), rows)

    def end(self, ended: Ended) -> None:
        """Count what the run left open: once, when all else has been handed over."""
        for rows, deadlines in self._open:
            if deadlines is not None:
                late = (deadlines >= 0) & (deadlines < ended.at)
                self._judge(rows, late, late)
            self._count_jobs(rows, ended.at)
        for rows in self._open_stays:
            self._count_stays(rows, ended.at)
        if self.attempts is not None:
            self.attempts.finish(ended.interrupted)
        if self.scenario.changes_presence:
            self._pass_until(ended.at, self._presence[:0])

    def _judge(self, rows: Column, judged: NDArray[np.bool_], missed: NDArray[np.bool_]) -> None:
        window, name = self.windows.of(rows[:, 4]), self.sums.group_of_submitter[rows[:, 0]]
        for counts, counted in ((self.judged, judged), (self.missed, judged & missed)):
            np.add.at(counts, (window[counted], name[counted]), 1)

    def _count_jobs(self, rows: Column, end: Nanoseconds | None) -> None:
        """Count jobs; without `end` none is open, and each piece of them ends with its last row."""
        several, bins = self.scenario.keeps_attempts, self.bins
        for piece in _pieces(rows):
            until = int(piece[-1, 8]) if end is None else end
            bins.reach(until)
            for at, due in self.by_window.jobs(piece, until):
                sums = self.by_window.sums[at]
                self.below.count(due, at)
                self._inner.count_jobs(due, until, several, sums, bins.ended, bins.submitted, bins.step)
                carry(sums.low, sums.high)
            if not several:
                self._count_time(piece, 2, 5, until)

    def _count_stays(self, rows: Column, end: Nanoseconds | None) -> None:
        assert self.attempts is not None
        for piece in _pieces(rows):
            until = int(piece[-1, 10]) if end is None else end
            self.bins.reach(until)
            self._count_time(piece, 4, 7, until)
            self.attempts.count(piece, until)

    def _count_time(self, piece: Column, processor: int, put: int, until: Nanoseconds) -> None:
        bins, sums = self.bins, self.by_window.sums[self.windows.at(until)]
        self._inner.count_stays(piece, processor, put, until, sums, bins.area, bins.across, bins.step)
        carry(sums.level_low, sums.level_high)
        self.by_window.move_time(piece, processor, put, until)

    def _pass_until(self, end: Nanoseconds, changes: Column) -> None:
        """Count who was there until then, given the changes since the last time."""
        rows = np.concatenate([self._presence, changes])
        passed = Presence(*np.ascontiguousarray(rows.T))
        for window in range(self.windows.at(int(passed.time[0])), self.windows.at(end) + 1):
            first, last = int(self.windows.starts[window]), int(self.windows.ends[window])
            in_it = replace(passed, time=np.clip(passed.time, first, last))
            for pool in range(len(self.present[window])):
                self.present[window][pool] += in_it.time_present(pool, min(end, last))
        for pool in range(len(self._presence)):
            self._presence[pool] = rows[rows[:, 1] == pool][-1]
        self._presence[:, 0] = end
        level = passed.in_all
        times = np.append(passed.time, end)
        self.bins.reach(end)
        area, across = self.bins.area[PRESENT], self.bins.across[PRESENT]
        add_stays(area, across, self.bins.step, times[:-1], times[1:], level)


def _cut(scenario: Scenario, size: int) -> Cut | None:
    """Where a run may be cut into batches, given how many buckets one kind of durations has in all groups.

    None where it may not, or where all of them, for each batch, for what is left out and for the whole would need too
    much memory.
    """
    needed = (BATCHES + 2) * len(DURATIONS) * size * 8
    return cut(scenario, scenario.measured_from) if needed <= _MOST_BYTES else None


def _pieces(rows: Column) -> Iterator[Column]:
    for at in range(0, len(rows), MOST_ROWS):
        yield rows[at : at + MOST_ROWS]
