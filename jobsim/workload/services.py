"""How long each pool executes each job: the job's own size, or the pool's service, at the pool's speed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from jobsim.scenario.parts.pool import Pool
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.draws import Block, Blocks, Draws, Same
from jobsim.workload.streams import Streams, to_nanoseconds

Pools: TypeAlias = Sequence[tuple[str, Pool]]
"""In the order of their names."""


def services(pools: Pools, size: Draws | None, streams: Streams) -> tuple[Draws, ...]:
    """Service times by job number, a stream for each pool."""
    return tuple([at_speed(pool, size or streams.draws(pool.service, "service", name, 1)) for name, pool in pools])


def at_speed(pool: Pool, execute: Draws) -> Draws:
    """What a pool of that speed makes of it."""
    if pool.speed == 1:
        return execute
    faster = AtSpeed(execute, pool.speed)
    return Same(faster(0)) if isinstance(execute, Same) else faster


@dataclass(frozen=True, slots=True)
class AtSpeed:
    """So many times as fast, rounded half to even. What never ends does not at any speed."""

    execute: Draws
    speed: float

    def __call__(self, position: int) -> Nanoseconds:
        service = self.execute(position)
        faster = service / self.speed
        return NEVER if service >= NEVER or faster >= NEVER else round(faster)

    def blocks(self) -> Blocks:
        execute = self.execute.blocks()

        def block(count: int) -> Block:
            service = execute(count)
            with np.errstate(over="ignore"):
                return np.where(service >= NEVER, NEVER, to_nanoseconds(service / self.speed))

        return block
