"""Every job to come: what each submitter of a scenario will draw, before anything runs."""

from dataclasses import dataclass

from jobsim.scenario.parts.retry import Retry
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario
from jobsim.scenario.values.law import Law
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.arrivals import Arrivals, arrivals
from jobsim.workload.attempts import Attempts
from jobsim.workload.delays import Delays, delays
from jobsim.workload.draws import Draws, Position, Recorded
from jobsim.workload.forgetting import streams_of
from jobsim.workload.services import Pools, services
from jobsim.workload.streams import Streams


@dataclass(frozen=True, slots=True)
class Plan:
    """What one submitter will do. Draws are by job number, from 0."""

    name: str
    number: int
    start: Nanoseconds
    arrivals: Arrivals
    batch: Draws | None
    """How many jobs come at once, by the number of the arrival; None: one."""
    timeout: Draws | None
    services: tuple[Draws, ...]
    """By pool, in the order of the pools' names."""
    size: Draws | None
    priority: Draws | None
    deadline: Draws | None
    """After `due_at`."""
    expire: Draws | None
    """After admission to the queue."""
    give_up: Draws | None
    """After each put."""
    retry: Delays | None
    redelivery: Delays | None
    attempts: Attempts
    value: Draws | None
    """Its code: a number, or a place in the list of values (of the law, or of the trace); None: one value for all."""

    @property
    def label(self) -> str:
        return f"{self.name}-{self.number}"


def plan(scenario: Scenario, replication: int = 1) -> list[Plan]:
    """One Plan for each submitter, in the order of their ranks: by name (code points), then number."""
    streams, pools = streams_of(scenario, replication), sorted(scenario.processors.items())
    return [
        _plan_one(scenario, pools, streams.within(name, number), name, number)
        for name in sorted(scenario.submitters)
        for number in range(1, scenario.submitters[name].count + 1)
    ]


def _plan_one(scenario: Scenario, pools: Pools, streams: Streams, name: str, number: int) -> Plan:
    submitter = scenario.submitters[name]

    def optional(law: object, purpose: str) -> Draws | None:
        return streams.draws(law, purpose) if isinstance(law, Law) else None

    def tries(retry: Retry | None, purpose: str) -> Delays | None:
        return None if retry is None else delays(retry, purpose, streams)

    start = min(streams.draws(submitter.start, "start")(0) + (number - 1) * submitter.stagger, NEVER)
    size = _recorded(submitter, "size") or optional(submitter.size, "size")
    return Plan(
        name=name,
        number=number,
        start=start,
        arrivals=arrivals(submitter, start, streams, scenario.until or NEVER),
        batch=optional(submitter.batch, "batch"),
        timeout=optional(submitter.timeout, "timeout"),
        services=services(pools, size, streams),
        size=size,
        priority=_recorded(submitter, "priority") or optional(submitter.priority, "priority"),
        deadline=optional(submitter.deadline, "deadline"),
        expire=optional(scenario.queue.expire, "expire"),
        give_up=optional(submitter.give_up, "give_up"),
        retry=tries(submitter.retry, "retry"),
        redelivery=tries(scenario.queue.redelivery, "redelivery"),
        attempts=Attempts(pools, size, streams),
        value=_recorded(submitter, "value") or optional(submitter.value, "value"),
    )


def _recorded(submitter: Submitter, name: str) -> Draws | None:
    """A column of the trace; of values, the place."""
    column = None if submitter.trace is None else getattr(submitter.trace, name)
    if column is None:
        return None
    return Position() if name == "value" else Recorded(column)
