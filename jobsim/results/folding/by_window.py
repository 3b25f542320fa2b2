"""The sums of a fold, window by window: of the jobs that are due in each, and of the time in it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from jobsim.results.folding.bins import BLOCKED, BUSY, QUEUED
from jobsim.results.folding.sums import Sums, add_exactly, carry
from jobsim.results.folding.windows import Windows
from jobsim.results.jobtable import Column
from jobsim.results.outcomes import COMPLETED
from jobsim.units import Nanoseconds


class ByWindow:
    """Most rows come with all that they tell in one window: only those that reach into an earlier one are looked at."""

    def __init__(self, windows: Windows, sums: Sums) -> None:
        """`sums`: those of the first window."""
        self.windows = windows
        self.sums = [sums, *(sums.beside() for _ in windows.measured)]
        self.moved = np.zeros((len(windows), len(sums.outcomes)), dtype=np.int64)
        """By window and group: jobs that were completed in it and due before, less those due in it and completed
        later."""

    def jobs(self, rows: Column, end: Nanoseconds) -> Iterator[tuple[int, Column]]:
        """Rows of jobs, none of them later than `end`, by the window in which they are due."""
        last = self.windows.at(end)
        if self._is_within(last, rows[:, 4]):
            yield last, rows
            return
        due = self.windows.of(rows[:, 4])
        self._move_done(rows, due)
        for at in np.unique(due).tolist():
            yield at, rows[due == at]

    def move_time(self, rows: Column, processor: int, put: int, end: Nanoseconds) -> None:
        """Give windows the time in them of stays that were all counted in the window of `end`.

        The arguments are those of `CountStays`.
        """
        last = self.windows.at(end)
        if self._is_within(last, rows[:, put - 1]):
            return
        began = self.windows.starts[last]
        submitted, admitted, started, ended = rows[:, put : put + 4].T
        gone = np.where(ended >= 0, ended, end)
        own = self.sums[last]
        for level, starts, ends, actor, groups in (
            (BLOCKED, submitted, np.where(admitted >= 0, admitted, gone), rows[:, 0], own.group_of_submitter),
            (QUEUED, admitted, np.where(started >= 0, started, gone), rows[:, 0], own.group_of_submitter),
            (BUSY, started, gone, rows[:, processor], own.group_of_processor),
        ):
            there = (starts >= 0) & (starts < began) & (ends >= starts)
            group = groups[actor[there]]
            for at, time in self.windows.shares(starts[there], np.minimum(ends[there], began)):
                for sums, moved in ((self.sums[at], time), (own, -time)):
                    add_exactly(sums.level_low[level], sums.level_high[level], group, moved)
                    carry(sums.level_low, sums.level_high)

    def _is_within(self, window: int, due: Column) -> bool:
        """Whether rows tell of nothing before a window: a job does nothing before it is due."""
        return bool(due.min() >= self.windows.starts[window])

    def _move_done(self, rows: Column, due: NDArray[np.intp]) -> None:
        later = self.windows.of(rows[:, 8])
        moved = np.flatnonzero((rows[:, 3] == COMPLETED) & (later != due))
        for groups, actor in (
            (self.sums[0].group_of_submitter, rows[moved, 0]),
            (self.sums[0].group_of_processor, rows[moved, 2]),
        ):
            np.add.at(self.moved, (later[moved], groups[actor]), 1)
            np.subtract.at(self.moved, (due[moved], groups[actor]), 1)
