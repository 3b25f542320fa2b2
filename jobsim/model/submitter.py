"""A submitter: when its next put is due, and what it waits for before it counts on."""

from collections.abc import Callable
from dataclasses import dataclass

from jobsim.model.job import Job
from jobsim.model.system import System
from jobsim.units import Nanoseconds


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
    jobs: int
    start: Nanoseconds
    stop: Nanoseconds
    gaps: Callable[[int], Nanoseconds]
    timeout: Callable[[int], Nanoseconds] | None
    services: tuple[Callable[[int], Nanoseconds], ...]
    """By pool."""


async def fixed(system: System, submitter: Submitter) -> None:
    """Put on schedule, however long earlier puts wait: an open loop."""
    clock, due = system.clock, submitter.start
    for number in range(submitter.jobs):
        due += submitter.gaps(number)
        if due >= submitter.stop:
            break
        await clock.sleep(due, submitter.order + number)
        system.put(Job(submitter, number, due))
    system.leave()


async def after_put(system: System, submitter: Submitter) -> None:
    """Put a gap after the put before ended: the coroutine that puts, then sleeps."""
    clock, due = system.clock, submitter.start
    for number in range(submitter.jobs):
        due += submitter.gaps(number)
        if due >= submitter.stop:
            break
        await clock.sleep(due, submitter.order + number)
        job = Job(submitter, number, due)
        if system.put(job):
            due = job.submitted_at
        else:
            job.put_ended = clock.mailbox()
            due = await job.put_ended.take()
    system.leave()


async def after_response(system: System, submitter: Submitter) -> None:
    """Put a gap after the job before ended: the user who waits for the answer."""
    clock, due = system.clock, submitter.start
    for number in range(submitter.jobs):
        due += submitter.gaps(number)
        if due >= submitter.stop:
            break
        await clock.sleep(due, submitter.order + number)
        job = Job(submitter, number, due)
        job.responded = clock.mailbox()
        system.put(job)
        due = await job.responded.take()
    system.leave()


PACINGS = {"fixed": fixed, "after_put": after_put, "after_response": after_response}
ENDLESS = 2**36
"""More jobs than a run can have; it fits the order's job number."""
