"""What happens when something is due: to whom, and by which rule."""

from typing import Any

from jobsim.engines.compiled.codes import (
    AFTER_PUT,
    AFTER_RESPONSE,
    ATTEMPT_FAILED,
    COME,
    DONE,
    EXPIRE,
    FIXED,
    GO,
    HIT_LIMIT,
    KIND_SHIFT,
    OF_SHIFT,
    RANK_SHIFT,
    RETURN,
    SUBMIT,
    TIME_LIMIT,
    TIMEOUT,
    TURN,
)
from jobsim.engines.compiled.kernel.access import job_at, processor_at, submitter_at
from jobsim.engines.compiled.kernel.attempts import come_back, end_attempt, give_up, put_again, put_and_wait, turn
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.kernel.jobs import new_job
from jobsim.engines.compiled.kernel.outages import break_down, repair, shift
from jobsim.engines.compiled.kernel.submitting import go_on, go_on_steadily
from jobsim.engines.compiled.kernel.system import expire, finish, put, time_out
from jobsim.engines.compiled.kernel.timers import RANKS
from jobsim.engines.compiled.records import PUT_ENDED, RESPONSE


@inlined
def _put(run: Any, index: int) -> bool:
    return put_and_wait(run, index) if run.has_tries else put(run, index)


@compiled
def _put_paced(run: Any, submitter: Any, index: int) -> None:
    """Put a job whose submitter waits for the end of the put, or of the job."""
    job = job_at(run.jobs, index)
    submitter.ends_awaited += 1  # of the putting itself, so that nobody counts on before it is through
    if submitter.pacing == AFTER_RESPONSE:
        submitter.ends_awaited += 1
        job.awaited = RESPONSE
    ended = _put(run, index)
    if submitter.pacing == AFTER_PUT and not ended:
        submitter.ends_awaited += 1
        job.awaited = PUT_ENDED
    submitter.ends_awaited -= 1


@inlined
def put_next(run: Any, rank: int) -> None:
    """A submitter puts its next job, and counts on from there as its pacing says."""
    submitter = submitter_at(run.submitters, rank)
    index = new_job(run, rank)
    if submitter.is_steady:
        go_on_steadily(run, rank)  # first: the sooner it is known what comes next, the less has to be guessed
        _put(run, index)
        return
    submitter.batch_left -= 1
    if submitter.pacing == FIXED:
        _put(run, index)
    else:
        _put_paced(run, submitter, index)
    if submitter.batch_left:
        go_on(run, rank)
    elif submitter.ends_awaited == 0:
        submitter.due = run.now
        go_on(run, rank)


@inlined
def finish_next(run: Any, rank: int) -> None:
    """A processor has executed its job, as often as it has to."""
    if run.has_tries:
        end_attempt(run, rank, ATTEMPT_FAILED if processor_at(run.processors, rank).fails else DONE)
    else:
        finish(run, rank)


@compiled
def _come_or_go(run: Any, kind: int, rank: int, about: int) -> bool:
    if about == OF_SHIFT:
        return shift(run, rank)
    if kind == GO:
        return break_down(run, rank)
    repair(run, rank)
    return True


@compiled
def _try_again(run: Any, kind: int, index: int) -> None:
    if kind == SUBMIT:
        put_again(run, index)
    elif kind == RETURN:
        come_back(run, index)
    else:  # GIVE_UP
        give_up(run, index)


@compiled
def happen(run: Any, order: int, about: int) -> bool:
    """Let a timer's event happen. False if it lacks draws: then nothing has happened."""
    kind, rank = order >> KIND_SHIFT, order >> RANK_SHIFT & RANKS
    if kind == TIMEOUT:
        time_out(run, about)
    elif kind == EXPIRE:
        expire(run, about)
    elif kind == TIME_LIMIT:
        processor_at(run.processors, rank).attempt_event = 0
        end_attempt(run, rank, HIT_LIMIT)
    elif kind == TURN:
        turn(run, rank)
    elif kind in (COME, GO):
        return _come_or_go(run, kind, rank, about)
    else:
        _try_again(run, kind, about)
    return True
