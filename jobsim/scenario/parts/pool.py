"""Who serves."""

from pydantic import Field, model_validator

from jobsim.scenario.parts.failure import Failures
from jobsim.scenario.parts.limits import Slots
from jobsim.scenario.parts.outages import Breakdowns, OnShrink, OnShrinkName, Shifts
from jobsim.scenario.parts.submitter import AT_ONCE, MOST_ACTORS, MOST_JOBS
from jobsim.scenario.values.delay import Delay
from jobsim.scenario.values.fields import PositiveDuration, PositiveRate, Strict, refusal


class Pool(Strict):
    """Processors alike: each takes the next job the moment it is free."""

    count: int = Field(
        default=1,
        ge=0,
        le=MOST_ACTORS,
        description="How many processors, all alike: NAME-1, NAME-2 and so on. With a schedule, how many at first.",
        examples=[4],
    )
    service: Delay = Field(
        default=AT_ONCE,
        description="How long executing a job takes.",
        examples=["1s", {"distribution": "exponential", "mean": "400ms"}],
    )
    speed: float = Field(
        default=1.0,
        gt=0,
        le=1e6,
        description="How many times as fast as said they execute; it divides service, and the jobs' own size.",
        examples=[2],
    )
    failure: Failures | None = Field(
        default=None,
        description="How likely an attempt at a job fails; with more to say, a mapping. null: none does.",
        examples=["2%", {"probability": "2%", "after": "50%"}],
    )
    time_limit: PositiveDuration | None = Field(
        default=None,
        description="How long an attempt may take: one that is not done by then fails. null: no limit.",
        examples=["30s"],
    )
    schedule: Shifts | None = Field(
        default=None,
        description="How many processors there are over time: a list of changes. null: always count.",
        examples=[[{"at": "5m", "count": 0}, {"at": "6m", "count": 4}]],
    )
    repeat: PositiveDuration | None = Field(
        default=None,
        description="After so long the schedule begins again, and again. null: it is not repeated.",
        examples=["24h"],
    )
    on_shrink: OnShrinkName = Field(
        default=OnShrink.FINISH,
        description="What a busy processor does that has to go by the schedule.",
        examples=["requeue"],
    )
    breakdowns: Breakdowns | None = Field(
        default=None,
        description="How often each processor breaks down, and for how long. null: it never does.",
        examples=[{"every": {"distribution": "exponential", "mean": "1h"}, "repair": "5m"}],
    )
    limit: PositiveRate | None = Field(
        default=None,
        description="How many attempts may begin to execute in a time, all processors of the pool together. null: any "
        "number.",
        examples=["50/s"],
    )
    burst: int = Field(
        default=1,
        ge=1,
        le=MOST_JOBS,
        description="How many attempts the limit lets through at once, after a while without any.",
        examples=[10],
    )
    slots: Slots | None = Field(
        default=None,
        description="How many jobs execute at once, such as connections to a database; several pools may share them. "
        "null: any number.",
        examples=[20, {"shared": "db", "slots": 20}],
    )

    @model_validator(mode="after")
    def _scheduled(self) -> "Pool":
        if self.schedule is None:
            if self.repeat is not None:
                raise refusal("repeat goes with a schedule, and there is none")
            if self.on_shrink is not OnShrink.FINISH:
                raise refusal("on_shrink goes with a schedule, and there is none")
        elif self.repeat is not None and self.repeat <= self.schedule[-1].at:
            raise refusal("repeat must be longer than the schedule: later than its last at")
        return self

    @model_validator(mode="after")
    def _limited(self) -> "Pool":
        if self.burst != 1 and self.limit is None:
            raise refusal("burst goes with a limit, and there is none")
        return self

    @property
    def most(self) -> int:
        """The largest number of processors there ever are."""
        return max([self.count, *(shift.count for shift in self.schedule or ())])

    @property
    def fails(self) -> bool:
        """Whether an attempt may fail."""
        return self.time_limit is not None or (self.failure is not None and self.failure.probability > 0)
