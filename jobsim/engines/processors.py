"""The processors of a scenario as the model's parts: by what rules each pool serves, and who is there when."""

from collections.abc import Iterator

from jobsim.model.gates import Bucket, Slots
from jobsim.model.order import Kind, order
from jobsim.model.outages import SystemWithOutages, follow_shifts
from jobsim.model.processor import OnBreakdown, Pool, Processor
from jobsim.results.run import labels
from jobsim.scenario.parts.limits import Shared
from jobsim.scenario.parts.outages import OnShrink
from jobsim.scenario.parts.pool import Pool as AskedPool
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER
from jobsim.workload.forgetting import streams_of
from jobsim.workload.outages import breakdowns, shifts


def processors(scenario: Scenario, replication: int = 1) -> Iterator[Processor]:
    """All there ever are, by rank: by their pools' names (code points), then number."""
    shared: dict[str, Slots[Processor]] = {}
    rank, streams = 0, streams_of(scenario, replication)
    for index, (name, asked) in enumerate(sorted(scenario.processors.items())):
        pool = _pool(name, index, asked, shared)
        for number, label in enumerate(labels({name: asked.most}), start=1):
            processor = Processor(label, rank, pool, present=number <= asked.count)
            if asked.breakdowns is not None:
                processor.up, processor.repair = breakdowns(asked.breakdowns, name, number, streams)
            yield processor
            rank += 1


def follow_schedules(scenario: Scenario, system: SystemWithOutages) -> None:
    """Let each processor come and go as its pool's schedule says."""
    rank = 0
    for _, asked in sorted(scenario.processors.items()):
        for number in range(1, asked.most + 1):
            if asked.schedule is not None:
                system.clock.spawn(follow_shifts(system, system.processors[rank], shifts(asked, number)))
            rank += 1


def _pool(name: str, index: int, asked: AskedPool, shared: dict[str, Slots[Processor]]) -> Pool:
    return Pool(
        name=name,
        index=index,
        time_limit=NEVER if asked.time_limit is None else asked.time_limit,
        bucket=None
        if asked.limit is None
        else Bucket(f"{name}'s limit", asked.limit, asked.burst, order(Kind.TURN, index)),
        slots=_slots(name, asked, shared),
        requeues=asked.on_shrink is OnShrink.REQUEUE,
        on_breakdown=OnBreakdown.RESUME if asked.breakdowns is None else OnBreakdown(asked.breakdowns.job),
    )


def _slots(name: str, asked: AskedPool, shared: dict[str, Slots[Processor]]) -> Slots[Processor] | None:
    if isinstance(asked.slots, Shared):
        return shared.setdefault(asked.slots.shared, Slots(asked.slots.shared, asked.slots.slots))
    return None if asked.slots is None else Slots(f"{name}'s slots", asked.slots)
