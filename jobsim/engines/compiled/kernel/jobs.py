"""Jobs come, and their memory is given back when nobody can ask for them any more."""

from typing import Any

from jobsim.engines.compiled.codes import (
    EXPIRE_DRAW,
    FIRST_SERVICE_DRAW,
    GIVE_UP_DRAW,
    KEY_DRAW,
    SORTED,
    TIMEOUT_DRAW,
)
from jobsim.engines.compiled.kernel.access import history_at, job_at, number_at, submitter_at, tries_at
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.kernel.submitting import draw, later
from jobsim.engines.compiled.records import NONE, NOWHERE
from jobsim.units import NEVER


@inlined
def new_job(run: Any, rank: int) -> int:
    """The submitter's next job, with all that was drawn for it."""
    index = _free_record(run)
    job, submitter = job_at(run.jobs, index), submitter_at(run.submitters, rank)
    number, streams = submitter.number, submitter.streams
    submitter.number += 1
    job.submitter, job.number, job.due_at = rank, number, submitter.due
    job.expire = draw(run, streams + EXPIRE_DRAW, number) if run.expires else NEVER
    if run.discipline == SORTED:
        key = draw(run, streams + KEY_DRAW, number)
        job.key = later(job.due_at, key) if run.by_deadline else key
    if run.has_tries:
        tries = tries_at(run.tries, index)
        tries.timeout = draw(run, streams + TIMEOUT_DRAW, number)
        tries.give_up = draw(run, streams + GIVE_UP_DRAW, number)
        history = run.free_history
        job.history = history
        run.free_history = history_at(run.histories, history).next_free
        kept = history_at(run.histories, history)
        kept.puts = kept.attempts = kept.holds = 0
        _begin_put(run, index)
    else:
        job.service = draw(run, streams + FIRST_SERVICE_DRAW, number)
        for pool in range(1, run.pools_count):
            service = draw(run, streams + FIRST_SERVICE_DRAW + pool, number)
            number_at(run.services, index * run.pools_count + pool).value = service
    return index


@compiled
def next_put_of(run: Any, lost: int) -> int:
    """The same job, put once more."""
    index = _free_record(run)
    job, before = job_at(run.jobs, index), job_at(run.jobs, lost)
    job.submitter, job.number, job.due_at, job.history = before.submitter, before.number, before.due_at, before.history
    job.expire, job.key, job.awaited = before.expire, before.key, before.awaited
    before.awaited = 0
    tries, tries_before = tries_at(run.tries, index), tries_at(run.tries, lost)
    tries.timeout, tries.give_up = tries_before.timeout, tries_before.give_up
    _begin_put(run, index)
    return index


@inlined
def release(run: Any, index: int) -> None:
    """One less can ask for the job."""
    job = job_at(run.jobs, index)
    if run.has_tries:
        tries = tries_at(run.tries, index)
        tries.holds -= 1
        if tries.holds:
            return
        history = history_at(run.histories, job.history)
        history.holds -= 1
        if history.holds == 0:
            history.next_free = run.free_history
            run.free_history = job.history
    job.submitter, job.seat = NONE, run.free_job
    run.free_job = index
    run.free_jobs += 1


@inlined
def _free_record(run: Any) -> int:
    index: int = run.free_job
    job = job_at(run.jobs, index)
    run.free_job = job.seat
    run.free_jobs -= 1
    job.submitted_at = job.admitted_at = job.started_at = NONE
    job.processor, job.line, job.awaited = NONE, NOWHERE, 0
    job.timer = 0
    return index


@compiled
def _begin_put(run: Any, index: int) -> None:
    tries, history = tries_at(run.tries, index), history_at(run.histories, job_at(run.jobs, index).history)
    history.puts += 1
    history.holds += 1
    tries.which_put, tries.attempt, tries.failures, tries.holds = history.puts, 0, 0, 1
    tries.abandoned = tries.is_away = tries.is_coming_back = 0
    tries.give_up_event = 0
