"""What a submitter draws for, and how its draws for each purpose are found."""

from collections.abc import Callable
from dataclasses import dataclass

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
from jobsim.scenario.parts.queue import Discipline
from jobsim.workload.arrivals import InBursts
from jobsim.workload.draws import Blocks, Draws, Same
from jobsim.workload.plan import Plan


def ways(columns: int, discipline: Discipline) -> dict[int, Callable[[Plan], Draws | None]]:
    """By purpose, as many as there are columns: a plan's draws, None where it has none."""
    return {
        ARRIVAL: lambda planned: planned.arrivals.draws,
        BATCH: lambda planned: planned.batch,
        ON: lambda planned: planned.arrivals.on if isinstance(planned.arrivals, InBursts) else None,
        OFF: lambda planned: planned.arrivals.off if isinstance(planned.arrivals, InBursts) else None,
        TIMEOUT_DRAW: lambda planned: planned.timeout,
        EXPIRE_DRAW: lambda planned: planned.expire,
        GIVE_UP_DRAW: lambda planned: planned.give_up,
        KEY_DRAW: lambda planned: _key(planned, discipline),
        **{purpose: _service(purpose - FIRST_SERVICE_DRAW) for purpose in range(FIRST_SERVICE_DRAW, columns)},
    }


def _service(pool: int) -> Callable[[Plan], Draws]:
    return lambda planned: planned.services[pool]


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
