"""When a submitter puts its next job, and what it is told."""

from typing import Any

from jobsim.engines.compiled.codes import ARRIVAL, BATCH, IN_BURSTS, OFF, ON, SCHEDULED
from jobsim.engines.compiled.kernel.access import job_at, number_at, stream_at, submitter_at
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.kernel.knockout import submit_at
from jobsim.engines.compiled.records import NONE, PUT_ENDED, RESPONSE
from jobsim.units import NEVER


@inlined
def later(at: int, by: int) -> int:
    """So much later, NEVER at the most."""
    return at + by if at < NEVER - by else NEVER


@inlined
def draw(run: Any, stream: int, position: int) -> int:
    """What was drawn."""
    found = stream_at(run.streams, stream)
    value: int = number_at(run.draws, found.start + (position & found.mask)).value
    return value


@inlined
def is_drawn(run: Any, stream: int, position: int) -> bool:
    """Whether that is at hand."""
    return position < stream_at(run.streams, stream).until


@inlined
def put_has_ended(run: Any, index: int) -> None:
    """Tell the submitter, if it waits for that."""
    job = job_at(run.jobs, index)
    if job.awaited == PUT_ENDED:
        job.awaited = 0
        end_is_told(run, job.submitter)


@inlined
def job_has_ended(run: Any, index: int) -> None:
    """Tell the submitter, if it waits for that."""
    job = job_at(run.jobs, index)
    if job.awaited == RESPONSE:
        job.awaited = 0
        end_is_told(run, job.submitter)


@compiled
def end_is_told(run: Any, rank: int) -> None:
    """One of what the submitter waits for has come; after the last one it counts on from now."""
    submitter = submitter_at(run.submitters, rank)
    submitter.ends_awaited -= 1
    if submitter.ends_awaited == 0 and submitter.batch_left == 0:
        submitter.due = run.now
        go_on(run, rank)


@compiled
def go_on(run: Any, rank: int) -> None:
    """Find out when the next put is due, and let it be; without draws for that, want them first."""
    submitter = submitter_at(run.submitters, rank)
    while submitter.batch_left == 0:
        if submitter.number >= submitter.jobs:
            run.submitting -= 1
            return
        if not _has_arrival(run, submitter):
            _want(run, submitter, rank)
            return
        due = _next_arrival(run, submitter)
        if due == NONE:
            _want(run, submitter, rank)
            return
        if due >= submitter.stop:
            run.submitting -= 1
            return
        submitter.due = due
        batch = draw(run, submitter.streams + BATCH, submitter.arrival) if submitter.batches else 1
        submitter.batch_left = min(batch, submitter.jobs - submitter.number)
        submitter.arrival += 1
    if submitter.number >= submitter.ready_until:
        _want(run, submitter, rank)
        return
    submit_at(run, rank, submitter.due)


@inlined
def go_on_steadily(run: Any, rank: int) -> None:
    """The same for a submitter that waits for nothing, and has its next draws: the usual one, by a shorter way."""
    submitter = submitter_at(run.submitters, rank)
    number, due = submitter.number, submitter.due
    if number >= submitter.jobs or number >= submitter.ready_until:
        submitter.batch_left = 0
        go_on(run, rank)
        return
    drawn = draw(run, submitter.streams + ARRIVAL, number)
    due = drawn if submitter.schedule == SCHEDULED else later(due, drawn)
    if due >= submitter.stop:
        run.submitting -= 1
        return
    submitter.due = due
    submitter.arrival = number + 1
    submit_at(run, rank, due)


@compiled
def _want(run: Any, submitter: Any, rank: int) -> None:
    run.wants = 1
    submitter.next_wanting = run.wanting_submitter
    run.wanting_submitter = rank


@inlined
def _has_arrival(run: Any, submitter: Any) -> bool:
    at = submitter.arrival
    return is_drawn(run, submitter.streams + ARRIVAL, at) and (
        not submitter.batches or is_drawn(run, submitter.streams + BATCH, at)
    )


@inlined
def _next_arrival(run: Any, submitter: Any) -> int:
    """The instant; NONE if it takes bursts that are not drawn yet."""
    drawn = draw(run, submitter.streams + ARRIVAL, submitter.arrival)
    if submitter.schedule == SCHEDULED:
        return drawn
    if submitter.schedule == IN_BURSTS:
        return _in_bursts(run, submitter, drawn)
    return later(submitter.due, drawn)


@compiled
def _in_bursts(run: Any, submitter: Any, gap: int) -> int:
    """As `jobsim.workload.bursts.Windows.later`; where it stopped for want of draws, it goes on."""
    if submitter.burst_gap == NONE:
        if gap > submitter.longest_gap:
            return NEVER
        submitter.burst_gap, submitter.burst_at = gap, submitter.due
    while True:
        at = max(submitter.burst_at, submitter.begun)
        if at >= run.limit:
            submitter.burst_gap = NONE
            return run.limit
        left = submitter.ended - at
        if submitter.burst_gap < left:
            due = at + submitter.burst_gap
            submitter.burst_gap = NONE
            return due
        burst = submitter.bursts
        if not (is_drawn(run, submitter.streams + OFF, burst) and is_drawn(run, submitter.streams + ON, burst + 1)):
            return NONE
        submitter.burst_at = at
        submitter.burst_gap -= max(left, 0)
        submitter.begun = later(submitter.ended, draw(run, submitter.streams + OFF, burst))
        submitter.ended = later(submitter.begun, draw(run, submitter.streams + ON, burst + 1))
        submitter.bursts += 1
