"""A submitter, as the model needs to know it: who puts jobs, and what was drawn for them."""

from collections.abc import Callable
from dataclasses import dataclass

from jobsim.units import Nanoseconds

ENDLESS = 2**36
"""More jobs than a run can have; it fits the order's job number."""


@dataclass(frozen=True, slots=True)
class Tries:
    """How often something is tried, and how long after a failure again."""

    attempts: int
    """The first included."""
    delay: Callable[[int, int], Nanoseconds]
    """By job number, from 0, and how many attempts there have been."""


@dataclass(slots=True, eq=False)
class Submitter:
    """Who puts jobs. Draws are asked for by job number, from 0."""

    label: str
    index: int
    """Its place among all submitters, by rank."""
    order: int
    """The order of its job 0's put among the events of an instant; job k comes k later."""
    timeout_order: int
    """The same for the timeout of its puts."""
    expire_order: int
    """The same for the expiry of its jobs."""
    jobs: int
    start: Nanoseconds
    stop: Nanoseconds
    arrivals: Callable[[int, Nanoseconds], Nanoseconds]
    """The instant of the n-th arrival, from 0, given the instant it is counted from."""
    batch: Callable[[int], int] | None
    """How many jobs come with the n-th arrival; None: one."""
    timeout: Callable[[int], Nanoseconds] | None
    services: tuple[Callable[[int], Nanoseconds], ...]
    """By pool."""
    size: Callable[[int], Nanoseconds] | None = None
    priority: Callable[[int], int] | None = None
    deadline: Callable[[int], Nanoseconds] | None = None
    """After `due_at`."""
    expire: Callable[[int], Nanoseconds] | None = None
    """How long a job waits in the queue before it leaves."""
    return_order: int = 0
    """As the others, for the return of its jobs whose attempts failed."""
    give_up_order: int = 0
    give_up: Callable[[int], Nanoseconds] | None = None
    """How long after a put it stops waiting for the job's end."""
    retry: Tries | None = None
    redelivery: Tries | None = None
    """Of its jobs whose attempts failed, by the queue."""
    attempt: Callable[[int, int, int], tuple[Nanoseconds, bool]] | None = None
    """How long an attempt takes, and whether it fails then: by pool, job number and attempt, from 1."""
