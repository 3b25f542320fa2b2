"""What must hold in every run, checked on every run. A breach is a fault of the simulator."""

from collections.abc import Iterator

import numpy as np

from jobsim.errors import InternalFault
from jobsim.results import stays
from jobsim.results.levels import peak, total
from jobsim.results.outcomes import COMPLETED, DROPPED, EVICTED, EXPIRED, REJECTED, UNFINISHED
from jobsim.results.run import Run


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
    jobs, end = run.jobs, run.ended_at
    if not np.isin(jobs.outcome, (COMPLETED, DROPPED, REJECTED, EVICTED, EXPIRED, UNFINISHED)).all():
        yield "a job has no outcome"
    identities = np.sort(jobs.submitter << 36 | jobs.number)
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

    queued, blocked, service = stays.waiting(jobs, end), stays.blocked(jobs, end), stays.in_service(jobs, end)
    capacity = run.scenario.queue.capacity
    if capacity is not None and peak(*queued) > capacity:
        yield f"more than {capacity} jobs waited in the queue"
    # One processor serves one job at a time: by processor, no start before the end of the job before.
    ends = np.where(jobs.ended_at >= 0, jobs.ended_at, end)
    order = np.lexsort((ends, jobs.started_at, jobs.processor))
    served = order[jobs.processor[order] >= 0]
    same = jobs.processor[served][1:] == jobs.processor[served][:-1]
    if (same & (jobs.started_at[served][1:] < ends[served][:-1])).any():
        yield "a processor served two jobs at a time"

    present = len(run.processors) * end
    for what, kept, summed in (
        ("jobs in the queue", run.totals.queued, total(queued.ends - queued.starts)),
        ("puts waiting", run.totals.blocked, total(blocked.ends - blocked.starts)),
        ("processors at work", present - run.totals.idle, total(service.ends - service.starts)),
    ):
        if kept != summed:
            yield f"the integral of {what} is {kept} ns in the model and {summed} ns in the table"
