"""What a scenario may say, key by key: who submits, how large the queue is, who serves."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from jobsim.scenario.expectation import MOST_EXPECTATIONS, Expected
from jobsim.scenario.fields import Name, PositiveDuration, Strict, Text, refuse_many
from jobsim.scenario.measures import Measure
from jobsim.scenario.outages import OnShrink
from jobsim.scenario.pool import Pool
from jobsim.scenario.precision import LEAST, Precision
from jobsim.scenario.queue import Queue
from jobsim.scenario.share import Share
from jobsim.scenario.submitter import Submitter
from jobsim.scenario.sweep import Sweep
from jobsim.scenario.warmup import AUTO, Warmup
from jobsim.units import Nanoseconds


class EngineName(StrEnum):
    """How time passes in a run."""

    AUTO = "auto"
    SIMPY = "simpy"
    COMPILED = "compiled"
    ASYNCIO = "asyncio"


class Record(StrEnum):
    """What is kept of a run."""

    JOBS = "jobs"
    """Tables, with a row for each job."""
    SUMMARY = "summary"
    """Figures only; the memory does not grow with the jobs."""


def _mostly_parts(parts: Any) -> Any:
    if isinstance(parts, dict):
        refuse_many(sum(not isinstance(part, (dict, Strict)) for part in parts.values()), "mappings (keys with values)")
    return parts


MOST_REPLICATIONS = 100_000


def _between(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("must be above 0 and below 1, like 95% or 0.95")
    return confidence


class Scenario(Strict):
    """One question, whole: everything that decides what happens in a run."""

    name: Name = Field(description="Default: the file's name.")
    description: Text = Field(default="", description="Free text.")
    seed: int = Field(default=0, ge=0, le=2**63 - 1, description="All chance follows from it.")
    until: PositiveDuration | None = Field(
        default=None, description="The run ends here, excluded; null = when every job has ended."
    )
    timeline: PositiveDuration | None = Field(
        default=None, description="The interval of timeline.csv; null = a 1-2-5 step with at most 200 rows."
    )
    engine: Annotated[EngineName, Field(strict=False), PlainSerializer(str)] = Field(
        default=EngineName.AUTO, description="How time passes; the command line wins."
    )
    record: Annotated[Record, Field(strict=False), PlainSerializer(str)] = Field(
        default=Record.JOBS,
        description="What is kept: a row for each job, or (summary) figures only, whose memory does not grow with the "
        "jobs; the command line wins.",
    )
    replications: int = Field(
        default=1,
        ge=1,
        le=MOST_REPLICATIONS,
        description="How many times it is run, each with draws of its own: every metric gets a mean and an interval.",
    )
    confidence: Annotated[Share, AfterValidator(_between)] = Field(
        default=0.95, description="How likely an interval contains the true value: above 0 and below 1, like 95%."
    )
    warmup: Warmup = Field(
        default=0,
        description="What the figures leave out at the start: jobs due before it, and the time before; auto finds it.",
    )
    precision: Precision | None = Field(
        default=None, description="How well a metric is to be known: replications are added until it is."
    )
    expect: Annotated[list[Expected], Field(max_length=MOST_EXPECTATIONS)] = Field(
        default_factory=list, description="What is expected of the metrics, like p95(waiting) < 2s."
    )
    # It decides nothing in a run, so that a scenario is the same scenario without it.
    sweep: Sweep = Field(
        default={}, exclude=True, description="Keys that jobsim sweep goes through, like queue.capacity: '1:8'."
    )
    queue: Queue = Queue()
    submitters: Annotated[dict[Name, Submitter], BeforeValidator(_mostly_parts)] = Field(min_length=1)
    processors: Annotated[dict[Name, Pool], BeforeValidator(_mostly_parts)] = Field(min_length=1)

    @property
    def measured_from(self) -> Nanoseconds:
        """When the figures begin, as far as the scenario says so."""
        return 0 if self.warmup == AUTO else self.warmup

    @property
    def fewest_replications(self) -> int:
        """How many there are before any precision is looked at."""
        return self.replications if self.precision is None else max(self.replications, LEAST)

    @property
    def most_replications(self) -> int:
        """How many there are at most."""
        return self.replications if self.precision is None else max(self.precision.most, self.fewest_replications)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The metrics that it names, in the order of the text."""
        named = [] if self.precision is None else [self.precision.of]
        return tuple(dict.fromkeys([*named, *(expectation.measure for expectation in self.expect)]))

    @property
    def keeps_attempts(self) -> bool:
        """Whether a job may have several stays in queue or service, so that each needs a row of its own."""
        return (
            self.queue.redelivery is not None
            or any(part.retry is not None or part.give_up is not None for part in self.submitters.values())
            or any(map(_parts_attempts, self.processors.values()))
        )

    @property
    def changes_presence(self) -> bool:
        """Whether processors come and go."""
        return any(pool.schedule is not None or pool.breakdowns is not None for pool in self.processors.values())


def _parts_attempts(pool: Pool) -> bool:
    ways = (pool.failure, pool.time_limit, pool.breakdowns, pool.limit, pool.slots)
    return any(way is not None for way in ways) or pool.on_shrink is OnShrink.REQUEUE


QUEUE = "queue"
"""The one queue's name in tables."""
