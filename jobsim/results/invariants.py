"""What must hold in every run, checked on every run. A breach is a fault of the simulator."""

from collections.abc import Iterator

import numpy as np

from jobsim.errors import InternalFault
from jobsim.results import stays
from jobsim.results.levels import peak, total
from jobsim.results.outcomes import ABANDONED, COMPLETED, DROPPED, EVICTED, EXPIRED, FAILED, REJECTED, UNFINISHED
from jobsim.results.presence import Presence
from jobsim.results.run import Run
from jobsim.results.staytable import COMPLETED as DONE
from jobsim.results.staytable import StayTable


def check_invariants(run: Run) -> None:
    """Raise InternalFault if the tables contradict themselves, the scenario, or the model's own sums."""
    breaches = list(_breaches(run))
    if breaches:
        raise InternalFault(
            "the run broke the simulator's own rules, so its results are not written: "
            + "; ".join(breaches)
            + ". This is a fault of jobsim; please report it with the scenario."
        )


def _breaches(run: Run) -> Iterator[str]:
    yield from _of_jobs(run)
    yield from _of_levels(run)
    if run.stays is not None:
        yield from _of_stays(run, run.stays)
    if run.presence is not None:
        yield from _of_presence(run, run.presence)


def _of_jobs(run: Run) -> Iterator[str]:
    jobs, end = run.jobs, run.ended_at
    never = () if run.stays is not None else (FAILED, ABANDONED)  # that takes attempts
    if np.isin(jobs.outcome, never).any() or not np.isin(jobs.outcome, range(UNFINISHED + 1)).all():
        yield "a job has no outcome"
    identities = np.sort(jobs.job)
    if (identities[1:] == identities[:-1]).any():
        yield "a job ended twice"
    if (jobs.delayed < 0).any() or any((part < -1).any() for part in (jobs.blocked, jobs.waiting, jobs.service)):
        yield "time ran backwards"
    if len(jobs) and max(jobs.ended_at.max(), jobs.started_at.max(), jobs.submitted_at.max()) > end:
        yield "something happened after the end"
    if ((jobs.outcome == COMPLETED) & ((jobs.started_at < 0) | (jobs.ended_at < 0))).any():
        yield "a job was completed without service"
    if (np.isin(jobs.outcome, (DROPPED, REJECTED)) & (jobs.admitted_at >= 0)).any():
        yield "a job was dropped from the queue"
    if (np.isin(jobs.outcome, (EVICTED, EXPIRED)) & ((jobs.admitted_at < 0) | (jobs.started_at >= 0))).any():
        yield "a job left the queue without being there"


def _of_levels(run: Run) -> Iterator[str]:
    every, end = run.every_stay, run.ended_at
    queued, blocked, service = stays.waiting(every, end), stays.blocked(every, end), stays.in_service(every, end)
    capacity = run.scenario.queue.capacity
    if capacity is not None and peak(*queued) > capacity:
        yield f"more than {capacity} jobs waited in the queue"
    # One processor serves one job at a time: by processor, no start before the end of the job before.
    ends = np.where(every.ended_at >= 0, every.ended_at, end)
    order = np.lexsort((ends, every.started_at, every.processor))
    served = order[every.started_at[order] >= 0]
    same = every.processor[served][1:] == every.processor[served][:-1]
    if (same & (every.started_at[served][1:] < ends[served][:-1])).any():
        yield "a processor served two jobs at a time"

    present = sum(run.time_present(name) for name in run.scenario.processors)
    for what, kept, summed in (
        ("jobs in the queue", run.totals.queued, total(queued.ends - queued.starts)),
        ("puts waiting", run.totals.blocked, total(blocked.ends - blocked.starts)),
        ("processors at work", present - run.totals.idle, total(service.ends - service.starts)),
    ):
        if kept != summed:
            yield f"the integral of {what} is {kept} ns in the model and {summed} ns in the table"


def _of_stays(run: Run, table: StayTable) -> Iterator[str]:
    jobs, done = run.jobs, table.job[table.result == DONE]
    if not np.array_equal(np.sort(done), np.sort(jobs.job[jobs.outcome == COMPLETED])):
        yield "a job was completed more or less than once"
    if not np.array_equal(np.unique(table.job), np.sort(jobs.job)):
        yield "a job has no stay, or a stay no job"
    if (table.limited > np.where(table.ended_at >= 0, table.ended_at, run.ended_at) - table.started_at).any():
        yield "a processor waited longer to execute than it had the job"


def _of_presence(run: Run, presence: Presence) -> Iterator[str]:
    every, pools = run.every_stay, sorted(run.scenario.processors.items())
    pool_of = np.repeat(np.arange(len(pools)), [pool.most for _, pool in pools])
    for index, (name, pool) in enumerate(pools):
        own = every.where((every.started_at >= 0) & (pool_of[every.processor] == index))
        starts, ends = stays.in_service(own, run.ended_at)
        gone, back = presence.absences(index, pool.most, run.ended_at)
        if peak(np.append(starts, gone), np.append(ends, back)) > pool.most:
            yield f"more processors of {name} served than were there"
