"""What the compiled engine cannot run: all of it, each with its key."""

from collections.abc import Callable

from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, SECOND

OF_POOLS: dict[str, tuple[str, Callable[[Pool], bool]]] = {
    "limit": (
        "is so odd a rate that a token has more parts than 62 bits can count",
        lambda pool: pool.limit is not None and (pool.limit / SECOND).denominator * pool.burst >= NEVER,
    ),
}
"""By the key of a pool: why, and whether it is so."""


def refusals(scenario: Scenario) -> list[str]:
    """What of a scenario the compiled engine cannot run, by path; empty if it can run it all."""
    return [
        f"processors.{name}.{key} (it {why})"
        for name, pool in sorted(scenario.processors.items())
        for key, (why, is_so) in OF_POOLS.items()
        if is_so(pool)
    ]
