"""The queue itself: waiting places, and the line of puts that wait for one. Bookkeeping without a clock.

Nothing here can wait, so every call is whole on every engine.
"""

from collections import OrderedDict
from enum import StrEnum

from jobsim.model.discipline import Line
from jobsim.model.job import Job


class Overflow(StrEnum):
    """What happens to a put that finds no place."""

    BLOCK = "block"
    """It waits, up to its timeout."""
    REJECT = "reject"
    """It is refused at once."""
    DROP_OLDEST = "drop_oldest"
    """The job that has waited longest makes room for it."""


class Queue:
    """Jobs in `capacity` waiting places (None: any number), in the order of a discipline; full, puts line up."""

    __slots__ = ("capacity", "overflow", "puts", "returned", "waiting")

    def __init__(self, capacity: int | None, waiting: Line, overflow: Overflow = Overflow.BLOCK) -> None:
        self.capacity = capacity
        self.waiting = waiting
        self.overflow = overflow
        self.puts: OrderedDict[Job, None] = OrderedDict()
        self.returned: OrderedDict[Job, None] = OrderedDict()
        """Jobs that came back and found no place: they go before all puts."""

    def offer(self, job: Job) -> bool:
        """Give the job a place, if one is free."""
        if self.capacity is not None and len(self.waiting) >= self.capacity:
            return False
        self.waiting.add(job)
        return True

    def line_up(self, job: Job) -> None:
        """Let the put wait for a place, behind those that came before it."""
        self.puts[job] = None

    def line_up_returned(self, job: Job) -> None:
        """Let a job that came back wait for a place, before all puts, behind those that came back before it."""
        self.returned[job] = None

    def withdraw(self, job: Job) -> None:
        """Take a waiting put out of the line."""
        del self.puts[job]

    def take(self) -> tuple[Job | None, Job | None]:
        """The next job for a processor, and the put that is admitted by it.

        The freed place goes to the oldest put at once. Without waiting places (capacity 0) the oldest put is
        itself the next job.
        """
        if self.waiting:
            job = self.waiting.take()
            return job, self._admit_a_put() if self.puts or self.returned else None
        admitted = self._next_put() if self.puts or self.returned else None
        return admitted, admitted

    def push_out(self, job: Job) -> Job:
        """Give the job the place of the one that has waited longest, and return that one. The queue must be full."""
        evicted = self.waiting.evict()
        self.waiting.add(job)
        return evicted

    def leave(self, job: Job) -> Job | None:
        """Take a waiting job out of the queue; returns the put that is admitted by it."""
        self.waiting.remove(job)
        return self._admit_a_put() if self.puts or self.returned else None

    def _admit_a_put(self) -> Job:
        admitted = self._next_put()
        self.waiting.add(admitted)
        return admitted

    def _next_put(self) -> Job:
        return (self.returned or self.puts).popitem(last=False)[0]
