"""Where jobs stayed and for how long: blocked before the queue, waiting in it, in service."""

from typing import NamedTuple

import numpy as np

from jobsim.results.jobtable import Column, JobTable
from jobsim.units import Nanoseconds


class Stays(NamedTuple):
    """Starts and ends of stays; one that was still going on ends with the run."""

    starts: Column
    ends: Column


def blocked(jobs: JobTable, ended_at: Nanoseconds) -> Stays:
    """Puts waiting for a place."""
    return _stays(jobs.submitted_at, jobs.put_ended_at, ended_at)


def waiting(jobs: JobTable, ended_at: Nanoseconds) -> Stays:
    """Jobs waiting in the queue."""
    return _stays(jobs.admitted_at, jobs.queue_left_at, ended_at)


def in_service(jobs: JobTable, ended_at: Nanoseconds) -> Stays:
    """Jobs being served."""
    return _stays(jobs.started_at, jobs.ended_at, ended_at)


def _stays(starts: Column, ends: Column, ended_at: Nanoseconds) -> Stays:
    happened = starts >= 0
    starts, ends = starts[happened], ends[happened]
    return Stays(starts, np.where(ends >= 0, ends, ended_at))
