"""Where jobs stayed and for how long: blocked before the queue, waiting in it, in service."""

from collections.abc import Callable
from typing import NamedTuple

from jobsim.results.jobtable import Column, Instants, choose, rows_where
from jobsim.units import Nanoseconds


class Stays(NamedTuple):
    """Starts and ends of stays; one that was still going on ends with the run."""

    starts: Column
    ends: Column


Level = Callable[[Instants, Nanoseconds], Stays]
"""One of the three below: the stays of a table, in a run that ended then."""


def blocked(table: Instants, ended_at: Nanoseconds) -> Stays:
    """Puts waiting for a place."""
    return _stays(table.submitted_at, table.put_ended_at, ended_at)


def waiting(table: Instants, ended_at: Nanoseconds) -> Stays:
    """Jobs waiting in the queue."""
    return _stays(table.admitted_at, table.queue_left_at, ended_at)


def in_service(table: Instants, ended_at: Nanoseconds) -> Stays:
    """Jobs being served."""
    return _stays(table.started_at, table.ended_at, ended_at)


def _stays(starts: Column, ends: Column, ended_at: Nanoseconds) -> Stays:
    happened = rows_where(starts >= 0)
    starts, ends = starts[happened], ends[happened]
    return Stays(starts, choose(ends >= 0, ends, ended_at))
