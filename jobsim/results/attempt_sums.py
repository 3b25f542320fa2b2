"""Puts and attempts summed while a run goes on: how many there were, and which of them were in vain."""

from collections import defaultdict
from collections.abc import Collection

import numpy as np

from jobsim.results.jobtable import Column
from jobsim.results.staytable import COMPLETED, INTERRUPTED, UNFINISHED
from jobsim.results.sums import Sums, add_exactly, carry
from jobsim.units import Nanoseconds


class AttemptSums:
    """By group, as `Sums` has them."""

    def __init__(self, sums: Sums, names: int, pools: int, warmup: Nanoseconds) -> None:
        self._warmup = warmup
        self._group_of_submitter, self._group_of_processor = sums.group_of_submitter, sums.group_of_processor
        self.puts, self.first_puts, self.most_puts, self.begun, self.most_begun, self.done = np.zeros(
            (6, names), dtype=np.int64
        )
        """By submitter's name: puts, those of them that were their jobs' first, and the most of one job; attempts, and
        the most of one job; stays that completed a job. Those that were a first put, or completed a job, are counted of
        all jobs, the others of those due when the warm-up has ended."""
        self.wasted, self.limited = np.zeros((2, 2, names + pools), dtype=np.int64)
        """By group, in two numbers, the lower one first: time in service in vain, and waiting to execute."""
        self.waited_longer = 0
        """Stays in which a processor waited longer to execute than it had the job."""
        self._interrupted: defaultdict[int, Nanoseconds] = defaultdict(int)
        """By processor: the time of an attempt until breakdowns interrupted it, while its end is not known."""

    def count_puts(self, rows: Column) -> Column:
        """Count puts; returns the instants of those that were their jobs' first."""
        submitter, put, due, instant = rows.T
        name, measured = self._group_of_submitter[submitter], due >= self._warmup
        np.add.at(self.puts, name[measured], 1)
        np.maximum.at(self.most_puts, name[measured], put[measured])
        np.add.at(self.first_puts, name[put == 1], 1)
        first: Column = instant[put == 1]
        return first

    def count(self, rows: Column, end: Nanoseconds) -> None:
        """Count stays; what is still open ends at `end`."""
        submitter, attempt, processor, result = rows[:, 0], rows[:, 3], rows[:, 4], rows[:, 5]
        resumed, started = rows[:, 7] < 0, rows[:, 9] >= 0
        gone = np.where(rows[:, 10] >= 0, rows[:, 10], end)
        had, taken = gone - rows[:, 9], self._measured(rows[:, 9], gone)
        name, measured = self._group_of_submitter[submitter], rows[:, 6] >= self._warmup
        np.add.at(self.begun, name[started & ~resumed & measured], 1)
        np.maximum.at(self.most_begun, name[started & measured], attempt[started & measured])
        np.add.at(self.done, name[result == COMPLETED], 1)
        limited = started & (rows[:, 11] >= 0)
        self.waited_longer += int(np.count_nonzero(rows[limited, 11] > had[limited]))
        waited = self._measured(rows[limited, 9], rows[limited, 9] + rows[limited, 11])
        add_exactly(self.limited[0], self.limited[1], self._group_of_processor[processor[limited]], waited)
        vain = started & (result != COMPLETED) & (result != UNFINISHED) & (result != INTERRUPTED)
        add_exactly(self.wasted[0], self.wasted[1], self._group_of_processor[processor[vain]], taken[vain])
        carry(self.limited[0], self.limited[1])
        carry(self.wasted[0], self.wasted[1])
        parts = np.flatnonzero(started & (resumed | (result == INTERRUPTED)))
        for row in parts.tolist():
            self._follow(int(processor[row]), int(result[row]), bool(resumed[row]), int(taken[row]))

    def finish(self, interrupted: Collection[int]) -> None:
        """`interrupted`: the processors whose attempt may still go on after a breakdown; the others' were in vain."""
        for processor in self._interrupted.keys() - set(interrupted):
            self._waste(processor)

    def _measured(self, starts: Column, ends: Column) -> Column:
        """How long each lasted after the warm-up."""
        return np.maximum(ends, self._warmup) - np.maximum(starts, self._warmup)

    def _follow(self, processor: int, result: int, resumed: bool, taken: Nanoseconds) -> None:
        """A part of an attempt that breakdowns cut: whether the parts before were in vain shows with the last one."""
        if not resumed:
            self._waste(processor)  # of an attempt before, with which nobody went on
        if result == INTERRUPTED:
            self._interrupted[processor] += taken
        elif result in (COMPLETED, UNFINISHED):
            self._interrupted.pop(processor, None)
        else:
            self._waste(processor)

    def _waste(self, processor: int) -> None:
        taken = np.array([self._interrupted.pop(processor, 0)])
        add_exactly(self.wasted[0], self.wasted[1], self._group_of_processor[[processor]], taken)
