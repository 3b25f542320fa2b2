"""A scenario as theory sees it: who comes, how long it takes, how many serve, and all that is out of the ordinary."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jobsim.analysis.forms.arrivals import begin_and_end_together, comes_on_schedule, poisson_rates
from jobsim.analysis.forms.service import Service
from jobsim.scenario.parts.limits import Shared
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.queue import Discipline, Overflow, Queue
from jobsim.scenario.parts.submitter import Pacing, Submitter
from jobsim.scenario.schema import Scenario
from jobsim.scenario.values.whole_numbers import ConstantNumber

LOOKED_AT = frozenset(
    {
        *("cadence", "phases", "spacing", "repeat", "pacing", "count", "stagger", "jobs", "start", "stop"),
        *("size", "service", "speed"),
        *("value", "deadline", "priority"),  # they change the order at most, if the discipline asks for them
        *("burst", "on_shrink"),  # they go with a limit, and with a schedule
    }
)
"""Keys that are read where they belong; any other one that is not as by default makes another queue."""
_ALIKE = frozenset({"timeout", "give_up", "retry"})
_A_BIT_LESS = 1 - 1e-9


@dataclass(frozen=True)
class Facts:
    """A scenario whose processors are all alike and whose submitters wait alike, from its beginning to its end."""

    scenario: Scenario
    pool: Pool
    """One that stands for all."""
    odd: frozenset[str]
    """The keys that change the queue beyond who comes, and how long it takes."""
    poisson: dict[str, float] | None
    """Puts a second by submitter (of batches, their number), where all are Poisson streams; else None."""

    @property
    def queue(self) -> Queue:
        return self.scenario.queue

    @property
    def submitters(self) -> dict[str, Submitter]:
        return self.scenario.submitters

    @property
    def submitter(self) -> Submitter:
        """One that stands for all, as to how it waits."""
        return next(iter(self.submitters.values()))

    @property
    def processors(self) -> int:
        """How many there are in all."""
        return sum(pool.count for pool in self.scenario.processors.values())

    @property
    def population(self) -> int:
        """How many submitters there are in all."""
        return sum(submitter.count for submitter in self.submitters.values())

    @property
    def rate(self) -> float | None:
        """Puts a second, where they are a Poisson stream."""
        return None if self.poisson is None else sum(self.poisson.values())

    @cached_property
    def services(self) -> dict[str, Service]:
        """Of the jobs of each submitter."""
        return {
            name: Service(self.pool.service if part.size is None else part.size, self.pool.speed)
            for name, part in self.submitters.items()
        }

    @property
    def service(self) -> Service | None:
        """That of all jobs; None where they differ."""
        first, *others = self.services.values()
        return first if all(other == first for other in others) else None

    @property
    def exponential(self) -> float | None:
        """The mean service in seconds, where all jobs have one exponential law."""
        return None if self.service is None else self.service.exponential

    @property
    def sized(self) -> bool:
        """Whether jobs bring their own service time, which stays the same when they are executed again."""
        return any(part.size is not None for part in self.submitters.values())

    def all_paced(self, pacing: Pacing) -> bool:
        """Whether all submitters go by it."""
        return all(part.pacing is pacing for part in self.submitters.values())

    @property
    def open(self) -> bool:
        """Whether jobs come whatever became of those before."""
        return all(comes_on_schedule(part, self.queue) for part in self.submitters.values())

    def same(self, key: str) -> Any:
        """What all submitters say of a key; None where they differ."""
        said = getattr(self.submitter, key)
        return said if all(getattr(part, key) == said for part in self.submitters.values()) else None

    def says(self, *keys: str) -> bool:
        """Whether these are all the keys that are out of the ordinary."""
        return self.odd == set(keys)

    def stable(self, load: float) -> bool:
        """Whether all of a load, in erlangs, can be done."""
        return load < self.processors * _A_BIT_LESS


def facts_of(scenario: Scenario) -> Facts | None:
    """What there is to know; None where processors or submitters are so unlike that no theory is about them."""
    pool, *others = (pool.model_copy(update={"count": 1}) for pool in scenario.processors.values())
    odd = frozenset(_odd(scenario))
    facts = Facts(scenario, pool, odd, poisson_rates(scenario))
    unlike = any(other != pool for other in others) or any(_differ(scenario, key) for key in odd & _ALIKE)
    return None if unlike or not begin_and_end_together(scenario) else facts


def _differ(scenario: Scenario, key: str) -> bool:
    first, *others = (getattr(part, key) for part in scenario.submitters.values())
    return any(other != first for other in others)


def _odd(scenario: Scenario) -> Iterator[str]:
    """The keys that are not as by default, but for those that change nothing."""
    parts = (scenario.queue, *scenario.submitters.values(), *scenario.processors.values())
    said = {
        key for part in parts for key, field in type(part).model_fields.items() if getattr(part, key) != field.default
    }
    yield from said - LOOKED_AT - set(_idle(scenario))
    if scenario.queue.discipline is Discipline.SHORTEST:
        yield "shortest"  # of all disciplines the one that looks at how long a job takes


def _idle(scenario: Scenario) -> Iterator[str]:
    """The keys that change nothing, whatever they say."""
    queue, submitters, pools = scenario.queue, scenario.submitters.values(), scenario.processors.values()
    if queue.takes_all or queue.overflow is not Overflow.BLOCK:
        yield "timeout"
    if all(part.batch is None or part.batch == ConstantNumber(distribution="constant", value=1) for part in submitters):
        yield "batch"
    if all(part.retry is None or part.retry.retries == 0 for part in submitters):
        yield "retry"
    if queue.redelivery is not None and queue.redelivery.retries == 0:
        yield "redelivery"
    if all(pool.failure is None or pool.failure.probability == 0 for pool in pools):
        yield "failure"
    if all(not _limiting(pool, scenario) for pool in pools):
        yield "slots"


def _limiting(pool: Pool, scenario: Scenario) -> bool:
    """Whether there are more processors than slots."""
    if isinstance(pool.slots, Shared):
        return pool.slots.slots < sum(other.most for other in scenario.processors.values() if other.slots == pool.slots)
    return pool.slots is not None and pool.slots < pool.most
