"""One event after another, until the run is over, or something is needed that only Python can give."""

from typing import Any

from jobsim.engines.compiled.codes import (
    GOES_ON,
    NOTHING_DUE,
    OVER,
    RANDOM,
    SORTED,
    WANTS_DRAWS,
    WANTS_ROOM,
)
from jobsim.engines.compiled.kernel import timers, waiting
from jobsim.engines.compiled.kernel.access import (
    entrant_at,
    event_at,
    heap_at,
    line_at,
    processor_at,
    run_at,
    stream_at,
    submitter_at,
)
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.kernel.ending import wait_and
from jobsim.engines.compiled.kernel.executing import draw_attempt
from jobsim.engines.compiled.kernel.happening import finish_next, happen, put_next
from jobsim.engines.compiled.kernel.heaps import settle
from jobsim.engines.compiled.kernel.knockout import is_over, leave
from jobsim.engines.compiled.kernel.lines import carry
from jobsim.engines.compiled.kernel.outages import await_shift
from jobsim.engines.compiled.kernel.presence import run_up_clock
from jobsim.engines.compiled.kernel.submitting import go_on
from jobsim.engines.compiled.kernel.timers import is_wanted
from jobsim.engines.compiled.records import AT_ONCE, IDLE, NONE, PUTS, RETURNED, ROOM, WAITING
from jobsim.units import NEVER


def run_events(address: int, most: int) -> int:
    """Let about so many events happen at most, in the run at that address; says why it stopped."""
    run = run_at(address, 0)
    if not run.begun:
        run.begun = 1
        _begin(run)
    elif run.wants:
        _resume(run)
    if run.seats_moved:
        run.seats_moved = 0
        waiting.sit_again(run)
    for _ in range(0, most, AT_ONCE):
        timers.tidy(run)
        waiting.tidy(run, 2 * AT_ONCE)
        carry(line_at(run.processor_lines, IDLE))
        for line in (PUTS, RETURNED, WAITING):
            carry(line_at(run.job_lines, line))
        if not _has_room(run):
            return WANTS_ROOM
        reason = _run_few(run)
        if reason != GOES_ON:
            return reason
    return GOES_ON


@compiled
def _run_few(run: Any) -> int:
    """So many events that there is room for everything."""
    finishing, putting, others = entrant_at(run.finishes, 1), entrant_at(run.submissions, 1), heap_at(run.timers, 0)
    for _ in range(AT_ONCE):
        if run.wants:
            return WANTS_DRAWS
        if run.open == 0 and run.submitting == 0:
            return OVER
        run.events += 1
        if others.count and _is_timer_next(run, event_at(others.events, 0), finishing.time, putting):
            _let_timer_happen(run, others)
        elif finishing.time <= putting.time:
            if finishing.time == NEVER:
                return NOTHING_DUE
            run.now = finishing.time
            rank = finishing.who
            is_over(run.finishes, run.finishes_room + rank)
            finish_next(run, rank)
            leave(run.finishes, run.finishes_room + rank)
        else:
            run.now = putting.time
            rank = putting.who
            is_over(run.submissions, run.submissions_room + rank)
            put_next(run, rank)
            leave(run.submissions, run.submissions_room + rank)
    return GOES_ON


@inlined
def _is_timer_next(run: Any, event: Any, finishing: int, putting: Any) -> bool:
    """Whether a timer comes before the next to finish, who is first at its instant, and the next to put."""
    if event.time >= finishing or event.time > putting.time:
        return False
    if event.time < putting.time:
        return True
    submitter = submitter_at(run.submitters, putting.who)
    return bool(event.order < submitter.order + submitter.number)


@compiled
def _let_timer_happen(run: Any, timers: Any) -> None:
    event = event_at(timers.events, 0)
    timers.is_spent = 1
    if is_wanted(run, event):
        run.now = event.time
        if not happen(run, event.order, event.about):
            timers.is_spent = 0  # it waits for draws
    else:
        run.cancelled -= 1
    settle(timers)


@compiled
def _begin(run: Any) -> None:
    """Let everything be due that starts by itself."""
    for rank in range(run.processors_count):
        if processor_at(run.processors, rank).present:
            run_up_clock(run, rank)
    for rank in range(run.processors_count):
        if processor_at(run.processors, rank).shifts != NONE:
            await_shift(run, rank)
    for rank in range(run.submitting):
        go_on(run, rank)


@compiled
def _resume(run: Any) -> None:
    """Finish what stopped for want of draws."""
    run.wants = 0
    if run.wanting_processor != NONE:
        rank, run.wanting_processor = run.wanting_processor, NONE
        draw_attempt(run, rank)
    if run.wanting_job != NONE:
        index, run.wanting_job = run.wanting_job, NONE
        wait_and(run, index, run.wanting_purpose)
    rank, run.wanting_submitter = run.wanting_submitter, NONE
    while rank != NONE:
        submitter = submitter_at(run.submitters, rank)
        following = submitter.next_wanting
        go_on(run, rank)
        rank = following


@compiled
def _has_room(run: Any) -> bool:
    """Whether nothing can overflow meanwhile."""
    most = ROOM * AT_ONCE
    others = heap_at(run.timers, 0)
    if run.free_jobs < AT_ONCE or run.rows_count + 2 * AT_ONCE > run.rows_room or others.count + most > others.room:
        return False
    if run.discipline == SORTED and run.entries_count + 2 * AT_ONCE > run.entries_room:
        return False
    if run.discipline == RANDOM:
        if run.seats_end + 2 * AT_ONCE > run.seats_room:
            return False
        if run.taken + 2 * AT_ONCE > stream_at(run.streams, run.levels).until:
            run.wants = 1
    return bool(
        run.told_count + most <= run.told_room
        and run.stays_count + most <= run.stays_room
        and run.puts_count + most <= run.puts_room
        and run.changes_count + most <= run.changes_room
    )
