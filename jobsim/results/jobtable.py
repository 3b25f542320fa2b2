"""The job table: one row per job, as columns of whole nanoseconds."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from jobsim.results.outcomes import COMPLETED
from jobsim.results.rows import Columns

Column = NDArray[np.integer[Any]]
"""Instants and durations have 64 bits, codes and counts fewer: whoever computes with these widens them."""

ROWS_IN_CACHE = 32_768
"""As many as can be looked at, again and again, without waiting for the memory."""
Table = TypeVar("Table", bound="Instants")


def choose(there: NDArray[np.bool_], column: Column, otherwise: Column | int) -> Column:
    """The column where that holds, elsewhere something else, which has no more bits.

    Mostly it holds everywhere: then nothing is copied.
    """
    if there.all():
        return column
    chosen, elsewhere = column.copy(), np.flatnonzero(~there)
    chosen[elsewhere] = otherwise[elsewhere] if isinstance(otherwise, np.ndarray) else otherwise
    return chosen


def rows_where(there: NDArray[np.bool_]) -> Column | slice:
    """The rows where that holds, to take them of columns: several times as fast as by the mask itself.

    Where it is all of them, nothing is copied.
    """
    return slice(None) if there.all() else np.flatnonzero(there)


def only(there: NDArray[np.bool_], column: Column) -> Column:
    """The column in the rows where that holds."""
    found: Column = column[rows_where(there)]
    return found


class Instants:
    """What follows from when a job was put, admitted, started and ended: of jobs, or of their stays.

    Columns of instants in nanoseconds; -1 stands where something did not happen.
    """

    submitter: Column
    number: Column
    processor: Column
    due_at: Column
    submitted_at: Column
    admitted_at: Column
    started_at: Column
    ended_at: Column

    def __len__(self) -> int:
        return len(self.ended_at)

    def where(self: Table, rows: NDArray[np.bool_] | slice) -> Table:
        """The rows that are asked for."""
        taken = rows if isinstance(rows, slice) else rows_where(rows)
        every: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]
        return type(self)(**{name: None if column is None else column[taken] for name, column in every.items()})

    def pieces(self: Table, rows: int) -> Iterator[Table]:
        """The table in parts of so many rows, which copy nothing; one part at least."""
        for start in range(0, max(len(self), 1), rows):
            yield self.where(slice(start, start + rows))

    @property
    def job(self) -> Column:
        """One number for each job."""
        return self.submitter.astype(np.int64) << 36 | self.number

    @property
    def put_ended_at(self) -> Column:
        """When the job was admitted, or lost instead; -1 while its put still waits."""
        return choose(self.admitted_at >= 0, self.admitted_at, self.ended_at)

    @property
    def queue_left_at(self) -> Column:
        """When the job started, or left the queue otherwise; -1 where it was never there, or still is."""
        return choose((self.started_at >= 0) | (self.admitted_at < 0), self.started_at, self.ended_at)


@dataclass(frozen=True, eq=False)
class JobTable(Instants):
    """What happened to each job, in the order of (due_at, submitter's rank, number).

    `submitter` and `processor` count by rank, `number` from 0 within the submitter, `outcome` is a code of OUTCOMES;
    the others are instants. Of several puts and attempts they tell the last.
    """

    submitter: Column
    number: Column
    processor: Column
    outcome: Column
    due_at: Column
    submitted_at: Column
    admitted_at: Column
    started_at: Column
    ended_at: Column
    # What was drawn for each job; None where the scenario says nothing of it.
    priority: Column | None = None
    deadline: Column | None = None
    """The instant when it should be done; -1 where it has none."""
    value: Column | None = None
    """Its code, as `Submitter.payload` reads it."""
    # How often it was tried; None where a job has one put, and one attempt at most.
    puts: Column | None = None
    attempts: Column | None = None

    @staticmethod
    def columns() -> Columns:
        """Columns for rows in the order of HAPPENED, whatever the order of jobs."""
        return Columns(HAPPENED)

    @classmethod
    def from_columns(cls, columns: Columns) -> "JobTable":
        """From such columns, which are used up."""
        return cls(**columns.in_order(then_by=("submitter", "number")))

    @property
    def missed(self) -> NDArray[np.bool_]:
        """Which jobs were not completed by their deadline; those without one were not."""
        if self.deadline is None:
            return np.zeros(len(self), dtype=bool)
        done = (self.outcome == COMPLETED) & (self.ended_at <= self.deadline)
        missed: NDArray[np.bool_] = (self.deadline >= 0) & ~done
        return missed


HAPPENED = tuple(field.name for field in fields(JobTable) if field.default is MISSING)
"""The columns that a run gives, row by row."""
