"""Every stream that a scenario draws from, brought to the kernel as it asks for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from jobsim.engines.compiled.codes import (
    ARRIVAL,
    BATCH,
    EXPIRE_DRAW,
    FIRST_SERVICE,
    FIRST_SERVICE_DRAW,
    GIVE_UP_DRAW,
    KEY_DRAW,
    OFF,
    ON,
    RANDOM,
    REDELIVERY,
    RETRY,
    TIMEOUT_DRAW,
)
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import AT_ONCE, NONE, STREAM, SUBMITTER
from jobsim.engines.compiled.windows import Windows
from jobsim.scenario.parts.queue import Discipline
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.arrivals import Gaps, InBursts, Scheduled
from jobsim.workload.draws import Block, Blocks, Draws, Same
from jobsim.workload.forgetting import streams_of
from jobsim.workload.outages import breakdowns, shifts
from jobsim.workload.plan import Plan

_PER_NUMBER = (TIMEOUT_DRAW, EXPIRE_DRAW, GIVE_UP_DRAW, KEY_DRAW)
_FIRST_ATTEMPTS = 4
_LEVELS_AT_A_TIME = 4 * AT_ONCE
_NOT_AT_ALL = Same(NEVER)


class Feeding:
    """The streams of submitters, of processors, of the queue, and of attempts, in this order."""

    def __init__(self, memory: Memory, scenario: Scenario, plans: Sequence[Plan], replication: int) -> None:
        run = memory.run
        self._memory, self._plans = memory, plans
        self._pools = len(scenario.processors)
        columns = FIRST_SERVICE_DRAW + (0 if run.has_tries else self._pools)
        self._per_number = (*_PER_NUMBER, *range(FIRST_SERVICE_DRAW, columns))
        outages = len(plans) * columns
        run.levels = outages + 3 * run.processors_count
        run.tried = run.levels + 1
        run.attempts_known = _FIRST_ATTEMPTS if run.has_tries else 0
        memory.make("streams", STREAM, run.tried + self._attempt_streams(run.attempts_known))
        self._windows = Windows(memory)
        self._opened: set[int] = set()
        self._submitters = {name: memory["submitters"][name] for name in SUBMITTER.names}
        self._drawn: list[list[int]] = []
        """Of each submitter, the streams with a draw for each job, where it is not always the same."""
        self._submitters["streams"][:] = range(0, outages, columns)
        for _, group in groupby(range(len(plans)), lambda rank: plans[rank].name):
            self._open_submitters([*group], columns, scenario.queue.discipline)
        self._open_processors(scenario, outages, replication)
        self._windows.open(run.levels, streams_of(scenario, replication).levels("queue", "discipline"))

    def feed(self) -> None:
        """Draw whatever the kernel wants."""
        run, memory = self._memory.run, self._memory
        rank = run.wanting_submitter
        while rank != NONE:
            self._feed_submitter(rank)
            rank = self._submitters["next_wanting"][rank]
        if run.wanting_processor != NONE:
            index = memory["processors"][run.wanting_processor].job
            pool = memory["processors"][run.wanting_processor].pool
            attempt = int(memory["tries"][index].attempt)
            self._feed_attempt(index, FIRST_SERVICE + 2 * pool, attempt)
            self._feed_attempt(index, FIRST_SERVICE + 2 * pool + 1, attempt)
        if run.wanting_job != NONE:
            tries = memory["tries"][run.wanting_job]
            failed = int(tries.which_put if run.wanting_purpose == RETRY else tries.failures)
            self._feed_attempt(run.wanting_job, run.wanting_purpose, failed)
        if run.wanting_outages != NONE:
            self._feed_processor(memory["processors"][run.wanting_outages])
            run.wanting_outages = NONE
        if run.discipline == RANDOM:
            self._windows.draw(run.levels, run.taken + _LEVELS_AT_A_TIME, run.taken)

    def _open_submitters(self, ranks: Sequence[int], columns: int, discipline: Discipline) -> None:
        """The streams of submitters of one name.

        What is always the same is so for all of them: it comes from a constant law, and laws are of a name. Only the
        start, and what is counted from there, knows the number.
        """
        begin, end = ranks[0] * columns, (ranks[-1] + 1) * columns
        draws = self._draws_of(self._plans[ranks[0]], discipline)
        alike = {purpose: draw for purpose, draw in draws.items() if isinstance(draw, Same)}
        for purpose, draw in alike.items():
            self._windows.open_alike(slice(begin + purpose, end, columns), draw)
        drawn = [purpose for purpose in draws if purpose not in alike]
        of_jobs = [purpose for purpose in self._per_number if purpose in drawn]
        for rank in ranks:
            first, jobs = rank * columns, int(self._submitters["jobs"][rank])
            draws = self._draws_of(self._plans[rank], discipline) if drawn else {}
            for purpose in drawn:
                self._windows.open(first + purpose, draws[purpose], jobs)
            self._drawn.append([first + purpose for purpose in of_jobs])

    def _draws_of(self, planned: Plan, discipline: Discipline) -> dict[int, Draws]:
        """By purpose."""
        draws: dict[int, Draws | None] = {
            BATCH: planned.batch,
            TIMEOUT_DRAW: planned.timeout,
            EXPIRE_DRAW: planned.expire,
            GIVE_UP_DRAW: planned.give_up,
            KEY_DRAW: _key(planned, discipline),
        }
        match planned.arrivals:
            case Scheduled(instants):
                draws[ARRIVAL] = instants
            case Gaps(gaps):
                draws[ARRIVAL] = gaps
            case InBursts() as bursts:
                draws |= {ARRIVAL: bursts.gaps, ON: bursts.on, OFF: bursts.off}
        if FIRST_SERVICE_DRAW in self._per_number:
            draws |= {FIRST_SERVICE_DRAW + pool: service for pool, service in enumerate(planned.services)}
        return {purpose: _NOT_AT_ALL if draw is None else draw for purpose, draw in draws.items()}

    def _feed_submitter(self, rank: int) -> None:
        first, number, arrival = (int(self._submitters[name][rank]) for name in ("streams", "number", "arrival"))
        self._windows.draw(first + ARRIVAL, arrival, arrival)
        if self._submitters["batches"][rank]:
            self._windows.draw(first + BATCH, arrival, arrival)
        if self._submitters["burst_gap"][rank] != NONE:
            bursts = int(self._submitters["bursts"][rank])
            self._windows.draw(first + OFF, bursts, bursts)
            self._windows.draw(first + ON, bursts + 1, bursts + 1)
        ready_until = self._windows.until(first + ARRIVAL) if self._submitters["is_steady"][rank] else NEVER
        for stream in self._drawn[rank]:
            self._windows.draw(stream, number, number)
            ready_until = min(ready_until, self._windows.until(stream))
        self._submitters["ready_until"][rank] = ready_until

    def _open_processors(self, scenario: Scenario, first: int, replication: int) -> None:
        rank = 0
        for name, pool in sorted(scenario.processors.items()):
            for number in range(1, pool.most + 1):
                processor = self._memory["processors"][rank]
                processor.up, processor.repair, processor.shifts = first, first + 1, NONE
                up, repair = breakdowns(scenario, name, number, replication) or (_NOT_AT_ALL, _NOT_AT_ALL)
                self._windows.open(first, up)
                self._windows.open(first + 1, repair)
                processor.up_left = up(0)
                if pool.schedule is not None:
                    processor.shifts = first + 2
                    self._windows.read(first + 2, _comings_and_goings(shifts(pool, number)))
                    self._windows.draw(first + 2, 0, 0)
                first, rank = first + 3, rank + 1

    def _feed_processor(self, processor: Any) -> None:
        outages = int(processor.outages)
        self._windows.draw(processor.up, outages + 1, outages + 1)
        self._windows.draw(processor.repair, outages, outages)
        if processor.shifts != NONE:
            self._windows.draw(processor.shifts, processor.shift, processor.shift)

    def _feed_attempt(self, index: int, purpose: int, attempt: int) -> None:
        """Draws for one attempt at a submitter's jobs, from its oldest that is still open."""
        memory, run = self._memory, self._memory.run
        if attempt > run.attempts_known:
            self._know_more_attempts(attempt)
        job = memory["jobs"][index]
        rank = int(job.submitter)
        stream = int(run.tried) + (rank * (2 + 2 * self._pools) + purpose) * int(run.attempts_known) + attempt - 1
        if stream not in self._opened:
            self._opened.add(stream)
            self._windows.open(stream, _of_attempt(self._plans[rank], purpose, attempt))
        number = int(job.number)
        if number >= self._windows.until(stream):
            jobs = memory["jobs"]
            oldest = int(jobs["number"][jobs["submitter"] == rank].min())
            self._windows.draw(stream, number, oldest)

    def _attempt_streams(self, attempts: int) -> int:
        return len(self._plans) * (2 + 2 * self._pools) * attempts

    def _know_more_attempts(self, attempt: int) -> None:
        """Make the list of the attempts' streams anew, with more of them for each purpose."""
        memory, run = self._memory, self._memory.run
        tried, before = int(run.tried), int(run.attempts_known)
        after = before
        while after < attempt:
            after *= 2

        def moved(stream: int) -> int:
            if stream < tried:
                return stream
            group, place = divmod(stream - tried, before)
            return tried + group * after + place

        old = memory["streams"]
        new = memory.make("streams", STREAM, tried + self._attempt_streams(after))
        new[:tried] = old[:tried]
        new[tried:].reshape(-1, after)[:, :before] = old[tried:].reshape(-1, before)
        run.attempts_known = after
        self._windows.move(moved)
        self._opened = set(map(moved, self._opened))


