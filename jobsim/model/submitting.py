"""How a submitter puts its jobs: when the next put is due, and what it waits for before it counts on."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TypeAlias

from jobsim.model.clock import Mailbox
from jobsim.model.job import Job
from jobsim.model.submitter import Submitter
from jobsim.model.system import System
from jobsim.units import Nanoseconds


async def submit(system: System, submitter: Submitter, pacing: Pacing) -> None:
    """Put one job after another, each when the arrivals and the pacing say, until there are enough or it is `stop`."""
    clock, due = system.clock, submitter.start
    for number in range(submitter.jobs):
        due = submitter.arrivals(number, due)
        if due >= submitter.stop:
            break
        await clock.sleep(due, submitter.order + number)
        counted_from = pacing(system, Job(submitter, number, due))
        due = counted_from if isinstance(counted_from, int) else await counted_from.take()
    system.leave()


async def submit_batches(system: System, submitter: Submitter, pacing: Pacing) -> None:
    """The same with several jobs in one instant, each put an event of its own; the last of them to end counts."""
    assert submitter.batch is not None
    clock, due, number = system.clock, submitter.start, 0
    for arrival in count():
        due = submitter.arrivals(arrival, due)
        if due >= submitter.stop or number == submitter.jobs:
            break
        batch = range(number, min(number + submitter.batch(arrival), submitter.jobs))
        ends = []
        for number in batch:
            await clock.sleep(due, submitter.order + number)
            ends.append(pacing(system, Job(submitter, number, due)))
        for end in ends:
            due = max(due, end if isinstance(end, int) else await end.take())
        number = batch.stop
    system.leave()


def fixed(system: System, job: Job) -> Nanoseconds:
    """On schedule, however long earlier puts wait: an open loop."""
    system.put(job)
    return job.due_at


def after_put(system: System, job: Job) -> Nanoseconds | Mailbox[Nanoseconds]:
    """From the end of the put before: the coroutine that puts, then sleeps."""
    if system.put(job):
        return job.submitted_at
    job.put_ended = system.clock.mailbox()
    return job.put_ended


def after_response(system: System, job: Job) -> Mailbox[Nanoseconds]:
    """From the end of the job before: the user who waits for the answer."""
    job.responded = system.clock.mailbox()
    system.put(job)
    return job.responded


Pacing: TypeAlias = Callable[[System, Job], Nanoseconds | Mailbox[Nanoseconds]]
"""Puts a job, and says what the next one's gap is counted from: an instant, or the letter box that will tell it."""

PACINGS: dict[str, Pacing] = {"fixed": fixed, "after_put": after_put, "after_response": after_response}
