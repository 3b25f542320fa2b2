"""Who gets what, when: puts, places, processors. As `jobsim.model.system`, with tries where there are any."""

from typing import Any

from jobsim.engines.compiled.codes import (
    BLOCK,
    COMPLETED,
    DROPPED,
    EVICTED,
    EXPIRE,
    EXPIRED,
    REJECT,
    REJECTED,
    TIMEOUT,
    TIMEOUT_DRAW,
    TOLD_ADMITTED,
    TOLD_BLOCKED,
    TOLD_COMPLETED,
    TOLD_DROPPED,
    TOLD_EVICTED,
    TOLD_EXPIRED,
    TOLD_PUT,
    TOLD_REJECTED,
    TOLD_STARTED,
)
from jobsim.engines.compiled.kernel.access import job_at, line_at, processor_at, submitter_at, tries_at
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.kernel.ending import end, refuse
from jobsim.engines.compiled.kernel.executing import hand
from jobsim.engines.compiled.kernel.heaps import order_of, push
from jobsim.engines.compiled.kernel.lines import append, remove
from jobsim.engines.compiled.kernel.recording import tell
from jobsim.engines.compiled.kernel.submitting import draw, put_has_ended
from jobsim.engines.compiled.kernel.timers import cancel
from jobsim.engines.compiled.kernel.waiting import add, leave, take
from jobsim.engines.compiled.records import IDLE, NONE, NOWHERE, PUTS, RETURNED, WAITING
from jobsim.units import NEVER


@inlined
def put(run: Any, index: int) -> bool:
    """A submitter puts a job. True if the put ended at once: handed over, admitted or refused."""
    job = job_at(run.jobs, index)
    job.submitted_at = run.now
    run.last_to_put = job.submitter
    run.open += 1
    tell(run, TOLD_PUT, index)
    if place(run, index):
        return True
    if run.overflow == BLOCK:
        return _wait_for_place(run, index)
    _overflow(run, index)
    return True


@inlined
def place(run: Any, index: int) -> bool:
    """Hand the job to an idle processor, or give it a place, if there is either."""
    idle = line_at(run.processor_lines, IDLE)
    if idle.count:
        job_at(run.jobs, index).admitted_at = run.now
        rank = idle.first
        remove(idle, rank, run.now)
        start(run, rank, index)
        hand(run, rank)
        return True
    if line_at(run.job_lines, WAITING).count < run.capacity:
        add(run, index)
        _seat(run, index)
        return True
    return False


@inlined
def take_next(run: Any, rank: int) -> None:
    """Give a free processor its next job, and let it begin; without one it joins the idle."""
    processor = processor_at(run.processors, rank)
    if line_at(run.job_lines, WAITING).count:
        following = take(run)
        admitted = _next_put(run)
        if admitted != NONE:
            add(run, admitted)
    else:
        following = admitted = _next_put(run)
    if following == NONE:
        processor.job = NONE
        append(line_at(run.processor_lines, IDLE), rank, run.now)
        return
    if admitted != NONE:
        _admit(run, admitted)
    start(run, rank, following)
    if admitted not in (NONE, following):
        _seat(run, admitted)
    hand(run, rank)


@inlined
def finish(run: Any, rank: int) -> None:
    """A processor has done its job, and takes the next: where a job has one attempt, that ends so."""
    index = processor_at(run.processors, rank).job
    tell(run, TOLD_COMPLETED, index)
    take_next(run, rank)
    end(run, index, COMPLETED)


@compiled
def time_out(run: Any, index: int) -> None:
    """A waiting put gives up."""
    job = job_at(run.jobs, index)
    job.timer = 0
    withdraw(run, index)
    refuse(run, index, DROPPED, TOLD_DROPPED)


@compiled
def withdraw(run: Any, index: int) -> None:
    """Take a waiting put out of the line."""
    remove(line_at(run.job_lines, PUTS), index, run.now)
    job_at(run.jobs, index).line = NOWHERE


@compiled
def expire(run: Any, index: int) -> None:
    """A job has waited in the queue as long as it may: it leaves, and its place is free."""
    job_at(run.jobs, index).timer = 0
    leave(run, index)
    admitted = _next_put(run)
    if admitted != NONE:
        add(run, admitted)
    tell(run, TOLD_EXPIRED, index)
    if admitted != NONE:
        _admit(run, admitted)
        _seat(run, admitted)
    end(run, index, EXPIRED)


@compiled
def line_up_returned(run: Any, index: int) -> None:
    """Let a job that came back wait for a place, before all puts."""
    append(line_at(run.job_lines, RETURNED), index, run.now)
    job_at(run.jobs, index).line = RETURNED


@compiled
def _wait_for_place(run: Any, index: int) -> bool:
    job = job_at(run.jobs, index)
    if run.has_tries:
        timeout = tries_at(run.tries, index).timeout
    else:
        timeout = draw(run, submitter_at(run.submitters, job.submitter).streams + TIMEOUT_DRAW, job.number)
    if timeout == 0:
        refuse(run, index, DROPPED, TOLD_DROPPED)
        return True
    append(line_at(run.job_lines, PUTS), index, run.now)
    job.line = PUTS
    if timeout < NEVER:
        order = order_of(TIMEOUT, job.submitter, job.number)
        job.timer = push(run, run.timers, run.now + timeout, order, index)
    tell(run, TOLD_BLOCKED, index)
    return False


@compiled
def _overflow(run: Any, index: int) -> None:
    """A put finds no place and does not wait for one."""
    if run.overflow == REJECT or run.capacity == 0:
        refuse(run, index, REJECTED, TOLD_REJECTED)
        return
    evicted = line_at(run.job_lines, WAITING).first
    leave(run, evicted)
    add(run, index)
    pushed_out = job_at(run.jobs, evicted)
    cancel(run, pushed_out.timer)
    pushed_out.timer = 0
    tell(run, TOLD_EVICTED, evicted)
    _seat(run, index)
    end(run, evicted, EVICTED)


@inlined
def _next_put(run: Any) -> int:
    """The first of those that wait for a place, those that came back before all puts; it stands there no more."""
    line = line_at(run.job_lines, RETURNED)
    if line.count == 0:
        line = line_at(run.job_lines, PUTS)
    index: int = line.first
    if index != NONE:
        remove(line, index, run.now)
        job_at(run.jobs, index).line = NOWHERE
    return index


@inlined
def _seat(run: Any, index: int) -> None:
    """A job has its place in the queue, from now on."""
    job = job_at(run.jobs, index)
    job.admitted_at = run.now
    if job.expire < NEVER:
        order = order_of(EXPIRE, job.submitter, job.number)
        job.timer = push(run, run.timers, run.now + job.expire, order, index)
    tell(run, TOLD_ADMITTED, index)


@inlined
def _admit(run: Any, index: int) -> None:
    """A waiting put ends: its job has a place, or a processor."""
    job = job_at(run.jobs, index)
    job.admitted_at = run.now
    cancel(run, job.timer)
    job.timer = 0
    put_has_ended(run, index)


@inlined
def start(run: Any, rank: int, index: int) -> None:
    job, processor = job_at(run.jobs, index), processor_at(run.processors, rank)
    job.started_at = run.now
    cancel(run, job.timer)
    job.timer = 0
    job.processor = rank
    processor.job = index
    tell(run, TOLD_STARTED, index)
