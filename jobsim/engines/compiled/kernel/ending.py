"""How a put, or a job, ends; and what is tried again."""

from typing import Any

from jobsim.engines.compiled.codes import (
    FAILED,
    REDELIVERY,
    RESULTS,
    RETRY,
    RETURN,
    SUBMIT,
)
from jobsim.engines.compiled.kernel.access import job_at, submitter_at, tries_at
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.kernel.heaps import order_of, push
from jobsim.engines.compiled.kernel.jobs import release
from jobsim.engines.compiled.kernel.recording import record, record_stay, tell
from jobsim.engines.compiled.kernel.submitting import draw, is_drawn, job_has_ended, later, put_has_ended
from jobsim.engines.compiled.kernel.timers import cancel
from jobsim.engines.compiled.records import NONE


@compiled
def refuse(run: Any, index: int, outcome: int, what: int) -> None:
    """A put ends without a place; it is put again if it may."""
    if run.has_tries and may_be_put_again(run, index):
        tell(run, what, index)
        _stop_waiting(run, index)
        record_stay(run, index, RESULTS[outcome], run.now, NONE)
        put_later(run, index)
        return
    tell(run, what, index)
    put_has_ended(run, index)
    end(run, index, outcome)


@inlined
def end(run: Any, index: int, outcome: int) -> None:
    """A job ends, and with it its last stay."""
    if run.has_tries:
        record_stay(run, index, RESULTS[outcome], run.now, NONE)
    end_job(run, index, outcome)


@inlined
def end_job(run: Any, index: int, outcome: int) -> None:
    """A job ends whose last stay is recorded; of one that was given up, nobody hears."""
    run.open -= 1
    if run.has_tries:
        _stop_waiting(run, index)
        if tries_at(run.tries, index).abandoned:
            release(run, index)
            return
    record(run, index, outcome, run.now)
    job_has_ended(run, index)
    release(run, index)


@compiled
def may_be_put_again(run: Any, index: int) -> bool:
    """Whether its submitter has a try left."""
    submitter = submitter_at(run.submitters, job_at(run.jobs, index).submitter)
    return bool(tries_at(run.tries, index).which_put < submitter.retry_attempts)


@compiled
def put_later(run: Any, index: int) -> None:
    """A job that was lost or given up will be put again."""
    tries_at(run.tries, index).is_away = 1
    wait_and(run, index, RETRY)


@compiled
def fail(run: Any, index: int) -> None:
    """An attempt has failed: the job comes back, if it may."""
    tries = tries_at(run.tries, index)
    tries.failures += 1
    if tries.failures >= run.redelivered:
        end_job(run, index, FAILED)
        return
    tries.is_coming_back = 1
    wait_and(run, index, REDELIVERY)


@compiled
def wait_and(run: Any, index: int, purpose: int) -> None:
    """Let a job be put again, or come back, after its delay; without a draw for that, want it first."""
    job, tries = job_at(run.jobs, index), tries_at(run.tries, index)
    failed = tries.which_put if purpose == RETRY else tries.failures
    stream = stream_of_attempt(run, job.submitter, purpose, failed)
    if stream == NONE or not is_drawn(run, stream, job.number):
        run.wanting_job, run.wanting_purpose, run.wants = index, purpose, 1
        return
    kind = SUBMIT if purpose == RETRY else RETURN
    order = order_of(kind, job.submitter, job.number)
    push(run, run.timers, later(run.now, draw(run, stream, job.number)), order, index)


@compiled
def stream_of_attempt(run: Any, submitter: int, purpose: int, attempt: int) -> int:
    """Which stream has the draws for an attempt; NONE if there is none yet."""
    if attempt > run.attempts_known:
        return NONE
    purposes = 2 + 2 * run.pools_count
    return int(run.tried + (submitter * purposes + purpose) * run.attempts_known + attempt - 1)


@compiled
def _stop_waiting(run: Any, index: int) -> None:
    tries = tries_at(run.tries, index)
    cancel(run, tries.give_up_event)
    tries.give_up_event = 0
