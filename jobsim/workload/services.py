"""How long each pool executes each job: the job's own size, or the pool's service, at the pool's speed."""

from jobsim.scenario.pool import Pool
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER
from jobsim.workload.streams import Draws, StreamOf


def services(scenario: Scenario, size: Draws | None, stream: StreamOf) -> tuple[Draws, ...]:
    """Service times by job number, a stream for each pool in the order of their names."""
    pools = ((name, scenario.processors[name]) for name in sorted(scenario.processors))
    return tuple(at_speed(pool, size or stream(pool.service, "service", name, 1)) for name, pool in pools)


def at_speed(pool: Pool, execute: Draws) -> Draws:
    """What a pool of that speed makes of it."""
    if pool.speed == 1:
        return execute
    speed = pool.speed
    return lambda position: NEVER if execute(position) >= NEVER else min(round(execute(position) / speed), NEVER)
