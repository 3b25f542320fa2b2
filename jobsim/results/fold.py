"""A run summed while it goes on, so that its memory does not grow with its jobs.

An engine hands over what has ended in chunks of rows, in the order in which it ended, and forgets it.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from jobsim.results.asked import asked
from jobsim.results.attempt_sums import AttemptSums
from jobsim.results.below import Below
from jobsim.results.bins import PRESENT, Bins, add_stays
from jobsim.results.column_wise import COLUMN_WISE
from jobsim.results.early import Early
from jobsim.results.folded import Ended, Summary, summary_of
from jobsim.results.jobtable import Column
from jobsim.results.outcomes import COMPLETED
from jobsim.results.presence import Presence
from jobsim.results.sums import MOST_ROWS, Inner, carry, complete, no_sums
from jobsim.scenario.schema import Scenario
from jobsim.units import Nanoseconds


class Fold:
    """The sums of a run of one scenario; `inner` does the innermost work."""

    def __init__(self, scenario: Scenario, inner: Inner = COLUMN_WISE) -> None:
        self.scenario = scenario
        self._inner = inner
        submitters = [part.count for _, part in sorted(scenario.submitters.items())]
        pools = [pool.most for _, pool in sorted(scenario.processors.items())]
        self.sums = no_sums(submitters, pools)
        self.below = Below(asked(scenario.measures), self.sums)
        self.early = Early(scenario.measured_from, submitters, pools)
        self.bins = Bins(scenario.timeline)
        self.judged, self.missed = np.zeros((2, len(submitters)), dtype=np.int64)
        """By submitter's name: jobs judged by a deadline, and those that missed it."""
        self.attempts: AttemptSums | None = None
        if scenario.keeps_attempts:
            self.attempts = AttemptSums(self.sums, len(submitters), len(pools), scenario.measured_from)
        self.present = [0] * len(pools)
        """By pool: the time its processors were there."""
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

    def finish(self, ended: Ended) -> Summary:
        """The summary of the run, now that it has ended."""
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
        complete(self.sums)
        return summary_of(self, ended)

    def _judge(self, rows: Column, judged: NDArray[np.bool_], missed: NDArray[np.bool_]) -> None:
        name, judged = self.sums.group_of_submitter[rows[:, 0]], judged & (rows[:, 4] >= self.early.warmup)
        np.add.at(self.judged, name[judged], 1)
        np.add.at(self.missed, name[judged & missed], 1)

    def _count_jobs(self, rows: Column, end: Nanoseconds | None) -> None:
        """Count jobs; without `end` none is open, and each piece of them ends with its last row."""
        several, sums, bins = self.scenario.keeps_attempts, self.sums, self.bins
        for piece in _pieces(rows):
            until = int(piece[-1, 8]) if end is None else end
            bins.reach(until)
            early, others = self.early.take_jobs(piece)
            self.below.count(others)
            for own, part in ((self.early.sums, early), (sums, others)):
                if len(part):
                    self._inner.count_jobs(part, until, several, own, bins.ended, bins.submitted, bins.step)
                    carry(own.low, own.high)
            if not several:
                self._inner.count_stays(piece, 2, 5, until, sums, bins.area, bins.across, bins.step)
                carry(sums.level_low, sums.level_high)
                self.early.count_stays(piece, 2, 5, until)

    def _count_stays(self, rows: Column, end: Nanoseconds | None) -> None:
        sums, bins = self.sums, self.bins
        assert self.attempts is not None
        for piece in _pieces(rows):
            until = int(piece[-1, 10]) if end is None else end
            bins.reach(until)
            self._inner.count_stays(piece, 4, 7, until, sums, bins.area, bins.across, bins.step)
            carry(sums.level_low, sums.level_high)
            self.early.count_stays(piece, 4, 7, until)
            self.attempts.count(piece, until)

    def _pass_until(self, end: Nanoseconds, changes: Column) -> None:
        """Count who was there until then, given the changes since the last time."""
        rows = np.concatenate([self._presence, changes])
        passed = Presence(*np.ascontiguousarray(rows.T))
        self.early.pass_until(passed, end)
        for pool in range(len(self.present)):
            self.present[pool] += passed.time_present(pool, end)
            self._presence[pool] = rows[rows[:, 1] == pool][-1]
        self._presence[:, 0] = end
        level = passed.in_all
        times = np.append(passed.time, end)
        self.bins.reach(end)
        area, across = self.bins.area[PRESENT], self.bins.across[PRESENT]
        add_stays(area, across, self.bins.step, times[:-1], times[1:], level)


def _pieces(rows: Column) -> Iterator[Column]:
    for at in range(0, len(rows), MOST_ROWS):
        yield rows[at : at + MOST_ROWS]
