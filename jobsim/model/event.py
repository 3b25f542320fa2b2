"""What happens, as it happens: the one door through which the model tells of a run."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from jobsim.units import Nanoseconds


class What(StrEnum):
    """What can happen to a job, or to a processor."""

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
    WAITS = "waits"
    """Its processor waits for its turn, or for a slot, to execute it."""
    WENT_ON = "went on"
    """Its processor has waited enough, and executes it."""
    WASTED = "wasted"
    """The processor has done it, but its submitter had given up."""
    FAILED = "failed"
    """The processor's attempt has failed."""
    TIME_LIMIT = "time_limit"
    """The processor has had it as long as it may."""
    RETURNED = "returned"
    """It is in the queue's hands again."""
    GAVE_UP = "gave up"
    """Its submitter does not wait for its end any more."""
    REQUEUED = "requeued"
    """Its processor goes, and hands it back."""
    INTERRUPTED = "interrupted"
    """Its processor has broken down, and keeps it."""
    LOST = "lost"
    """Its processor has broken down, and it is gone."""
    CAME = "came"
    """A processor's shift begins."""
    WENT = "went"
    """A processor's shift is over."""
    BROKE_DOWN = "broke down"
    """A processor has broken down."""
    REPAIRED = "repaired"
    """A processor is repaired."""


class Event(NamedTuple):
    """One thing that happened."""

    time: Nanoseconds
    what: What
    submitter: str | None
    """Name and number, like `steady-1`; None where it is about a processor alone."""
    job: int | None
    """The job's number within its submitter, from 1."""
    processor: str | None
    """Name and number of the processor that has the job, if one has."""
    reason: str | None = None
    """What the processor waits for."""


Listener: TypeAlias = Callable[[Event], None]
