"""How a processor serves: one job after another, each taken the moment it is free."""

from jobsim.model.job import Job
from jobsim.model.processor import Processor
from jobsim.model.system import System
from jobsim.units import NEVER


async def serve(system: System, processor: Processor, job: Job) -> None:
    """Serve this job and every one after it, as long as the run lasts."""
    clock, pool = system.clock, processor.pool.index
    while True:
        due = job.started_at + job.submitter.services[pool](job.number)
        await clock.sleep(due if due < NEVER else NEVER, processor.order)
        following = system.finish(processor, job)
        if following is None:
            processor.hand = clock.mailbox()
            following = await processor.hand.take()
        job = following
