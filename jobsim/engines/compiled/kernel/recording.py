"""What is kept of what happens: rows of jobs, of stays and of changes, what is told, and integrals over time."""

from typing import Any

from jobsim.engines.compiled.kernel.access import (
    change_at,
    job_at,
    processor_at,
    put_at,
    row_at,
    stay_at,
    told_at,
    tries_at,
)
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.records import NONE


@inlined
def record(run: Any, index: int, outcome: int, ended_at: int) -> None:
    """Keep a job that has ended."""
    job, row = job_at(run.jobs, index), row_at(run.rows, run.rows_count)
    run.rows_count += 1
    run.ended += 1
    # All are read before any is written, so that they can be moved several at a time.
    submitter, number, processor, due_at = job.submitter, job.number, job.processor, job.due_at
    submitted_at, admitted_at, started_at = job.submitted_at, job.admitted_at, job.started_at
    row.submitter, row.number, row.processor, row.outcome = submitter, number, processor, outcome
    row.due_at, row.submitted_at, row.admitted_at = due_at, submitted_at, admitted_at
    row.started_at, row.ended_at = started_at, ended_at


@compiled
def record_stay(run: Any, index: int, result: int, ended_at: int, rank: int) -> None:
    """Keep a stay that has ended; `rank`: of the processor that had the job in hand, or NONE."""
    if not run.keeps_stays:
        return
    job, tries, stay = job_at(run.jobs, index), tries_at(run.tries, index), stay_at(run.stays, run.stays_count)
    run.stays_count += 1
    stay.submitter, stay.number, stay.which_put, stay.attempt = (
        job.submitter,
        job.number,
        tries.which_put,
        tries.attempt,
    )
    stay.processor, stay.result, stay.due_at, stay.ended_at = job.processor, result, job.due_at, ended_at
    stay.submitted_at, stay.admitted_at = job.submitted_at, job.admitted_at
    if rank == NONE:
        stay.started_at = stay.limited = NONE
        return
    processor = processor_at(run.processors, rank)
    stay.started_at, stay.limited = processor.has_job_since, processor.limited
    if processor.resumed:
        stay.submitted_at = stay.admitted_at = NONE


@compiled
def record_put(run: Any, index: int) -> None:
    """Keep that a job is put now, where that is asked for."""
    if run.keeps_puts:
        job, put = job_at(run.jobs, index), put_at(run.puts, run.puts_count)
        run.puts_count += 1
        put.submitter, put.which_put = job.submitter, tries_at(run.tries, index).which_put
        put.due_at, put.submitted_at = job.due_at, run.now


@compiled
def record_change(run: Any, pool: int, present: int, cause: int) -> None:
    """Keep how many processors of a pool are there from now on."""
    change = change_at(run.changes, run.changes_count)
    run.changes_count += 1
    change.time, change.pool, change.present, change.cause = run.now, pool, present, cause


@inlined
def tell(run: Any, what: int, index: int, reason: int = NONE) -> None:
    """Tell of a job, if anybody listens."""
    if run.tells:
        job = job_at(run.jobs, index)
        _tell(run, what, job.submitter, job.number, job.processor, reason)


@compiled
def tell_of_processor(run: Any, what: int, rank: int) -> None:
    """Tell of a processor, if anybody listens."""
    if run.tells:
        _tell(run, what, NONE, NONE, rank, NONE)


@compiled
def _tell(run: Any, what: int, submitter: int, number: int, processor: int, reason: int) -> None:
    told = told_at(run.told, run.told_count)
    run.told_count += 1
    told.time, told.what, told.submitter, told.number = run.now, what, submitter, number
    told.processor, told.reason = processor, reason
