"""Timers that were set and are not wanted any more."""

from typing import Any

from jobsim.engines.compiled.codes import (
    EXPIRE,
    GIVE_UP,
    GO,
    KIND_SHIFT,
    OF_BREAKDOWN,
    RANK_SHIFT,
    TIME_LIMIT,
    TIMEOUT,
)
from jobsim.engines.compiled.kernel.access import event_at, heap_at, job_at, processor_at, tries_at
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.kernel.heaps import rebuild

FEW = 1_000
RANKS = (1 << (KIND_SHIFT - RANK_SHIFT)) - 1


@inlined
def cancel(run: Any, event: int) -> None:
    """Whoever set the timer does not know it any more; here it is counted."""
    if event:
        run.cancelled += 1


@inlined
def is_wanted(run: Any, event: Any) -> bool:
    """Whether a timer is still its owner's."""
    kind, about, sequence = event.order >> KIND_SHIFT, event.about, event.sequence
    if kind in (TIMEOUT, EXPIRE):
        return bool(job_at(run.jobs, about).timer == sequence)
    if kind == GIVE_UP:
        return bool(tries_at(run.tries, about).give_up_event == sequence)
    if kind == TIME_LIMIT:
        return bool(processor_at(run.processors, about).attempt_event == sequence)
    if kind == GO and about == OF_BREAKDOWN:
        rank = event.order >> RANK_SHIFT & RANKS
        return bool(processor_at(run.processors, rank).breakdown_event == sequence)
    return True


@compiled
def tidy(run: Any) -> None:
    """Take cancelled timers out once they are most of all: they may be due much later."""
    heap = heap_at(run.timers, 0)
    if run.cancelled > FEW and 2 * run.cancelled > heap.count:
        count, heap.count = heap.count, 0
        for index in range(count):
            event = event_at(heap.events, index)
            if is_wanted(run, event):
                kept = event_at(heap.events, heap.count)
                kept.time, kept.order, kept.sequence, kept.about = event.time, event.order, event.sequence, event.about
                heap.count += 1
        rebuild(heap)
        run.cancelled = 0
