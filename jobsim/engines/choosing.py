"""Which engine runs a scenario, and why."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from jobsim.engines.refusals import refusals
from jobsim.errors import UsageError
from jobsim.scenario.facts.expected import cadence_rate, expected_jobs
from jobsim.scenario.parts.submitter import Pacing, Submitter
from jobsim.scenario.schema import EngineName, Scenario
from jobsim.units import SECOND

LONG_SECONDS = 2.0
"""What SimPy may take before `auto` looks further."""
_SECONDS_PER_JOB, _SECONDS_PER_STAY = 5e-6, 15e-6
"""Measured, of SimPy: for a job that is served once, and for one whose attempts are kept."""


@dataclass(frozen=True)
class Choice:
    """An engine; `why`, in words, where it is `auto` that has chosen another than SimPy, or could not."""

    engine: EngineName
    why: str | None = None


class Work(NamedTuple):
    """How much there is to do: jobs, at most, and the seconds they would take SimPy."""

    jobs: float
    seconds: float


def choose(scenario: Scenario, work: Work | None = None) -> Choice:
    """The engine that will run a scenario, given all the work of which it is a part (by default, it is all of it).

    Raises UsageError where the engine that it asks for cannot run it.
    """
    if scenario.engine is EngineName.COMPILED:
        refused = refusals(scenario)
        if refused:
            raise UsageError(
                f"{scenario.name}: the engine compiled cannot run {' and '.join(refused)}; simpy can (--engine simpy)"
            )
    if scenario.engine is not EngineName.AUTO:
        return Choice(scenario.engine)
    jobs, seconds = work or expected_work(scenario)
    if seconds <= LONG_SECONDS:
        return Choice(EngineName.SIMPY)
    refused = refusals(scenario)
    if refused:
        return Choice(EngineName.SIMPY, f"engine simpy, since compiled cannot run {' and '.join(refused)}")
    known = f"about {jobs:,.0f} jobs would take simpy {seconds:,.0f} s"
    why = "nobody can say how many jobs will come" if math.isinf(jobs) else known
    return Choice(EngineName.COMPILED, f"engine compiled: {why}")


def expected_work(scenario: Scenario) -> Work:
    """The work of all replications of a scenario."""
    jobs = _most_jobs(scenario)
    return Work(jobs, jobs * (_SECONDS_PER_STAY if scenario.keeps_attempts else _SECONDS_PER_JOB))


def _most_jobs(scenario: Scenario) -> float:
    """About how many jobs there will be in all replications that are sure to be run; where that depends on the run,
    the most there can be: if each were served at once."""
    closed = math.fsum(part.count * _of_closed(part, scenario) for part in scenario.submitters.values())
    return max(float(expected_jobs(scenario)), closed) * scenario.fewest_replications


def _of_closed(submitter: Submitter, scenario: Scenario) -> float:
    if submitter.pacing is Pacing.FIXED:
        return 0.0  # it is among the expected ones
    ends = [time / SECOND for time in (submitter.stop, scenario.until) if time is not None]
    served = 0.0
    if submitter.pacing is Pacing.AFTER_RESPONSE:
        served = min(pool.service.moments.mean or 0.0 for pool in scenario.processors.values())
    rate = cadence_rate(submitter, served)
    most = math.inf if submitter.puts is None else float(submitter.puts)
    return min(most, math.inf if rate is None else rate * min(ends, default=math.inf))
