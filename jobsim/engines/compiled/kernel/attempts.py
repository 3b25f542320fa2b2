"""How attempts end, and jobs that are tried again. As `jobsim.model.attempts` and `jobsim.model.execution`."""

from typing import Any

from jobsim.engines.compiled.codes import (
    ABANDONED,
    COMPLETED,
    DONE,
    GIVE_UP,
    TOLD_GAVE_UP,
    TOLD_RESULTS,
    TOLD_RETURNED,
    WASTED,
)
from jobsim.engines.compiled.kernel.access import job_at, processor_at, tries_at
from jobsim.engines.compiled.kernel.compiling import compiled
from jobsim.engines.compiled.kernel.ending import end_job, fail, may_be_put_again, put_later, refuse
from jobsim.engines.compiled.kernel.executing import go_on_executing, stop
from jobsim.engines.compiled.kernel.gates import await_turn, next_turn
from jobsim.engines.compiled.kernel.heaps import order_of, push
from jobsim.engines.compiled.kernel.jobs import next_put_of, release
from jobsim.engines.compiled.kernel.presence import free
from jobsim.engines.compiled.kernel.recording import record, record_put, record_stay, tell
from jobsim.engines.compiled.kernel.submitting import job_has_ended, put_has_ended
from jobsim.engines.compiled.kernel.system import line_up_returned, place, put, withdraw
from jobsim.engines.compiled.kernel.timers import cancel
from jobsim.engines.compiled.records import NONE, PUT_ENDED, PUTS
from jobsim.units import NEVER


@compiled
def put_and_wait(run: Any, index: int) -> bool:
    """Put a job whose submitter may give it up. True if the put ended at once, for good."""
    record_put(run, index)
    ended = put(run, index)
    job, tries = job_at(run.jobs, index), tries_at(run.tries, index)
    if tries.is_away:
        return False
    is_open = job.admitted_at != NONE or not ended
    if is_open and tries.give_up < NEVER:
        order = order_of(GIVE_UP, job.submitter, job.number)
        tries.give_up_event = push(run, run.timers, run.now + tries.give_up, order, index)
    return ended


@compiled
def put_again(run: Any, lost: int) -> None:
    """A submitter puts a job again."""
    tries_at(run.tries, lost).is_away = 0
    run.open -= 1  # it is counted when it is put
    index = next_put_of(run, lost)
    release(run, lost)
    if put_and_wait(run, index) and job_at(run.jobs, index).awaited == PUT_ENDED:
        put_has_ended(run, index)


@compiled
def give_up(run: Any, index: int) -> None:
    """A submitter stops waiting for a job's end. A put that still waits is withdrawn; else the job stays."""
    job, tries = job_at(run.jobs, index), tries_at(run.tries, index)
    tries.give_up_event = 0
    if job.line == PUTS:
        withdraw(run, index)
        cancel(run, job.timer)
        job.timer = 0
        refuse(run, index, ABANDONED, TOLD_GAVE_UP)
        return
    tell(run, TOLD_GAVE_UP, index)
    tries.abandoned = 1
    if may_be_put_again(run, index):
        run.open += 1  # the one that stays, and the one to come
        tries.holds += 1
        put_later(run, index)
        return
    if tries.is_coming_back:  # it is nowhere; all of its time until now is delay
        job.submitted_at, job.admitted_at, job.started_at = run.now, NONE, NONE
    record(run, index, ABANDONED, run.now)
    job_has_ended(run, index)


@compiled
def come_back(run: Any, index: int) -> None:
    """A job whose attempt has failed returns to the queue."""
    tries_at(run.tries, index).is_coming_back = 0
    return_job(run, index)


@compiled
def return_job(run: Any, index: int) -> None:
    """A job is in the system again: never refused, before all puts, without a timeout."""
    job = job_at(run.jobs, index)
    job.submitted_at, job.admitted_at, job.started_at, job.processor = run.now, NONE, NONE, NONE
    tell(run, TOLD_RETURNED, index)
    if not place(run, index):
        line_up_returned(run, index)


@compiled
def end_attempt(run: Any, rank: int, result: int) -> None:
    """A processor has executed its attempt, or may have its job no longer."""
    index = processor_at(run.processors, rank).job
    if result == DONE and tries_at(run.tries, index).abandoned:
        result = WASTED
    tell(run, TOLD_RESULTS[result], index)
    stop(run, rank)
    record_stay(run, index, result, run.now, rank)
    free(run, rank)
    if result in (DONE, WASTED):
        end_job(run, index, COMPLETED)
    else:
        fail(run, index)


@compiled
def turn(run: Any, pool: int) -> None:
    """There is a token for the first of those that wait for one."""
    rank = next_turn(run, pool)
    if rank != NONE:
        processor_at(run.processors, rank).has_token = 1
        go_on_executing(run, rank)
    await_turn(run, pool)
