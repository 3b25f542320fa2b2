"""How a processor executes the job it has been given: one service, or an attempt that gates and time limits bound.

As `jobsim.model.serving` and `jobsim.model.execution`.
"""

from typing import Any

from jobsim.engines.compiled.codes import FIRST_SERVICE, KIND_SHIFT, TIME_LIMIT, TOLD_WAITS, TOLD_WENT_ON
from jobsim.engines.compiled.kernel.access import history_at, job_at, number_at, pool_at, processor_at, tries_at
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.kernel.ending import stream_of_attempt
from jobsim.engines.compiled.kernel.gates import await_turn, enter_bucket, enter_slots, gate_line, leave_slots
from jobsim.engines.compiled.kernel.heaps import push
from jobsim.engines.compiled.kernel.knockout import finish_at, take_back
from jobsim.engines.compiled.kernel.lines import remove
from jobsim.engines.compiled.kernel.recording import tell
from jobsim.engines.compiled.kernel.submitting import draw, is_drawn, later
from jobsim.engines.compiled.kernel.timers import cancel
from jobsim.engines.compiled.records import NONE, NOTHING, SLOT, TOKEN
from jobsim.units import NEVER


@compiled
def begin_stay(run: Any, rank: int) -> None:
    """From now on a processor has its job in hand."""
    processor = processor_at(run.processors, rank)
    processor.has_job_since = processor.since = run.now
    processor.limited = 0


@compiled
def draw_attempt(run: Any, rank: int) -> None:
    """What the attempt takes, and whether it fails then; without draws for that, want them first."""
    processor = processor_at(run.processors, rank)
    job, attempt = job_at(run.jobs, processor.job), tries_at(run.tries, processor.job).attempt
    purpose = FIRST_SERVICE + 2 * processor.pool
    services = stream_of_attempt(run, job.submitter, purpose, attempt)
    failures = stream_of_attempt(run, job.submitter, purpose + 1, attempt)
    drawn = services != NONE and is_drawn(run, services, job.number) and is_drawn(run, failures, job.number)
    if not drawn:
        run.wanting_processor, run.wants = rank, 1
        return
    processor.left = draw(run, services, job.number)
    processor.fails = draw(run, failures, job.number)
    execute(run, rank)


@compiled
def execute(run: Any, rank: int) -> None:
    """Execute, or wait for what that needs: first a token, then a slot."""
    processor = processor_at(run.processors, rank)
    pool = pool_at(run.pools, processor.pool)
    processor.since = run.now
    if pool.has_bucket and not processor.has_token:
        processor.has_token = enter_bucket(run, rank)
        if not processor.has_token:
            _wait(run, rank, TOKEN)
            await_turn(run, processor.pool)
            return
    if pool.slots != NONE and not processor.has_slot:
        processor.has_slot = enter_slots(run, rank)
        if not processor.has_slot:
            _wait(run, rank, SLOT)
            return
    if processor.limit_left < processor.left:
        _set_time_limit(run, rank)
    elif processor.left < NEVER:
        finish_at(run, rank, run.now + processor.left)


@inlined
def hand(run: Any, rank: int) -> None:
    """Let a processor serve the job it has been given."""
    processor = processor_at(run.processors, rank)
    if run.has_tries:
        _begin_attempt(run, processor)
        begin_stay(run, rank)
        draw_attempt(run, rank)
        return
    if processor.pool == 0:
        service = job_at(run.jobs, processor.job).service
    else:
        service = number_at(run.services, processor.job * run.pools_count + processor.pool).value
    finish_at(run, rank, later(run.now, service))


@compiled
def go_on_executing(run: Any, rank: int) -> None:
    """What the processor waited for has come."""
    _pause(run, rank)
    execute(run, rank)
    processor = processor_at(run.processors, rank)
    if processor.waits_at == NOTHING:
        tell(run, TOLD_WENT_ON, processor.job)


@compiled
def stop(run: Any, rank: int) -> None:
    """The processor does not go on with its attempt now; its slot is free for the next."""
    _pause(run, rank)
    processor = processor_at(run.processors, rank)
    if pool_at(run.pools, processor.pool).slots != NONE and processor.has_slot:
        processor.has_slot = 0
        following = leave_slots(run, processor.pool)
        if following != NONE:
            processor_at(run.processors, following).has_slot = 1
            go_on_executing(run, following)


@compiled
def _begin_attempt(run: Any, processor: Any) -> None:
    tries, history = (
        tries_at(run.tries, processor.job),
        history_at(run.histories, job_at(run.jobs, processor.job).history),
    )
    history.attempts += 1
    tries.attempt = history.attempts
    processor.limit_left = pool_at(run.pools, processor.pool).time_limit
    processor.has_token = processor.has_slot = processor.resumed = 0


@compiled
def _wait(run: Any, rank: int, gate: int) -> None:
    processor = processor_at(run.processors, rank)
    processor.waits_at = gate
    _set_time_limit(run, rank)
    tell(run, TOLD_WAITS, processor.job, gate)


@compiled
def _pause(run: Any, rank: int) -> None:
    """Nothing is due in the attempt any more; count what has been done of it."""
    processor = processor_at(run.processors, rank)
    cancel(run, processor.attempt_event)
    processor.attempt_event = 0
    take_back(run.finishes, run.finishes_room + rank)
    passed = run.now - processor.since
    if processor.limit_left < NEVER:
        processor.limit_left -= passed
    if processor.waits_at == NOTHING:
        if processor.left < NEVER:
            processor.left -= passed
        return
    processor.limited += passed
    if processor.in_line:
        remove(gate_line(run, rank), rank, run.now)
        processor.in_line = 0
    processor.waits_at = NOTHING


@compiled
def _set_time_limit(run: Any, rank: int) -> None:
    processor = processor_at(run.processors, rank)
    if processor.limit_left < NEVER:
        order = TIME_LIMIT << KIND_SHIFT | processor.order
        processor.attempt_event = push(run, run.timers, run.now + processor.limit_left, order, rank)
