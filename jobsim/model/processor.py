"""A processor: takes the next job the moment it is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobsim.model.job import Job
from jobsim.units import NEVER

if TYPE_CHECKING:
    from jobsim.model.clock import Mailbox
    from jobsim.model.system import System


class Processor:
    """Who serves. Until its first job it is only an entry in the line of the idle."""

    __slots__ = ("hand", "index", "job", "label", "order", "pool")

    def __init__(self, label: str, index: int, pool: int, order: int) -> None:
        self.label = label
        self.index = index
        """Its place among all processors, by rank."""
        self.pool = pool
        self.order = order
        """The order of its finishing a job among the events of an instant."""
        self.job: Job | None = None
        self.hand: Mailbox[Job] | None = None
        """Where it waits for a job, once it has had its first."""


async def serve(system: System, processor: Processor, job: Job) -> None:
    """Serve this job and every one after it, as long as the run lasts."""
    clock = system.clock
    while True:
        due = job.started_at + job.submitter.services[processor.pool](job.number)
        await clock.sleep(due if due < NEVER else NEVER, processor.order)
        following = system.finish(processor, job)
        if following is None:
            processor.hand = clock.mailbox()
            following = await processor.hand.take()
        job = following
