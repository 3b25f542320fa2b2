"""What a scenario may say, key by key: who submits, how large the queue is, who serves."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from jobsim.scenario.delay import Delay
from jobsim.scenario.distributions import Constant
from jobsim.scenario.fields import Duration, Name, PositiveDuration, Strict, Text, Value, refuse_many

MOST_ACTORS = 100_000
"""Submitters, or processors, of one name."""
MOST_JOBS = 1_000_000_000

AT_ONCE = Constant(distribution="constant", value=0)


class Pacing(StrEnum):
    """When a submitter's next put is due."""

    AFTER_PUT = "after_put"
    """A cadence after the put before ended: the coroutine that puts, then sleeps."""
    AFTER_RESPONSE = "after_response"
    """A cadence after the job before ended: the user who waits for the answer."""
    FIXED = "fixed"
    """On schedule, however long earlier puts wait: an open loop."""


class EngineName(StrEnum):
    """How time passes in a run."""

    AUTO = "auto"
    SIMPY = "simpy"
    ASYNCIO = "asyncio"


class Submitter(Strict):
    """Who puts jobs, how often, and how long a put waits for a place."""

    cadence: Delay = Field(description="The time between puts. A distribution draws the first gap too.")
    count: int = Field(default=1, ge=1, le=MOST_ACTORS, description="How many alike: NAME-1, NAME-2, ...")
    pacing: Annotated[Pacing, Field(strict=False), PlainSerializer(str)] = Field(
        default=Pacing.AFTER_PUT, description="What the cadence is counted from."
    )
    timeout: Delay | None = Field(
        default=None,
        description="How long a put waits for a place before its job is dropped; null = for ever, 0 = not at all.",
    )
    jobs: int | None = Field(default=None, ge=0, le=MOST_JOBS, description="How many jobs, each; null = until the end.")
    start: Delay = Field(default=AT_ONCE, description="When it begins.")
    stop: Duration | None = Field(default=None, description="From then on it begins no new job.")
    value: Value | None = Field(default=None, description="The payload of its jobs.")


class Pool(Strict):
    """Processors alike: each takes the next job the moment it is free."""

    count: int = Field(default=1, ge=1, le=MOST_ACTORS, description="How many: NAME-1, NAME-2, ...")
    service: Delay = Field(default=AT_ONCE, description="How long executing a job takes.")


class Queue(Strict):
    """The waiting places between submitters and processors."""

    capacity: int | None = Field(
        default=None, ge=0, le=MOST_JOBS, description="Waiting places; 0 = hand-over only, null = unbounded."
    )


def _mostly_parts(parts: Any) -> Any:
    if isinstance(parts, dict):
        refuse_many(sum(not isinstance(part, (dict, Strict)) for part in parts.values()), "mappings (keys with values)")
    return parts


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
    queue: Queue = Queue()
    submitters: Annotated[dict[Name, Submitter], BeforeValidator(_mostly_parts)] = Field(min_length=1)
    processors: Annotated[dict[Name, Pool], BeforeValidator(_mostly_parts)] = Field(min_length=1)


QUEUE = "queue"
"""The one queue's name in tables."""
