"""A scenario as the kernel's records: who submits, who serves, and by what rules."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from jobsim.engines.compiled.codes import (
    CAUSE_START,
    DISCIPLINES,
    GAPS,
    IN_BURSTS,
    ON_BREAKDOWN,
    OVERFLOWS,
    PACINGS,
    SCHEDULED,
)
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import (
    CHANGE,
    ENTRANT,
    IDLE,
    LEVEL,
    LINE,
    LINK,
    NONE,
    POOL,
    PROCESSOR,
    SLOTS,
    SUBMITTER,
)
from jobsim.model.order import Kind, order
from jobsim.model.processor import OnBreakdown
from jobsim.model.queue import Overflow
from jobsim.model.submitter import ENDLESS
from jobsim.scenario.parts.limits import Shared
from jobsim.scenario.parts.outages import OnShrink
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.queue import Discipline
from jobsim.scenario.parts.submitter import Pacing
from jobsim.scenario.schema import Record, Scenario
from jobsim.units import NEVER, SECOND
from jobsim.workload.arrivals import Gaps, InBursts
from jobsim.workload.plan import Plan

_SCHEDULES = {Gaps: GAPS, InBursts: IN_BURSTS}


def lay_out(scenario: Scenario, plans: Sequence[Plan], memory: Memory, tells: bool) -> None:
    """Fill the records of the run, its submitters, pools and processors. Draws and rooms come later."""
    run = memory.run
    run.limit = scenario.until or NEVER
    run.has_tries = scenario.keeps_attempts or scenario.changes_presence
    run.keeps_stays, run.tells = scenario.keeps_attempts, tells
    run.submitting, run.last_to_put = len(plans), NONE
    run.capacity = NEVER if scenario.queue.capacity is None else scenario.queue.capacity
    run.overflow = OVERFLOWS[Overflow(scenario.queue.overflow)]
    run.discipline = DISCIPLINES[scenario.queue.discipline]
    run.expires = scenario.queue.expire is not None
    run.by_deadline = scenario.queue.discipline is Discipline.EARLIEST_DEADLINE
    redelivery = scenario.queue.redelivery
    run.redelivered = 0 if redelivery is None else redelivery.attempts
    run.watches = scenario.record is Record.SUMMARY
    run.keeps_puts = run.watches and scenario.keeps_attempts
    for wanting in ("submitter", "processor", "job", "outages"):
        setattr(run, f"wanting_{wanting}", NONE)
    _lay_out_submitters(scenario, plans, memory)
    _lay_out_processors(scenario, memory)


def present_at_first(memory: Memory) -> Any:
    """A row for each pool: how many of its processors are there at the beginning."""
    pools = memory["pools"]
    rows = np.zeros(len(pools), CHANGE)
    rows["pool"], rows["present"], rows["cause"] = range(len(pools)), pools["present"], CAUSE_START
    return rows


def _lay_out_submitters(scenario: Scenario, plans: Sequence[Plan], memory: Memory) -> None:
    submitters = memory.make("submitters", SUBMITTER, len(plans))
    names = {name: group for group, name in enumerate(sorted(scenario.submitters))}
    memory.run.groups_count = len(names)
    memory.make("groups", LEVEL, len(names) + 1)["since"] = scenario.measured_from
    memory.run.watches_from = scenario.measured_from
    both = [(planned, scenario.submitters[planned.name]) for planned in plans]
    # Column by column, as there may be thousands of them.
    submitters["group"] = [names[planned.name] for planned in plans]
    submitters["order"] = [order(Kind.SUBMIT, rank) for rank in range(len(plans))]
    submitters["jobs"] = [ENDLESS if part.puts is None else part.puts for _, part in both]
    submitters["stop"] = [NEVER if part.stop is None else part.stop for _, part in both]
    submitters["pacing"] = [PACINGS[part.pacing] for _, part in both]
    submitters["due"] = [planned.start for planned in plans]
    submitters["batches"] = [planned.batch is not None for planned in plans]
    submitters["retry_attempts"] = [0 if part.retry is None else part.retry.attempts for _, part in both]
    submitters["burst_gap"] = NONE
    submitters["schedule"] = [_SCHEDULES.get(type(planned.arrivals), SCHEDULED) for planned in plans]
    submitters["is_steady"] = [
        part.pacing is Pacing.FIXED and planned.batch is None and not isinstance(planned.arrivals, InBursts)
        for planned, part in both
    ]
    for rank, planned in enumerate(plans):
        if isinstance(planned.arrivals, InBursts):
            start, submitter = planned.arrivals.start, submitters[rank]
            submitter.begun, submitter.ended = start, min(start + planned.arrivals.on(0), NEVER)
            submitter.longest_gap = planned.arrivals.longest
    memory.run.submissions_room = _lay_out_knockout("submissions", len(plans), memory)


def _lay_out_knockout(name: str, count: int, memory: Memory) -> int:
    """Places for so many, of whom nobody is due; returns where the first round's begin."""
    room = 1 << max(count - 1, 0).bit_length()
    entrants = memory.make(name, ENTRANT, 2 * room)
    entrants["time"], entrants["who"][room:] = NEVER, range(room)
    return room


