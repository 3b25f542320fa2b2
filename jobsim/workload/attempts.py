"""What is drawn for each attempt at a job: how long it takes, and whether it fails."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.draws import Block, Blocks, Draws, Same
from jobsim.workload.services import at_speed
from jobsim.workload.streams import LEVEL_BITS, Streams

Tried: TypeAlias = tuple[Draws, Draws]
"""By job number: how long an attempt takes, and whether it fails then (1) or not (0)."""


class Attempts:
    """By pool, in the order of their names, and attempt, from 1: draws by job number, made when first asked for."""

    __slots__ = ("_made", "_makers")

    def __init__(self, makers: Sequence[Callable[[int], Tried]]) -> None:
        self._makers = makers
        self._made: list[list[Tried]] = [[] for _ in makers]

    def __call__(self, pool: int, position: int, attempt: int) -> tuple[Nanoseconds, bool]:
        durations, fails = self.of(pool, attempt)
        return durations.__call__(position), fails.__call__(position) == 1

    def of(self, pool: int, attempt: int) -> Tried:
        """How long those attempts take, up to their failure where they fail, and whether they do."""
        made = self._made[pool]
        while attempt > len(made):
            made.append(self._makers[pool](len(made) + 1))
        return made[attempt - 1]


def attempts(scenario: Scenario, size: Draws | None, streams: Streams) -> Attempts:
    """What each pool makes of each attempt at a job."""
    return Attempts([_maker(name, scenario.processors[name], size, streams) for name in sorted(scenario.processors)])


def _maker(name: str, pool: Pool, size: Draws | None, streams: Streams) -> Callable[[int], Tried]:
    def make(attempt: int) -> Tried:
        services = at_speed(pool, size or streams.draws(pool.service, "service", name, attempt))
        if pool.failure is None:
            return services, Same(0)
        fails = Below(streams.levels("failure", name, attempt), pool.failure.probability * (1 << LEVEL_BITS))
        return UntilFailure(services, fails, pool.failure.after), fails

    return make


@dataclass(frozen=True, slots=True)
class Below:
    """1 where the level is below the bound, which makes it as likely as the bound's share of all levels; else 0."""

    levels: Draws
    bound: float

    def __call__(self, position: int) -> int:
        return 1 if self.levels(position) < self.bound else 0

    def blocks(self) -> Blocks:
        levels = self.levels.blocks()
        return lambda count: (levels(count) < self.bound).astype(np.int64)


@dataclass(frozen=True, slots=True)
class UntilFailure:
    """The service, and of it that share after which an attempt fails where it does. What never ends never fails."""

    services: Draws
    fails: Draws
    after: float

    def __call__(self, position: int) -> Nanoseconds:
        service = self.services(position)
        return round(service * self.after) if service < NEVER and self.fails(position) else service

    def blocks(self) -> Blocks:
        services, fails = self.services.blocks(), self.fails.blocks()

        def block(count: int) -> Block:
            service = services(count)
            cut_short = (fails(count) == 1) & (service < NEVER)
            return np.where(cut_short, np.rint(service * self.after).astype(np.int64), service)

        return block
