"""Puts and attempts summed while a run goes on: how many there were, and which of them were in vain."""

from collections.abc import Collection

import numpy as np

from jobsim.results.folding.sums import HALF, LOW, Sums, add_exactly, carry
from jobsim.results.folding.windows import Windows
from jobsim.results.jobtable import Column
from jobsim.results.staytable import COMPLETED, INTERRUPTED, UNFINISHED
from jobsim.units import Nanoseconds


class AttemptSums:
    """By group, as `Sums` has them."""

    def __init__(self, sums: Sums, names: int, pools: int, windows: Windows) -> None:
        self._windows = windows
        self._group_of_submitter, self._group_of_processor = sums.group_of_submitter, sums.group_of_processor
        self.puts, self.most_puts, self.begun, self.most_begun = np.zeros((4, len(windows), names), dtype=np.int64)
        """By window, of the jobs due in it, and submitter's name: puts, and the most of one job; attempts, and the most
        of one job."""
        self.first_puts, self.done = np.zeros((2, names), dtype=np.int64)
        """By submitter's name: puts that were their jobs' first, and stays that completed a job."""
        self.wasted, self.limited = np.zeros((2, 2, len(windows), names + pools), dtype=np.int64)
        """In two numbers, the lower one first, by window and group: time in service in vain, and waiting to execute."""
        self.waited_longer = 0
        """Stays in which a processor waited longer to execute than it had the job."""
        self._interrupted: dict[int, Column] = {}
        """By processor: the time, by window, of an attempt until breakdowns interrupted it, while its end is not
        known."""

    def count_puts(self, rows: Column) -> Column:
        """Count puts; returns the instants of those that were their jobs' first."""
        submitter, put, due, instant = rows.T
        name = self._group_of_submitter[submitter]
        place = self._windows.of(due), name
        np.add.at(self.puts, place, 1)
        np.maximum.at(self.most_puts, place, put)
        np.add.at(self.first_puts, name[put == 1], 1)
        first: Column = instant[put == 1]
        return first

    def count(self, rows: Column, end: Nanoseconds) -> None:
        """Count stays; what is still open ends at `end`."""
        submitter, attempt, processor, result = rows[:, 0], rows[:, 3], rows[:, 4], rows[:, 5]
        resumed, started = rows[:, 7] < 0, rows[:, 9] >= 0
        gone = np.where(rows[:, 10] >= 0, rows[:, 10], end)
        had = gone - rows[:, 9]
        name, due = self._group_of_submitter[submitter], self._windows.of(rows[:, 6])
        first = started & ~resumed
        np.add.at(self.begun, (due[first], name[first]), 1)
        np.maximum.at(self.most_begun, (due[started], name[started]), attempt[started])
        np.add.at(self.done, name[result == COMPLETED], 1)
        limited = started & (rows[:, 11] >= 0)
        self.waited_longer += int(np.count_nonzero(rows[limited, 11] > had[limited]))
        self._add(self.limited, processor[limited], rows[limited, 9], rows[limited, 9] + rows[limited, 11])
        vain = started & (result != COMPLETED) & (result != UNFINISHED) & (result != INTERRUPTED)
        self._add(self.wasted, processor[vain], rows[vain, 9], gone[vain])
        parts = np.flatnonzero(started & (resumed | (result == INTERRUPTED)))
        taken = self._windows.lengths(rows[parts, 9], gone[parts])
        for row, part in zip(parts.tolist(), taken, strict=True):
            self._follow(int(processor[row]), int(result[row]), bool(resumed[row]), part)

    def finish(self, interrupted: Collection[int]) -> None:
        """`interrupted`: the processors whose attempt may still go on after a breakdown; the others' were in vain."""
        for processor in self._interrupted.keys() - set(interrupted):
            self._waste(processor)

    def _add(self, sums: Column, processor: Column, starts: Column, ends: Column) -> None:
        low, high = sums
        for at, time in self._windows.shares(starts, ends):
            add_exactly(low[at], high[at], self._group_of_processor[processor], time)
        carry(low, high)

    def _follow(self, processor: int, result: int, resumed: bool, taken: Column) -> None:
        """A part of an attempt that breakdowns cut: whether the parts before were in vain shows with the last one."""
        if not resumed:
            self._waste(processor)  # of an attempt before, with which nobody went on
        if result == INTERRUPTED:
            self._interrupted[processor] = self._interrupted.get(processor, 0) + taken
        elif result in (COMPLETED, UNFINISHED):
            self._interrupted.pop(processor, None)
        else:
            self._waste(processor)

    def _waste(self, processor: int) -> None:
        taken = self._interrupted.pop(processor, None)
        if taken is not None:
            low, high = self.wasted[..., self._group_of_processor[processor]]
            low += taken & LOW
            high += taken >> HALF
            carry(low, high)
