"""When jobs come, beside a cadence: rates over time, bursts, a recording."""

from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import Discriminator, Field, PlainSerializer, Tag, model_validator

from jobsim.scenario.delay import Delay
from jobsim.scenario.fields import Duration, PositiveDuration, Rate, Strict, Value
from jobsim.scenario.whole_numbers import Whole

MOST_PHASES = 10_000


class Spacing(StrEnum):
    """How jobs lie within phases."""

    EVEN = "even"
    """The n-th job comes when the integral of the rate reaches n."""
    POISSON = "poisson"
    """At random, at the same rate."""


class Ramp(Strict):
    """A rate that changes along a straight line."""

    from_: Rate = Field(alias="from", description="The rate at the beginning of the phase.")
    to: Rate = Field(description="The rate at its end.")


class Phase(Strict):
    """A stretch of time with its rate."""

    for_: PositiveDuration = Field(alias="for", description="How long.")
    rate: Annotated[
        Annotated[Rate, Tag("rate")] | Annotated[Ramp, Tag("ramp")],
        Discriminator(lambda given: "ramp" if isinstance(given, (dict, Ramp)) else "rate"),
    ] = Field(description="Jobs per second, like 50/s, or {from: 2/s, to: 50/s}.")

    @property
    def rates(self) -> tuple[Fraction, Fraction]:
        """At its beginning and at its end, in jobs per second."""
        return (self.rate.from_, self.rate.to) if isinstance(self.rate, Ramp) else (self.rate, self.rate)


class Bursts(Strict):
    """On and off in turn; the cadence's clock runs only while on."""

    on: Delay = Field(description="How long each burst lasts.")
    off: Delay = Field(description="How long it is quiet between two bursts.")


class Trace(Strict):
    """A recording: when each job came, and what it was. Lists of one length, or columns of a CSV file."""

    at: Annotated[list[Duration], Field(min_length=1)]
    """From the submitter's start; never earlier than the one before."""
    size: list[Duration] | None = None
    value: list[Value] | None = None
    priority: list[Whole] | None = None
    source: str | None = None
    """The file it was read from, with its SHA-256; written when the file is read."""

    @model_validator(mode="after")
    def _alike(self) -> "Trace":
        for name in ("size", "value", "priority"):
            column = getattr(self, name)
            if column is not None and len(column) != len(self.at):
                raise ValueError(f"{name} must have as many entries as at ({len(self.at)}), not {len(column)}")
        for place, (before, after) in enumerate(zip(self.at, self.at[1:], strict=False), start=2):
            if after < before:
                raise ValueError(f"at must not go back in time; entry {place} is earlier than the one before")
        return self


SpacingName = Annotated[Spacing, Field(strict=False), PlainSerializer(str)]
