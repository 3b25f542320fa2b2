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
    FAILED = 5
    """Its last attempt failed, or its processor lost it."""
    ABANDONED = 6
    """Its submitter stopped waiting for its end."""
    UNFINISHED = 7
    """The run ended first."""


class Result(IntEnum):
    """How a stay in queue or service ended; the number is its code in the table of attempts."""

    COMPLETED = 0
    WASTED = 1
    """Served to its end, when nobody waited for that any more."""
    DROPPED = 2
    REJECTED = 3
    EVICTED = 4
    EXPIRED = 5
    FAILED = 6
    TIME_LIMIT = 7
    """The processor had had it as long as it may."""
    ABANDONED = 8
    """Its put was withdrawn."""
    REQUEUED = 9
    """The processor went, and handed it back."""
    INTERRUPTED = 10
    """The processor broke down, and kept it."""
    LOST = 11
    """The processor broke down, and it was gone."""
    UNFINISHED = 12


class History:
    """What happened to a job over all its puts."""

    __slots__ = ("attempts", "puts")

    def __init__(self) -> None:
        self.puts = 0
        self.attempts = 0
        """How often a processor has begun it."""


class Job:
    """A job from a put to its end; then it is a row of the table, and forgotten. Put again, it is another object."""

    __slots__ = (
        "abandoned",
        "admitted_at",
        "attempt",
        "cancel_expiry",
        "cancel_give_up",
        "cancel_timeout",
        "due_at",
        "failures",
        "history",
        "number",
        "processor",
        "put",
        "put_ended",
        "responded",
        "started_at",
        "submitted_at",
        "submitter",
    )
    # Of jobs that may have several attempts only; elsewhere these are never set.
    abandoned: bool
    """Whether its submitter has stopped waiting for it."""
    attempt: int
    """Which attempt over all its puts is the last that was begun in this one; 0: none."""
    cancel_give_up: Callable[[], object] | None
    failures: int
    """How many of this put's attempts have failed."""
    history: History
    put: int
    """Which of its puts this is, from 1."""

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

    def begin_put(self, history: History) -> None:
        """Count the put, and what will come of it."""
        history.puts += 1
        self.history = history
        self.put = history.puts
        self.attempt = self.failures = 0
        self.abandoned = False
        self.cancel_give_up = None
