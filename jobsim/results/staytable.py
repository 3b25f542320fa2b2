"""The table of stays: one row for each time that a job was in the queue's hands, or in a processor's."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from jobsim.results.jobtable import Column, Instants, JobTable
from jobsim.results.rows import Columns

RESULTS = (
    "completed",
    "wasted",
    "dropped",
    "rejected",
    "evicted",
    "expired",
    "failed",
    "time_limit",
    "abandoned",
    "requeued",
    "interrupted",
    "lost",
    "unfinished",
)
"""How a stay can end, as tables name it; the place in the list is the code in a `StayTable`."""
COMPLETED = RESULTS.index("completed")
INTERRUPTED = RESULTS.index("interrupted")
UNFINISHED = RESULTS.index("unfinished")


@dataclass(frozen=True, eq=False)
class StayTable(Instants):
    """What happened to each job, stay by stay, in the order of (due_at, submitter's rank, number), put and time.

    `put` and `attempt` count from 1 over all of a job's; `result` is a code of RESULTS; `limited` is how long the
    processor waited for its pool's limit or slots, -1 where none had the job.
    """

    submitter: Column
    number: Column
    put: Column
    attempt: Column
    processor: Column
    result: Column
    due_at: Column
    submitted_at: Column
    admitted_at: Column
    started_at: Column
    ended_at: Column
    limited: Column

    @classmethod
    def columns(cls) -> Columns:
        """Columns for rows in the order of the fields, and in the order in which the stays ended."""
        return Columns([field.name for field in fields(cls)])

    @classmethod
    def from_columns(cls, columns: Columns) -> "StayTable":
        """From such columns, which are used up."""
        return cls(**columns.in_order(then_by=("submitter", "number", "put")))

    @property
    def first(self) -> NDArray[np.bool_]:
        """Which are the first of their jobs."""
        return np.append(True, self.job[1:] != self.job[:-1])[: len(self)]

    @property
    def wasted(self) -> NDArray[np.bool_]:
        """Which belong to attempts that came to their end, and completed no job."""
        if not (self.result == INTERRUPTED).any():  # each attempt is one stay
            in_vain: NDArray[np.bool_] = (self.result != COMPLETED) & (self.result != UNFINISHED)
            return in_vain & (self.started_at >= 0)
        begun = np.flatnonzero(self.started_at >= 0)
        job, attempt = self.job[begun], self.attempt[begun]
        # The stays of an attempt follow each other; where the next one begins, the one before was the last.
        ends = np.append((job[1:] != job[:-1]) | (attempt[1:] != attempt[:-1]), True)[: len(begun)]
        # One that was interrupted may go on after the end of the run, if its job was not begun again.
        follows = np.append(self.job[1:] == self.job[:-1], False)
        open_ = (self.result == UNFINISHED) | ((self.result == INTERRUPTED) & ~follows)
        wasted = np.zeros(len(self), dtype=bool)
        last = np.flatnonzero(ends)
        came_to_nothing = ((self.result != COMPLETED) & ~open_)[begun[last]]
        wasted[begun] = np.repeat(came_to_nothing, np.diff(last, prepend=-1))
        return wasted


def with_tries(jobs: JobTable, stays: StayTable) -> JobTable:
    """The table with how often each job was put, and begun."""
    first = np.flatnonzero(stays.first)
    if not len(first):
        return replace(jobs, puts=jobs.number, attempts=jobs.number)
    order = np.argsort(stays.job[first])
    place = order[np.searchsorted(stays.job[first][order], jobs.job)]
    begun = np.where(stays.started_at >= 0, stays.attempt, 0)
    return replace(
        jobs, puts=np.maximum.reduceat(stays.put, first)[place], attempts=np.maximum.reduceat(begun, first)[place]
    )
