"""What a scenario may say, key by key: who submits, how large the queue is, who serves."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from jobsim.scenario.asked.expectation import MOST_EXPECTATIONS, Expected
from jobsim.scenario.asked.measures import Measure
from jobsim.scenario.asked.precision import LEAST, Precision
from jobsim.scenario.asked.warmup import AUTO, Warmup
from jobsim.scenario.grids.sweep import Sweep
from jobsim.scenario.parts.outages import OnShrink
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.queue import Queue
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.values.fields import Name, PositiveDuration, Strict, Text, refuse_many
from jobsim.scenario.values.kinds import PART
from jobsim.scenario.values.share import Share
from jobsim.scenario.values.word import Word
from jobsim.units import Nanoseconds


class EngineName(Word):
    """How time passes in a run."""

    AUTO = "auto", "simpy, or compiled where simpy would take long."
    SIMPY = "simpy", "Accelerated: time jumps from event to event."
    COMPILED = "compiled", "The same results as simpy, many times as fast; compiles itself once, for half a minute."
    ASYNCIO = "asyncio", "The real event loop, in real time or a multiple of it."


class Record(Word):
    """What is kept of a run."""

    JOBS = "jobs", "Tables, with a row for each job."
    SUMMARY = "summary", "Figures only; the memory does not grow with the jobs."


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

    name: Name = Field(
        description="The scenario's name; the folder of its results is called so. Default: the file's name.",
        examples=["busy-monday"],
    )
    description: Text = Field(
        default="",
        description="Free text, for whoever reads the file. Default: none.",
        examples=["What if the rush comes earlier?"],
    )
    seed: int = Field(
        default=0,
        ge=0,
        le=2**63 - 1,
        description="All chance follows from it: the same seed gives the same draws.",
        examples=[7],
    )
    until: PositiveDuration | None = Field(
        default=None,
        description="When the run ends: what is due then does not happen any more. null: when every job has ended.",
        examples=["10m", "1h"],
    )
    timeline: PositiveDuration | None = Field(
        default=None,
        description="How long the interval of each row of timeline.csv is. null: long enough for at most 200 rows.",
        examples=["1s"],
    )
    engine: Annotated[EngineName, Field(strict=False), PlainSerializer(str)] = Field(
        default=EngineName.AUTO, description="How time passes. --engine wins over it.", examples=["simpy"]
    )
    record: Annotated[Record, Field(strict=False), PlainSerializer(str)] = Field(
        default=Record.JOBS,
        description="What is kept of a run: a row for each job, or figures only. --record wins over it.",
        examples=["summary"],
    )
    replications: int = Field(
        default=1,
        ge=1,
        le=MOST_REPLICATIONS,
        description="How many times it is run, each with draws of its own: every metric gets a mean and an interval.",
        examples=[20],
    )
    confidence: Annotated[Share, AfterValidator(_between), WithJsonSchema(PART)] = Field(
        default=0.95, description="How likely an interval contains the true value.", examples=["95%"]
    )
    warmup: Warmup = Field(
        default=0,
        description="What the figures leave out at the start: jobs due before it, and the time before it. auto finds "
        "it, from 5 replications or more.",
        examples=["1m", "auto"],
    )
    precision: Precision | None = Field(
        default=None,
        description="How well a metric is to be known: replications are added until it is. null: none are added.",
        examples=[{"of": "p95(response)", "within": "5%"}],
    )
    expect: Annotated[list[Expected], Field(max_length=MOST_EXPECTATIONS)] = Field(
        default_factory=list,
        description="What is promised: a list of metrics with their limits. A missed one ends the command with 3. "
        "Default: nothing.",
        examples=[["p95(response) < 6s", "loss_rate < 5%"]],
    )
    # It decides nothing in a run, so that a scenario is the same scenario without it.
    sweep: Sweep = Field(
        default={},
        exclude=True,
        description="The keys that jobsim sweep varies, written with dots, each with its values. It decides nothing in "
        "a run. Default: none.",
        examples=[{"queue.capacity": [5, 10, 20]}],
    )
    queue: Queue = Field(
        default=Queue(),
        description="The waiting places between submitters and processors. Default: any number of places, first come, "
        "first served.",
        examples=[{"capacity": 10}],
    )
    submitters: Annotated[dict[Name, Submitter], BeforeValidator(_mostly_parts)] = Field(
        min_length=1,
        description="Who puts jobs into the queue, by name; at least one.",
        examples=[{"clients": {"cadence": "2s", "jobs": 20}}],
    )
    processors: Annotated[dict[Name, Pool], BeforeValidator(_mostly_parts)] = Field(
        min_length=1,
        description="Who serves: pools of processors, by name; at least one.",
        examples=[{"worker": {"count": 2, "service": "1s"}}],
    )

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
