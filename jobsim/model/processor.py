"""A processor, as the model needs to know it: who serves, by what rules, and what it has in hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from jobsim.model.clock import Mailbox
from jobsim.model.gates import Bucket, Slots
from jobsim.model.job import Job
from jobsim.model.order import Kind, order
from jobsim.units import NEVER, Nanoseconds


class OnBreakdown(StrEnum):
    """What becomes of the job of a processor that breaks down."""

    RESUME = "resume"
    """It stays, and goes on after the repair where it was."""
    RESTART = "restart"
    """It stays, and begins anew after the repair."""
    REQUEUE = "requeue"
    """It is handed back to the queue."""
    LOSE = "lose"


@dataclass(frozen=True, slots=True)
class Pool:
    """By what rules the processors of a pool serve."""

    name: str
    index: int
    time_limit: Nanoseconds = NEVER
    """How long a processor may have a job, repairs aside."""
    bucket: Bucket[Processor] | None = None
    slots: Slots[Processor] | None = None
    requeues: bool = False
    """Whether a processor whose shift ends hands its job back."""
    on_breakdown: OnBreakdown = OnBreakdown.RESUME


class Processor:
    """Who serves. Until its first job it is only an entry in the line of the idle."""

    __slots__ = (
        "breaks_at",
        "broken",
        "cancel",
        "cancel_breakdown",
        "fails",
        "hand",
        "has_job_since",
        "has_slot",
        "has_token",
        "index",
        "job",
        "label",
        "left",
        "limit_left",
        "limited",
        "on_shift",
        "order",
        "outages",
        "pool",
        "present",
        "repair",
        "resumed",
        "since",
        "up",
        "up_left",
        "waits_at",
    )

    def __init__(self, label: str, index: int, pool: Pool, present: bool = True) -> None:
        self.label = label
        self.index = index
        """Its place among all processors, by rank."""
        self.pool = pool
        self.order = order(Kind.FINISH, index)
        """The order of its finishing a job among the events of an instant."""
        self.job: Job | None = None
        self.hand: Mailbox[Job] | None = None
        """Where it waits for a job, once it has had its first."""
        self.present = present
        """Whether it is there: on shift, or finishing its last job, and not broken."""

        # The attempt it has in hand, where attempts are kept.
        self.left: Nanoseconds = 0
        """How much of the attempt is still to be executed."""
        self.fails = False
        """Whether the attempt fails then."""
        self.limit_left = NEVER
        self.since: Nanoseconds = 0
        """When it began to execute, or to wait for that."""
        self.waits_at: Bucket[Processor] | Slots[Processor] | None = None
        self.has_token = self.has_slot = False
        self.limited: Nanoseconds = 0
        """How long it has waited to execute, during this stay."""
        self.has_job_since: Nanoseconds = 0
        """When this stay of the job with it began."""
        self.resumed = False
        """Whether this stay goes on with an attempt that a breakdown interrupted."""
        self.cancel: Callable[[], object] | None = None
        """Cancels what is due next in the attempt."""

        # Its outages.
        self.on_shift = present
        self.broken = False
        self.up: Callable[[int], Nanoseconds] | None = None
        """How long it is up before each breakdown, by number, from 0."""
        self.repair: Callable[[int], Nanoseconds] | None = None
        self.outages = 0
        """How many breakdowns it has had."""
        self.up_left = NEVER
        """How long it will still be up, while that clock stands."""
        self.breaks_at = NEVER
        self.cancel_breakdown: Callable[[], object] | None = None
