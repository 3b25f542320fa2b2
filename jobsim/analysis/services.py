"""How long jobs take, on average, and how often those come who wait for the end of their last one."""

import math

from jobsim.analysis.shifts import processors_up
from jobsim.scenario.distributions import Exponential
from jobsim.scenario.facts.expected import cadence_rate, is_open
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND


def until_it_fails(pool: Pool, mean: float) -> float:
    """The mean of a pool's services, of which some fail, and some are cut off at the time limit.

    Exactly so for constant and for exponential times, at most so for others.
    """
    if pool.failure is not None:
        mean *= 1 - pool.failure.probability * (1 - pool.failure.after)
    if pool.time_limit is None or not mean:
        return mean
    limit = pool.time_limit / SECOND
    if isinstance(pool.service, Exponential):
        return -mean * math.expm1(-limit / mean)
    return min(mean, limit)


def mean_size(submitter: Submitter, pool: Pool) -> float | None:
    """In seconds, at speed 1; None where there is no mean."""
    if submitter.trace is not None and submitter.trace.size is not None:
        return math.fsum(submitter.trace.size) / len(submitter.trace.size) / SECOND
    return (pool.service if submitter.size is None else submitter.size).moments.mean


def closed_rate(scenario: Scenario) -> float | None:
    """Jobs per second at most from those who wait for the end of their last job: N / (gap + service).

    Without waiting in the queue; None where a mean is missing.
    """
    rates = [closed_rate_of(part, scenario) for part in scenario.submitters.values() if not is_open(part)]
    known = [rate for rate in rates if rate is not None]
    return math.fsum(known) if len(known) == len(rates) else None


def closed_rate_of(submitter: Submitter, scenario: Scenario) -> float | None:
    """Of one who waits for its last job's end, which takes as long as with whoever is free next."""
    there = able = 0.0
    for pool in scenario.processors.values():
        size = mean_size(submitter, pool)
        if size is None:
            return None
        mean = until_it_fails(pool, size / pool.speed)
        there, able = there + processors_up(pool), able + (processors_up(pool) / mean if mean else math.inf)
    rate = cadence_rate(submitter, there / able if able else 0.0)
    return None if rate is None else submitter.count * rate
