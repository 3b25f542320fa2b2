"""The queue: how many wait, who is next, and what happens where there is no place."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainSerializer, model_validator

from jobsim.scenario.delay import Delay
from jobsim.scenario.fields import Strict, refusal
from jobsim.scenario.retry import Retries
from jobsim.scenario.submitter import MOST_JOBS


class Overflow(StrEnum):
    """What happens to a put that finds no place."""

    BLOCK = "block"
    """It waits, up to its timeout."""
    REJECT = "reject"
    """It is refused at once."""
    DROP_OLDEST = "drop_oldest"
    """The job that has waited longest makes room for it; without places, the newcomer is refused."""


class Discipline(StrEnum):
    """Who is next. Ties go to the earlier job."""

    FIFO = "fifo"
    LIFO = "lifo"
    PRIORITY = "priority"
    """The highest priority."""
    SHORTEST = "shortest"
    """The smallest size."""
    EARLIEST_DEADLINE = "earliest_deadline"
    RANDOM = "random"
    """Any, drawn when a processor takes one."""


class Queue(Strict):
    """The waiting places between submitters and processors."""

    capacity: int | None = Field(
        default=None, ge=0, le=MOST_JOBS, description="Waiting places; 0 = hand-over only, null = unbounded."
    )
    overflow: Annotated[Overflow, Field(strict=False), PlainSerializer(str)] = Field(
        default=Overflow.BLOCK, description="What happens to a put that finds no place."
    )
    discipline: Annotated[Discipline, Field(strict=False), PlainSerializer(str)] = Field(
        default=Discipline.FIFO, description="Which of the waiting jobs is next."
    )
    expire: Delay | None = Field(
        default=None, description="How long after its admission a job that has not started leaves; null = never."
    )
    redelivery: Retries | None = Field(
        default=None, description="How a job whose attempt failed comes back; null = it has failed for good."
    )

    @model_validator(mode="after")
    def _overflows(self) -> "Queue":
        if self.overflow is not Overflow.BLOCK and self.capacity is None:
            raise refusal(f"overflow {self.overflow} needs a capacity: without one there is always a place")
        return self

    @property
    def takes_all(self) -> bool:
        """Whether every put is admitted at once."""
        return self.capacity is None or (self.overflow is Overflow.DROP_OLDEST and self.capacity > 0)