@dataclass(frozen=True)
class Reversed:
    """The larger goes first where the smaller key does."""

    draws: Draws

    def __call__(self, position: int) -> int:
        return -self.draws(position)

    def blocks(self) -> Blocks:
        read = self.draws.blocks()
        return lambda count: -read(count)


def _comings_and_goings(changes: Iterator[tuple[Nanoseconds, bool]]) -> Blocks:
    """A processor's shifts as numbers: each instant twice, and one more where it comes then; NONE after the last."""

    def block(count: int) -> Block:
        drawn = np.full(count, NONE, dtype=np.int64)
        for place, (at, there) in zip(range(count), changes, strict=False):
            drawn[place] = at << 1 | there
        return drawn

    return block


def _key(planned: Plan, discipline: Discipline) -> Draws | None:
    """What the queue's discipline sorts a submitter's jobs by."""
    if discipline is Discipline.PRIORITY:
        priority = planned.priority
        if priority is None or isinstance(priority, Same):
            return Same(0 if priority is None else -priority.value)
        return Reversed(priority)
    if discipline is Discipline.SHORTEST:
        return planned.size
    return planned.deadline if discipline is Discipline.EARLIEST_DEADLINE else Same(0)


def _of_attempt(planned: Plan, purpose: int, attempt: int) -> Draws:
    if purpose == RETRY:
        assert planned.retry is not None
        return planned.retry.after(attempt)
    if purpose == REDELIVERY:
        assert planned.redelivery is not None
        return planned.redelivery.after(attempt)
    assert planned.attempts is not None
    return planned.attempts.of((purpose - FIRST_SERVICE) // 2, attempt)[(purpose - FIRST_SERVICE) % 2]