def _lay_out_processors(scenario: Scenario, memory: Memory) -> None:
    run, asked = memory.run, sorted(scenario.processors.items())
    run.pools_count, run.processors_count = len(asked), sum(pool.most for _, pool in asked)
    pools = memory.make("pools", POOL, len(asked))
    processors = memory.make("processors", PROCESSOR, run.processors_count)
    run.finishes_room = _lay_out_knockout("finishes", int(run.processors_count), memory)
    shared: dict[str, int] = {}
    slots: list[int] = []
    processors["order"] = [order(Kind.FINISH, rank) for rank in range(int(run.processors_count))]
    processors["job"] = NONE
    first = 0
    for index, (_, pool) in enumerate(asked):
        _lay_out_pool(pools[index], index, pool)
        pools[index].slots = _slots_of(pool, shared, slots)
        processors["pool"][first : first + pool.most] = index
        processors["present"][first : first + pool.count] = processors["on_shift"][first : first + pool.count] = True
        first += pool.most
    _lay_out_lines(memory, slots)


def _lay_out_pool(record: Any, index: int, pool: Pool) -> None:
    record.time_limit = NEVER if pool.time_limit is None else pool.time_limit
    record.requeues = pool.on_shrink is OnShrink.REQUEUE
    how = OnBreakdown.RESUME if pool.breakdowns is None else OnBreakdown(pool.breakdowns.job)
    record.on_breakdown, record.present = ON_BREAKDOWN[how], pool.count
    record.line, record.turn_order = IDLE + 1 + index, order(Kind.TURN, index)
    if pool.limit is not None:
        record.has_bucket, record.parts, record.token = True, *parts_and_token(pool.limit)
        record.full = record.level = pool.burst * record.token


def parts_and_token(rate: Fraction) -> tuple[int, int]:
    """How many parts of a token a nanosecond brings, and how many a token has."""
    exact = rate / SECOND
    return exact.numerator, exact.denominator


def _slots_of(pool: Pool, shared: dict[str, int], slots: list[int]) -> int:
    """The place among all slots of those that a pool's processors need; NONE where they need none."""
    if pool.slots is None:
        return int(NONE)
    number = pool.slots.slots if isinstance(pool.slots, Shared) else pool.slots
    if not isinstance(pool.slots, Shared) or pool.slots.shared not in shared:
        slots.append(number)
    if isinstance(pool.slots, Shared):
        return shared.setdefault(pool.slots.shared, len(slots) - 1)
    return len(slots) - 1


def _lay_out_lines(memory: Memory, slots: list[int]) -> None:
    run = memory.run
    records = memory.make("slots", SLOTS, len(slots))
    first = IDLE + 1 + int(run.pools_count)
    lines = memory.make("processor_lines", LINE, first + len(slots))
    lines["links"] = memory.make("processor_links", LINK, run.processors_count).ctypes.data
    lines["first"] = lines["last"] = NONE
    records["free"][: len(slots)] = slots
    records["line"] = range(first, first + len(records))
    idle, links = memory["processors"]["present"].nonzero()[0], memory["processor_links"]
    links["next"] = links["previous"] = NONE
    links["next"][idle[:-1]], links["previous"][idle[1:]] = idle[1:], idle[:-1]
    if len(idle):
        lines[IDLE].first, lines[IDLE].last, lines[IDLE].count = idle[0], idle[-1], len(idle)
    of_jobs = memory.make("job_lines", LINE, 3)
    of_jobs["first"] = of_jobs["last"] = NONE
