"""What must hold in every run, checked on every run. A breach is a fault of the simulator."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from jobsim.errors import InternalFault
from jobsim.results import stays
from jobsim.results.at_once import at_once
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.jobtable import ROWS_IN_CACHE, Instants, JobTable, only
from jobsim.results.levels import ever_more_than, total
from jobsim.results.outcomes import ABANDONED, COMPLETED, DROPPED, EVICTED, EXPIRED, FAILED, REJECTED, UNFINISHED
from jobsim.results.presence import Presence
from jobsim.results.run import Run
from jobsim.results.staytable import COMPLETED as DONE
from jobsim.results.staytable import StayTable
from jobsim.units import Nanoseconds


def check_invariants(run: Run | FoldedRun) -> None:
    """Raise InternalFault if what happened contradicts itself, the scenario, or the model's own sums."""
    breaches = _breaches(run) if isinstance(run, Run) else run.summary.breaches
    if breaches:
        raise InternalFault(
            "the run broke the simulator's own rules, so its results are not written: "
            + "; ".join(breaches)
            + ". This is a fault of jobsim; please report it with the scenario."
        )


def _breaches(run: Run) -> list[str]:
    checks = [_of_jobs(run), _of_places(run), _of_service(run), _of_integrals(run)]
    if run.stays is not None:
        checks.append(_of_stays(run, run.stays))
    if run.presence is not None:
        checks.append(_of_presence(run, run.presence))
    found = at_once(len(run.jobs), [partial(list[str], check) for check in checks])
    return [*chain.from_iterable(found)]


def _of_jobs(run: Run) -> Iterator[str]:
    jobs, end = run.jobs, run.ended_at
    never = [FAILED, ABANDONED] if run.stays is None else []  # that takes attempts
    if ((jobs.outcome < 0) | (jobs.outcome > UNFINISHED)).any() or any((jobs.outcome == code).any() for code in never):
        yield "a job has no outcome"
    identities = jobs.job
    if (identities[1:] <= identities[:-1]).any():  # those of several submitters
        identities = np.sort(identities)
    if (identities[1:] == identities[:-1]).any():
        yield "a job ended twice"
    found = set().union(*(_row_by_row(piece, end) for piece in jobs.pieces(ROWS_IN_CACHE)))
    yield from sorted(found)


def _row_by_row(jobs: JobTable, end: Nanoseconds) -> Iterator[str]:
    """What is seen in each row alone."""
    steps = (
        (jobs.submitted_at, jobs.put_ended_at),
        (jobs.admitted_at, jobs.queue_left_at),
        (jobs.started_at, jobs.ended_at),
    )
    if (jobs.submitted_at < jobs.due_at).any() or any(((to < since) & (to >= 0)).any() for since, to in steps):
        yield "time ran backwards"
    if any((instant > end).any() for instant in (jobs.ended_at, jobs.started_at, jobs.submitted_at)):
        yield "something happened after the end"
    outcome, admitted, started = jobs.outcome, jobs.admitted_at >= 0, jobs.started_at >= 0
    if ((outcome == COMPLETED) & ~(started & (jobs.ended_at >= 0))).any():
        yield "a job was completed without service"
    if (((outcome == DROPPED) | (outcome == REJECTED)) & admitted).any():
        yield "a job was dropped from the queue"
    if (((outcome == EVICTED) | (outcome == EXPIRED)) & (~admitted | started)).any():
        yield "a job left the queue without being there"


def _of_places(run: Run) -> Iterator[str]:
    capacity = run.scenario.queue.capacity
    if capacity is not None and ever_more_than(capacity, *stays.waiting(run.every_stay, run.ended_at)):
        yield f"more than {capacity} jobs waited in the queue"


def _of_service(run: Run) -> Iterator[str]:
    if _served_two_at_a_time(run.every_stay, run.ended_at):
        yield "a processor served two jobs at a time"


def _of_integrals(run: Run) -> Iterator[str]:
    every, end = run.every_stay, run.ended_at
    present = sum(run.time_present(name, run.ended_at) for name in run.scenario.processors)
    for what, kept, summed in (
        ("jobs in the queue", run.totals.queued, _integral(stays.waiting, every, end)),
        ("puts waiting", run.totals.blocked, _integral(stays.blocked, every, end)),
        ("processors at work", present - run.totals.idle, _integral(stays.in_service, every, end)),
    ):
        if kept != summed:
            yield f"the integral of {what} is {kept} ns in the model and {summed} ns in the table"


def _integral(level: stays.Level, every: Instants, end: Nanoseconds) -> int:
    there = (level(piece, end) for piece in every.pieces(ROWS_IN_CACHE))
    return sum(total(ends - starts) for starts, ends in there)


def _served_two_at_a_time(every: Instants, end: Nanoseconds) -> bool:
    """Whether, by processor, a start came before the end of the job before."""
    processor = only(every.started_at >= 0, every.processor)
    starts, ends = stays.in_service(every, end)
    if len(starts) and processor.max() < 2**15:
        processor = processor.astype(np.int16)  # which are sorted much faster

    def overlap(order: NDArray[np.intp]) -> bool:
        by_processor, begun, done = processor[order], starts[order], ends[order]
        return bool(((by_processor[1:] == by_processor[:-1]) & (begun[1:] < done[:-1])).any())

    # Rows are mostly in the order of their starts. Where not, or where a job of no length starts with another, sort.
    return overlap(np.argsort(processor, kind="stable")) and overlap(np.lexsort((ends, starts, processor)))


def _of_stays(run: Run, table: StayTable) -> Iterator[str]:
    jobs, of_stay = run.jobs.job, table.job  # in one order
    if not np.array_equal(of_stay[table.result == DONE], jobs[run.jobs.outcome == COMPLETED]):
        yield "a job was completed more or less than once"
    if not np.array_equal(of_stay[table.first], jobs):
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
        if ever_more_than(pool.most, np.append(starts, gone), np.append(ends, back)):
            yield f"more processors of {name} served than were there"
