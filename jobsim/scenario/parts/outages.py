"""When processors are not there: shifts by schedule, breakdowns by chance."""

from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, PlainSerializer

from jobsim.scenario.parts.submitter import MOST_ACTORS
from jobsim.scenario.values.delay import Delay, is_zero
from jobsim.scenario.values.fields import Duration, Strict
from jobsim.scenario.values.law import Law
from jobsim.scenario.values.word import Word

MOST_SHIFTS = 10_000


class Shift(Strict):
    """From some time on, so many processors."""

    at: Duration = Field(
        description="From when on; later than the change before, and counted from the start of the run.",
        examples=["5m"],
    )
    count: int = Field(
        ge=0,
        le=MOST_ACTORS,
        description="How many processors there are from then on: NAME-1, NAME-2 and so on.",
        examples=[4],
    )


class OnShrink(Word):
    """What a busy processor does that has to go."""

    FINISH = "finish", "It finishes its job first."
    REQUEUE = "requeue", "It goes at once, and hands its job back."


class Interrupted(Word):
    """What becomes of the job of a processor that breaks down."""

    RESUME = "resume", "It goes on after the repair where it was."
    RESTART = "restart", "It begins again after the repair, with a service time drawn anew."
    REQUEUE = "requeue", "It is handed back at once."
    LOSE = "lose", "It has failed at once."


def _some_time(law: Law) -> Law:
    if is_zero(law):
        raise ValueError("must be longer than 0: it would break down without end in one instant")
    return law


class Breakdowns(Strict):
    """Each processor for itself: up and under repair in turn, up first."""

    every: Annotated[Delay, AfterValidator(_some_time)] = Field(
        description="How long a processor is up until it breaks down; the time that it is away does not count.",
        examples=[{"distribution": "exponential", "mean": "1h"}],
    )
    repair: Delay = Field(description="How long the repair takes.", examples=["5m"])
    job: Annotated[Interrupted, Field(strict=False), PlainSerializer(str)] = Field(
        default=Interrupted.RESUME,
        description="What becomes of the job that a processor has when it breaks down.",
        examples=["requeue"],
    )


def _rising(shifts: list[Shift]) -> list[Shift]:
    for place, (before, after) in enumerate(pairwise(shifts), start=2):
        if after.at <= before.at:
            raise ValueError(f"at must rise; entry {place} is not later than the one before")
    return shifts


Shifts = Annotated[list[Shift], Field(min_length=1, max_length=MOST_SHIFTS), AfterValidator(_rising)]
OnShrinkName = Annotated[OnShrink, Field(strict=False), PlainSerializer(str)]
