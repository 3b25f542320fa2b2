"""What submitters draw for their jobs: when they are due, and what follows from their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from jobsim.engines.compiled.codes import (
    ARRIVAL,
    BATCH,
    EXPIRE_DRAW,
    FIRST_SERVICE_DRAW,
    GIVE_UP_DRAW,
    KEY_DRAW,
    OFF,
    ON,
    TIMEOUT_DRAW,
)
from jobsim.engines.compiled.feeding.windows import Windows
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import NONE, SUBMITTER
from jobsim.scenario.parts.queue import Discipline
from jobsim.units import NEVER
from jobsim.workload.arrivals import Gaps, InBursts, Scheduled
from jobsim.workload.draws import Blocks, Draws, Same
from jobsim.workload.plan import Plan

_PER_NUMBER = (TIMEOUT_DRAW, EXPIRE_DRAW, GIVE_UP_DRAW, KEY_DRAW)
NOT_AT_ALL = Same(NEVER)


class OfSubmitters:
    """The first streams of all: so many columns for each submitter."""

    def __init__(
        self, memory: Memory, windows: Windows, plans: Sequence[Plan], columns: int, discipline: Discipline
    ) -> None:
        self._memory, self._windows, self._plans = memory, windows, plans
        self._discipline = discipline
        self._columns = columns
        self._per_number = (*_PER_NUMBER, *range(FIRST_SERVICE_DRAW, columns))
        self._submitters = {name: memory["submitters"][name] for name in SUBMITTER.names}
        self._drawn: list[list[int]] = []
        """Of each submitter, the streams with a draw for each job, where it is not always the same."""
        self._submitters["streams"][:] = range(0, len(plans) * columns, columns)
        for _, group in groupby(range(len(plans)), lambda rank: plans[rank].name):
            self._open([*group])

    def feed(self) -> None:
        """Draw for all that wait for it."""
        rank = self._memory.run.wanting_submitter
        while rank != NONE:
            self._feed_one(rank)
            rank = self._submitters["next_wanting"][rank]

    def _feed_one(self, rank: int) -> None:
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

    def _open(self, ranks: Sequence[int]) -> None:
        """The streams of submitters of one name.

        What is always the same is so for all of them: it comes from a constant law, and laws are of a name. Only the
        start, and what is counted from there, knows the number.
        """
        begin, end = ranks[0] * self._columns, (ranks[-1] + 1) * self._columns
        draws = self._draws_of(self._plans[ranks[0]])
        alike = {purpose: draw for purpose, draw in draws.items() if isinstance(draw, Same)}
        for purpose, draw in alike.items():
            self._windows.open_alike(slice(begin + purpose, end, self._columns), draw)
        drawn = [purpose for purpose in draws if purpose not in alike]
        of_jobs = [purpose for purpose in self._per_number if purpose in drawn]
        for rank in ranks:
            first, jobs = rank * self._columns, int(self._submitters["jobs"][rank])
            draws = self._draws_of(self._plans[rank]) if drawn else {}
            for purpose in drawn:
                self._windows.open(first + purpose, draws[purpose], jobs)
            self._drawn.append([first + purpose for purpose in of_jobs])

    def _draws_of(self, planned: Plan) -> dict[int, Draws]:
        """By purpose."""
        draws: dict[int, Draws | None] = {
            BATCH: planned.batch,
            TIMEOUT_DRAW: planned.timeout,
            EXPIRE_DRAW: planned.expire,
            GIVE_UP_DRAW: planned.give_up,
            KEY_DRAW: _key(planned, self._discipline),
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
        return {purpose: NOT_AT_ALL if draw is None else draw for purpose, draw in draws.items()}


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


@dataclass(frozen=True)
class Reversed:
    """The larger goes first where the smaller key does."""

    draws: Draws

    def __call__(self, position: int) -> int:
        return -self.draws(position)

    def blocks(self) -> Blocks:
        read = self.draws.blocks()
        return lambda count: -read(count)
