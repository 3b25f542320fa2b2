"""The queue: how many wait, who is next, and what happens where there is no place."""

from typing import Annotated

from pydantic import Field, PlainSerializer, model_validator

from jobsim.scenario.parts.retry import Retries
from jobsim.scenario.parts.submitter import MOST_JOBS
from jobsim.scenario.values.delay import Delay
from jobsim.scenario.values.fields import Strict, refusal
from jobsim.scenario.values.word import Word


class Overflow(Word):
    """What happens to a put that finds no place."""

    BLOCK = "block", "It waits, up to its timeout."
    REJECT = "reject", "It is refused at once."
    DROP_OLDEST = (
        "drop_oldest",
        "The job that has waited longest makes room for it; without places, the newcomer is refused.",
    )


class Discipline(Word):
    """Who is next. Ties go to the earlier job."""

    FIFO = "fifo", "The one that came first."
    LIFO = "lifo", "The one that came last."
    PRIORITY = "priority", "The one with the highest priority."
    SHORTEST = "shortest", "The one with the smallest size, which every submitter must then give."
    EARLIEST_DEADLINE = "earliest_deadline", "The one whose deadline is next; jobs without one come last."
    RANDOM = "random", "Any of them, drawn when a processor takes one."


class Queue(Strict):
    """The waiting places between submitters and processors."""

    capacity: int | None = Field(
        default=None,
        ge=0,
        le=MOST_JOBS,
        description="How many jobs may wait; those in service do not count. 0: they are only handed over to an idle "
        "processor; null: any number.",
        examples=[10],
    )
    overflow: Annotated[Overflow, Field(strict=False), PlainSerializer(str)] = Field(
        default=Overflow.BLOCK,
        description="What happens to a put that finds no place. All but block need a capacity.",
        examples=["reject"],
    )
    discipline: Annotated[Discipline, Field(strict=False), PlainSerializer(str)] = Field(
        default=Discipline.FIFO,
        description="Which of the waiting jobs is next. Ties go to the earlier job.",
        examples=["priority"],
    )
    expire: Delay | None = Field(
        default=None,
        description="How long a job may wait in the queue: one that has not started by then leaves it. null: for ever.",
        examples=["30s"],
    )
    redelivery: Retries | None = Field(
        default=None,
        description="How a job whose attempt failed comes back, as retry of a submitter says it. null: not at all.",
        examples=[{"attempts": 3, "backoff": {"first": "1s"}}, ["10s", "30s"]],
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
