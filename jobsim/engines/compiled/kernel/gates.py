"""What a processor may have to wait for before it executes. As `jobsim.model.gates`, in whole numbers of 64 bits."""

from typing import Any

from jobsim.engines.compiled.kernel.access import line_at, pool_at, processor_at, slots_at
from jobsim.engines.compiled.kernel.compiling import compiled
from jobsim.engines.compiled.kernel.heaps import push
from jobsim.engines.compiled.kernel.lines import append, remove
from jobsim.engines.compiled.kernel.submitting import later
from jobsim.engines.compiled.records import NONE, TOKEN


@compiled
def gate_line(run: Any, rank: int) -> Any:
    """The line at the gate that a processor waits at."""
    processor = processor_at(run.processors, rank)
    pool = pool_at(run.pools, processor.pool)
    if processor.waits_at == TOKEN:
        return line_at(run.processor_lines, pool.line)
    return line_at(run.processor_lines, slots_at(run.slots, pool.slots).line)


@compiled
def enter_slots(run: Any, rank: int) -> int:
    """Take a slot, or join the line for one."""
    processor = processor_at(run.processors, rank)
    slots = slots_at(run.slots, pool_at(run.pools, processor.pool).slots)
    if slots.free:
        slots.free -= 1
        return 1
    append(line_at(run.processor_lines, slots.line), rank, run.now)
    processor.in_line = 1
    return 0


@compiled
def leave_slots(run: Any, pool: int) -> int:
    """Give a slot back; returns who has it now, or NONE."""
    slots = slots_at(run.slots, pool_at(run.pools, pool).slots)
    line = line_at(run.processor_lines, slots.line)
    if line.count == 0:
        slots.free += 1
        return NONE
    return _first_of(run, line)


@compiled
def enter_bucket(run: Any, rank: int) -> int:
    """Take a token, or join the line for one."""
    processor = processor_at(run.processors, rank)
    pool = pool_at(run.pools, processor.pool)
    _fill(run, pool)
    line = line_at(run.processor_lines, pool.line)
    if line.count == 0 and pool.level >= pool.token:
        pool.level -= pool.token
        return 1
    append(line, rank, run.now)
    processor.in_line = 1
    return 0


@compiled
def next_turn(run: Any, index: int) -> int:
    """Give the first in line its token; NONE if whoever waited has left, and somebody else has taken the token."""
    pool = pool_at(run.pools, index)
    pool.is_awaited = 0
    _fill(run, pool)
    line = line_at(run.processor_lines, pool.line)
    if line.count == 0 or pool.level < pool.token:
        return NONE
    pool.level -= pool.token
    return _first_of(run, line)


@compiled
def await_turn(run: Any, index: int) -> None:
    """Let the time come when there is a token for the first in line."""
    pool = pool_at(run.pools, index)
    if line_at(run.processor_lines, pool.line).count and not pool.is_awaited:
        pool.is_awaited = 1
        missing = max(pool.token - pool.level, 0)
        push(run, run.timers, later(pool.filled_at, -(-missing // pool.parts)), pool.turn_order, index)


@compiled
def _first_of(run: Any, line: Any) -> int:
    rank: int = line.first
    remove(line, rank, run.now)
    processor_at(run.processors, rank).in_line = 0
    return rank


@compiled
def _fill(run: Any, pool: Any) -> None:
    passed, missing = run.now - pool.filled_at, pool.full - pool.level
    pool.level = pool.full if passed >= -(-missing // pool.parts) else pool.level + passed * pool.parts
    pool.filled_at = run.now
