"""How long each pool executes each job: the job's own size, or the pool's service, at the pool's speed."""

from jobsim.scenario.pool import Pool
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER
from jobsim.workload.streams import Draws, StreamOf


def services(scenario: Scenario, size: Draws | None, stream: StreamOf) -> tuple[Draws, ...]:
    """Service times by job number, a stream for each pool in the order of their names."""
    pools = sorted(scenario.processors)
    return tuple(_service(scenario.processors[name], name, size, stream) for name in pools)


def _service(pool: Pool, name: str, size: Draws | None, stream: StreamOf) -> Draws:
    execute = stream(pool.service, "service", name, 1) if size is None else size
    if pool.speed == 1:
        return execute
    speed = pool.speed
    return lambda position: NEVER if execute(position) >= NEVER else min(round(execute(position) / speed), NEVER)
