"""One job while it is open, and the words for how it can end."""

from collections.abc import Callable
from enum import IntEnum

from jobsim.model.clock import Mailbox
from jobsim.model.submitter import Submitter
from jobsim.units import Nanoseconds

NOT_YET: Nanoseconds = -1
"""An instant that has not come."""
NOBODY = -1
"""The processor of a job that none has taken."""


class Outcome(IntEnum):
    """How a job ended; the number is its code in the job table."""

    COMPLETED = 0
    """Served to its end."""
    DROPPED = 1
    """Its put timed out."""
    REJECTED = 2
    """Refused at once: there was no place."""
    EVICTED = 3
    """Pushed out of the queue by a newer job."""
    EXPIRED = 4
    """It waited in the queue as long as it may."""
    UNFINISHED = 7
    """The run ended first."""


class Job:
    """A job from its put to its end; then it is a row of the table, and forgotten."""

    __slots__ = (
        "admitted_at",
        "cancel_expiry",
        "cancel_timeout",
        "due_at",
        "number",
        "processor",
        "put_ended",
        "responded",
        "started_at",
        "submitted_at",
        "submitter",
    )

    def __init__(self, submitter: Submitter, number: int, due_at: Nanoseconds) -> None:
        self.submitter = submitter
        self.number = number
        """Its number within its submitter, from 0."""
        self.due_at = due_at
        self.submitted_at = NOT_YET
        self.admitted_at = NOT_YET
        self.started_at = NOT_YET
        self.processor = NOBODY
        """Who has or had it: the processor's place among all, by rank."""
        self.cancel_timeout: Callable[[], object] | None = None
        self.cancel_expiry: Callable[[], object] | None = None
        self.put_ended: Mailbox[Nanoseconds] | None = None
        """Told when the put ends, if its submitter waits for that."""
        self.responded: Mailbox[Nanoseconds] | None = None
        """Told when the job ends, if its submitter waits for that."""
