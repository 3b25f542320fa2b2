"""What is drawn for each attempt at a job: how long it takes, and whether it fails."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from jobsim.scenario.parts.pool import Pool
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.draws import Block, Blocks, Draws, Same
from jobsim.workload.services import Pools, at_speed
from jobsim.workload.streams import LEVEL_BITS, Streams

Tried: TypeAlias = tuple[Draws, Draws]
"""By job number: how long an attempt takes, and whether it fails then (1) or not (0)."""


class Attempts:
    """By pool, in the order of their names, and attempt, from 1: draws by job number, made when first asked for."""

    __slots__ = ("_made", "_pools", "_size", "_streams")

    def __init__(self, pools: Pools, size: Draws | None, streams: Streams) -> None:
        self._pools, self._size, self._streams = pools, size, streams
        self._made: dict[tuple[int, int], Tried] = {}

    def __call__(self, pool: int, position: int, attempt: int) -> tuple[Nanoseconds, bool]:
        durations, fails = self.of(pool, attempt)
        return durations.__call__(position), fails.__call__(position) == 1

    def of(self, pool: int, attempt: int) -> Tried:
        """How long those attempts take, up to their failure where they fail, and whether they do."""
        try:
            return self._made[pool, attempt]
        except KeyError:
            made = self._made[pool, attempt] = self._make(*self._pools[pool], attempt)
            return made

    def _make(self, name: str, pool: Pool, attempt: int) -> Tried:
        services = at_speed(pool, self._size or self._streams.draws(pool.service, "service", name, attempt))
        if pool.failure is None:
            return services, Same(0)
        fails = Below(self._streams.levels("failure", name, attempt), pool.failure.probability * (1 << LEVEL_BITS))
        return UntilFailure(services, fails, pool.failure.after), fails


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
