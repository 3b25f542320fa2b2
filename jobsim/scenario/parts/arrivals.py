"""When jobs come, beside a cadence: rates over time, bursts, a recording."""

from fractions import Fraction
from typing import Annotated

from pydantic import Discriminator, Field, PlainSerializer, Tag, model_validator

from jobsim.scenario.values.delay import Delay
from jobsim.scenario.values.fields import Duration, PositiveDuration, Rate, Strict, Value
from jobsim.scenario.values.whole_numbers import Whole
from jobsim.scenario.values.word import Word

MOST_PHASES = 10_000


class Spacing(Word):
    """How jobs lie within phases."""

    EVEN = "even", "The n-th job comes when the integral of the rate reaches n."
    POISSON = "poisson", "At random, at the same rate."


class Ramp(Strict):
    """A rate that changes along a straight line."""

    from_: Rate = Field(alias="from", description="The rate at the beginning of the phase.", examples=["2/s"])
    to: Rate = Field(description="The rate at its end.", examples=["50/s"])


class Phase(Strict):
    """A stretch of time with its rate."""

    for_: PositiveDuration = Field(alias="for", description="How long this stretch lasts.", examples=["30s"])
    rate: Annotated[
        Annotated[Rate, Tag("rate")] | Annotated[Ramp, Tag("ramp")],
        Discriminator(lambda given: "ramp" if isinstance(given, (dict, Ramp)) else "rate"),
    ] = Field(
        description="How many jobs come in a time; or a ramp, from one rate to another.",
        examples=["50/s", {"from": "2/s", "to": "50/s"}],
    )

    @property
    def rates(self) -> tuple[Fraction, Fraction]:
        """At its beginning and at its end, in jobs per second."""
        return (self.rate.from_, self.rate.to) if isinstance(self.rate, Ramp) else (self.rate, self.rate)


class Bursts(Strict):
    """On and off in turn; the cadence's clock runs only while on."""

    on: Delay = Field(description="How long each burst lasts.", examples=["5s"])
    off: Delay = Field(
        description="How long it is quiet between two bursts.",
        examples=["1m", {"distribution": "exponential", "mean": "1m"}],
    )


class Trace(Strict):
    """A recording: when each job came, and what it was. Lists of one length, or columns of a CSV file."""

    at: Annotated[list[Duration], Field(min_length=1)] = Field(
        description="When each job came, counted from the submitter's start, never earlier than the one before: a "
        "column of the file, or a list of durations.",
        examples=["time", ["0s", "1.5s"]],
    )
    size: list[Duration] | None = Field(
        default=None,
        description="How long each job takes to serve: a column of the file, or a list of durations. null: as the "
        "pool says.",
        examples=["took", ["1s", "2s"]],
    )
    value: list[Value] | None = Field(
        default=None,
        description="What each job carries: a column of the file, or a list of numbers and short texts. null: nothing.",
        examples=["customer", ["a", "b"]],
    )
    priority: list[Whole] | None = Field(
        default=None,
        description="How urgent each job is: a column of the file, or a list of whole numbers. null: 0.",
        examples=["urgent", [0, 1]],
    )
    source: str | None = Field(
        default=None,
        description="The file it was read from, with its SHA-256; jobsim writes it into what it keeps of a run.",
        examples=["arrivals.csv:time sha256:0123"],
        json_schema_extra={"doNotSuggest": True},
    )

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
