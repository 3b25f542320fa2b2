"""What happens, as it happens: the one door through which the model tells of a run."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from jobsim.units import Nanoseconds


class What(StrEnum):
    """What can happen to a job."""

    PUT = "put"
    """Its submitter put it."""
    BLOCKED = "blocked"
    """The queue is full; the put waits for a place."""
    ADMITTED = "admitted"
    """It has a waiting place."""
    STARTED = "started"
    """A processor took it."""
    COMPLETED = "completed"
    """The processor has done it."""
    DROPPED = "dropped"
    """Its put gave up."""
    REJECTED = "rejected"
    """There is no place, and its put does not wait."""
    EVICTED = "evicted"
    """A newer job has its place."""
    EXPIRED = "expired"
    """It has waited in the queue as long as it may."""


class Event(NamedTuple):
    """One thing that happened."""

    time: Nanoseconds
    what: What
    submitter: str
    """Name and number, like `steady-1`."""
    job: int
    """The job's number within its submitter, from 1."""
    processor: str | None
    """Name and number of the processor that has the job, if one has."""


Listener: TypeAlias = Callable[[Event], None]
