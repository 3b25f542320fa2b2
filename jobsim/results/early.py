"""What a fold leaves out: jobs due before the warm-up has ended, and the time before."""

from dataclasses import replace

import numpy as np

from jobsim.results.bins import BLOCKED, BUSY, QUEUED
from jobsim.results.jobtable import Column
from jobsim.results.outcomes import COMPLETED
from jobsim.results.presence import Presence
from jobsim.results.sums import add_exactly, carry, no_sums
from jobsim.units import Nanoseconds


class Early:
    """Sums of what is left out, by group as `Sums` has them; nothing, where there is no warm-up."""

    def __init__(self, warmup: Nanoseconds, submitters: list[int], processors: list[int]) -> None:
        self.warmup = warmup
        self.sums = no_sums(submitters, processors)
        """Of jobs due before; of its levels, the time before."""
        self.done_later = np.zeros(len(submitters) + len(processors), dtype=np.int64)
        """Those of them that were completed when the warm-up had ended."""
        self.present = [0] * len(processors)
        """By pool: the time its processors were there, where they come and go."""

    def take_jobs(self, rows: Column) -> tuple[Column, Column]:
        """Part rows of jobs: those that are early, and the others."""
        early = rows[:, 4] < self.warmup
        if not early.any():
            return rows[:0], rows
        taken = rows[early]
        done = taken[(taken[:, 3] == COMPLETED) & (taken[:, 8] >= self.warmup)]
        np.add.at(self.done_later, self.sums.group_of_submitter[done[:, 0]], 1)
        np.add.at(self.done_later, self.sums.group_of_processor[done[:, 2]], 1)
        return taken, rows[~early]

    def count_stays(self, rows: Column, processor: int, put: int, end: Nanoseconds) -> None:
        """Sum the time before the warm-up has ended; the arguments are those of `CountStays`."""
        begun = rows[:, put : put + 3]
        rows = rows[((begun >= 0) & (begun < self.warmup)).any(axis=1)]
        if not len(rows):
            return
        submitted, admitted, started, ended = rows[:, put : put + 4].T
        gone = np.where(ended >= 0, ended, end)
        for level, starts, ends, actor, groups in (
            (BLOCKED, submitted, np.where(admitted >= 0, admitted, gone), rows[:, 0], self.sums.group_of_submitter),
            (QUEUED, admitted, np.where(started >= 0, started, gone), rows[:, 0], self.sums.group_of_submitter),
            (BUSY, started, gone, rows[:, processor], self.sums.group_of_processor),
        ):
            there = (starts >= 0) & (starts < self.warmup) & (ends >= starts)
            time = np.minimum(ends[there], self.warmup) - starts[there]
            add_exactly(self.sums.level_low[level], self.sums.level_high[level], groups[actor[there]], time)
        carry(self.sums.level_low, self.sums.level_high)

    def pass_until(self, passed: Presence, end: Nanoseconds) -> None:
        """Count who was there until then, given the changes since the last time."""
        before = replace(passed, time=np.minimum(passed.time, self.warmup))
        for pool in range(len(self.present)):
            self.present[pool] += before.time_present(pool, min(end, self.warmup))
