"""Every job to come: what each submitter of a scenario will draw, before anything runs."""

from dataclasses import dataclass

from jobsim.scenario.delay import Delay
from jobsim.scenario.distributions import Constant
from jobsim.scenario.schema import Scenario, Submitter
from jobsim.units import Nanoseconds
from jobsim.workload.streams import Draws, draws


@dataclass(frozen=True, slots=True)
class Plan:
    """What one submitter will do, as draws by job number (from 0)."""

    name: str
    number: int
    start: Nanoseconds
    gaps: Draws
    """Between the instant a put is counted from and the put; for job 0, between `start` and its put."""
    timeout: Draws | None
    services: tuple[Draws, ...]
    """By pool, in the order of the pools' names."""

    @property
    def label(self) -> str:
        return f"{self.name}-{self.number}"


def plan(scenario: Scenario, replication: int = 1) -> list[Plan]:
    """One Plan for each submitter, in the order of their ranks: by name (code points), then number."""
    pools = sorted(scenario.processors)
    plans = []
    for name in sorted(scenario.submitters):
        submitter = scenario.submitters[name]
        for number in range(1, submitter.count + 1):
            plans.append(_plan_one(scenario, replication, name, number, submitter, pools))
    return plans


def _plan_one(
    scenario: Scenario, replication: int, name: str, number: int, submitter: Submitter, pools: list[str]
) -> Plan:
    def stream(law: Delay, *purpose: str | int) -> Draws:
        return draws(law, scenario.seed, replication, name, number, *purpose)

    return Plan(
        name=name,
        number=number,
        start=stream(submitter.start, "start")(0),
        gaps=_from_start(submitter.cadence) or stream(submitter.cadence, "cadence"),
        timeout=None if submitter.timeout is None else stream(submitter.timeout, "timeout"),
        services=tuple(stream(scenario.processors[pool].service, "service", pool, 1) for pool in pools),
    )


def _from_start(cadence: Delay) -> Draws | None:
    """A constant cadence puts its first job at the start; every other draws the first gap too."""
    if not isinstance(cadence, Constant):
        return None
    value = cadence.value
    return lambda position: value if position else 0
