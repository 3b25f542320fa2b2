"""Whether a processor is there, and what it does when it has nothing in hand."""

from typing import Any

from jobsim.engines.compiled.codes import CAUSE_SHIFT, GO, KIND_SHIFT, OF_BREAKDOWN, THERE, TOLD_WENT
from jobsim.engines.compiled.kernel.access import pool_at, processor_at
from jobsim.engines.compiled.kernel.compiling import compiled
from jobsim.engines.compiled.kernel.heaps import push
from jobsim.engines.compiled.kernel.recording import record_change, tell_of_processor
from jobsim.engines.compiled.kernel.submitting import later
from jobsim.engines.compiled.kernel.system import take_next
from jobsim.engines.compiled.kernel.timers import cancel
from jobsim.engines.compiled.records import NONE
from jobsim.units import NEVER


@compiled
def free(run: Any, rank: int) -> None:
    """A processor has nothing in hand: it takes the next job, or its shift ends."""
    processor = processor_at(run.processors, rank)
    if processor.on_shift:
        take_next(run, rank)
    else:
        processor.job = NONE
        end_shift(run, rank)


@compiled
def end_shift(run: Any, rank: int) -> None:
    """A processor goes home; until it comes again it does not break down."""
    processor = processor_at(run.processors, rank)
    if processor.breakdown_event:
        cancel(run, processor.breakdown_event)
        processor.breakdown_event = 0
        processor.up_left = processor.breaks_at - run.now
    disappear(run, rank, CAUSE_SHIFT, TOLD_WENT)


@compiled
def run_up_clock(run: Any, rank: int) -> None:
    """A processor is up, and will break down in its time."""
    processor = processor_at(run.processors, rank)
    due = later(run.now, processor.up_left)
    if due < NEVER:
        processor.breaks_at = due
        order = GO << KIND_SHIFT | processor.order
        processor.breakdown_event = push(run, run.timers, due, order, OF_BREAKDOWN)


@compiled
def appear(run: Any, rank: int, cause: int, what: int) -> None:
    """A processor is there."""
    _change(run, rank, THERE, cause, what)


@compiled
def disappear(run: Any, rank: int, cause: int, what: int) -> None:
    """A processor is not there any more."""
    _change(run, rank, -THERE, cause, what)


@compiled
def _change(run: Any, rank: int, by: int, cause: int, what: int) -> None:
    processor = processor_at(run.processors, rank)
    processor.present = by > 0
    pool = pool_at(run.pools, processor.pool)
    pool.present += by
    record_change(run, processor.pool, pool.present, cause)
    tell_of_processor(run, what, rank)
