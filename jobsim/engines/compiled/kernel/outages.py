"""Processors that come and go: shifts, breakdowns, repairs. As `jobsim.model.outages`."""

from typing import Any

from jobsim.engines.compiled.codes import (
    CAUSE_BREAKDOWN,
    CAUSE_REPAIR,
    CAUSE_SHIFT,
    COME,
    FAILED,
    GO,
    INTERRUPTED,
    KIND_SHIFT,
    LOSE,
    LOST,
    OF_BREAKDOWN,
    OF_SHIFT,
    REQUEUE,
    REQUEUED,
    RESUME,
    TOLD_BROKE_DOWN,
    TOLD_CAME,
    TOLD_REPAIRED,
    TOLD_REQUEUED,
    TOLD_RESULTS,
)
from jobsim.engines.compiled.kernel.access import job_at, line_at, pool_at, processor_at
from jobsim.engines.compiled.kernel.attempts import return_job
from jobsim.engines.compiled.kernel.compiling import compiled
from jobsim.engines.compiled.kernel.ending import end_job
from jobsim.engines.compiled.kernel.executing import begin_stay, execute, hand, stop
from jobsim.engines.compiled.kernel.heaps import push
from jobsim.engines.compiled.kernel.lines import remove
from jobsim.engines.compiled.kernel.presence import appear, disappear, end_shift, free, run_up_clock
from jobsim.engines.compiled.kernel.recording import record_stay, tell
from jobsim.engines.compiled.kernel.submitting import draw, is_drawn, later
from jobsim.engines.compiled.kernel.system import start
from jobsim.engines.compiled.records import IDLE, NONE


@compiled
def shift(run: Any, rank: int) -> bool:
    """A shift begins or ends. False if what comes after is not drawn yet: then nothing has happened."""
    processor = processor_at(run.processors, rank)
    if not is_drawn(run, processor.shifts, processor.shift):
        run.wanting_outages, run.wants = rank, 1
        return False
    if processor.next_shift_comes:
        _come(run, rank)
    else:
        _go(run, rank)
    await_shift(run, rank)
    return True


@compiled
def await_shift(run: Any, rank: int) -> None:
    """Let the next shift begin, or end, in its time, if there is one more."""
    processor = processor_at(run.processors, rank)
    drawn = draw(run, processor.shifts, processor.shift)
    processor.shift += 1
    if drawn == NONE:
        return
    processor.next_shift_comes = drawn & 1
    kind = COME if processor.next_shift_comes else GO
    push(run, run.timers, drawn >> 1, kind << KIND_SHIFT | processor.order, OF_SHIFT)


@compiled
def break_down(run: Any, rank: int) -> bool:
    """A processor breaks down. False if how long for is not drawn yet: then nothing has happened."""
    processor = processor_at(run.processors, rank)
    if not (is_drawn(run, processor.repair, processor.outages) and is_drawn(run, processor.up, processor.outages + 1)):
        run.wanting_outages, run.wants = rank, 1
        return False
    index, pool = processor.job, pool_at(run.pools, processor.pool)
    processor.broken, processor.breakdown_event = 1, 0
    disappear(run, rank, CAUSE_BREAKDOWN, TOLD_BROKE_DOWN)
    due = later(run.now, draw(run, processor.repair, processor.outages))
    processor.outages += 1
    processor.up_left = draw(run, processor.up, processor.outages)
    push(run, run.timers, due, COME << KIND_SHIFT | processor.order, OF_BREAKDOWN)
    if index == NONE:
        remove(line_at(run.processor_lines, IDLE), rank, run.now)
    elif pool.on_breakdown == REQUEUE:
        _take_away(run, rank, REQUEUED)
        return_job(run, index)
    elif pool.on_breakdown == LOSE:
        _take_away(run, rank, LOST)
        end_job(run, index, FAILED)
    else:
        _take_away(run, rank, INTERRUPTED)
        processor.job = index
    return True


@compiled
def repair(run: Any, rank: int) -> None:
    """A processor is repaired; it goes on with the job it has kept, or takes the next."""
    processor = processor_at(run.processors, rank)
    index = processor.job
    processor.broken = 0
    if index == NONE and not processor.on_shift:
        return
    appear(run, rank, CAUSE_REPAIR, TOLD_REPAIRED)
    run_up_clock(run, rank)
    if index == NONE:
        free(run, rank)
    elif pool_at(run.pools, processor.pool).on_breakdown == RESUME:
        processor.resumed = 1
        begin_stay(run, rank)
        execute(run, rank)
    else:
        job = job_at(run.jobs, index)
        job.submitted_at = job.admitted_at = run.now
        start(run, rank, index)
        hand(run, rank)


@compiled
def _come(run: Any, rank: int) -> None:
    processor = processor_at(run.processors, rank)
    processor.on_shift = 1
    if not processor.present and not processor.broken:
        appear(run, rank, CAUSE_SHIFT, TOLD_CAME)
        run_up_clock(run, rank)
        free(run, rank)


@compiled
def _go(run: Any, rank: int) -> None:
    """Whoever has a job finishes it first, or hands it back."""
    processor = processor_at(run.processors, rank)
    index = processor.job
    processor.on_shift = 0
    if index == NONE:
        if processor.present:
            remove(line_at(run.processor_lines, IDLE), rank, run.now)
            end_shift(run, rank)
    elif pool_at(run.pools, processor.pool).requeues:
        if processor.present:
            _take_away(run, rank, REQUEUED)
            end_shift(run, rank)
        else:  # it is broken, and its stay ended then
            processor.job = NONE
            tell(run, TOLD_REQUEUED, index)
        return_job(run, index)


@compiled
def _take_away(run: Any, rank: int, result: int) -> None:
    """A processor stops in the middle of its attempt."""
    processor = processor_at(run.processors, rank)
    index = processor.job
    tell(run, TOLD_RESULTS[result], index)
    stop(run, rank)
    record_stay(run, index, result, run.now, rank)
    processor.job = NONE
