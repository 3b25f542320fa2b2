"""Distributions between two bounds, and those of single values: constant, uniform, triangular, empirical."""

import math
from typing import Any, Literal

from pydantic import Field, model_validator

from jobsim.scenario.values.fields import Duration, Durations, Weights
from jobsim.scenario.values.law import Chance, Law, Moments, draw_places
from jobsim.units import SECOND


class Constant(Law):
    """Always the same; what a bare duration stands for."""

    distribution: Literal["constant"]
    value: Duration = Field(description="How long it always is.", examples=["2s"])

    @property
    def moments(self) -> Moments:
        return Moments(self.value / SECOND, 0.0)

    def draw(self, chance: Chance, count: int) -> Any:
        return [self.value] * count


class Uniform(Law):
    """Any duration from `min` to `max`, all alike."""

    distribution: Literal["uniform"]
    min: Duration = Field(description="The shortest there is; less than max.", examples=["1s"])
    max: Duration = Field(description="The longest there is.", examples=["3s"])

    @model_validator(mode="after")
    def _ordered(self) -> "Uniform":
        if self.min >= self.max:
            raise ValueError("min must be less than max")
        return self

    @property
    def moments(self) -> Moments:
        return Moments((self.min + self.max) / 2 / SECOND, ((self.max - self.min) / SECOND) ** 2 / 12)

    def draw(self, chance: Chance, count: int) -> Any:
        return self.min + (self.max - self.min) * chance.random(count)


class Triangular(Law):
    """From `min` to `max`, most often near `mode`."""

    distribution: Literal["triangular"]
    min: Duration = Field(description="The shortest there is.", examples=["1s"])
    mode: Duration = Field(description="The most frequent; from min to max.", examples=["1500ms"])
    max: Duration = Field(description="The longest there is.", examples=["3s"])

    @model_validator(mode="after")
    def _ordered(self) -> "Triangular":
        if not self.min <= self.mode <= self.max or self.min == self.max:
            raise ValueError("min, mode and max must rise in this order (min less than max)")
        return self

    @property
    def moments(self) -> Moments:
        a, c, b = self.min / SECOND, self.mode / SECOND, self.max / SECOND
        return Moments((a + b + c) / 3, (a * a + b * b + c * c - a * b - a * c - b * c) / 18)

    def draw(self, chance: Chance, count: int) -> Any:
        return chance.triangular(self.min, self.mode, self.max, count)


class Empirical(Law):
    """What was measured: `values`, as likely as their `weights`, or the column of a CSV file."""

    distribution: Literal["empirical"]
    values: Durations = Field(
        description="What was measured: a list of durations. Required, unless a file and its column are named.",
        examples=[["100ms", "300ms", "2s"]],
    )
    weights: Weights | None = Field(
        default=None,
        description="How likely each of the values is, beside the others: a number for each. null: all alike.",
        examples=[[5, 3, 1]],
    )
    source: str | None = Field(
        default=None,
        description="The file it was read from, with its SHA-256; jobsim writes it into what it keeps of a run.",
        examples=["measured.csv:seconds sha256:0123"],
        json_schema_extra={"doNotSuggest": True},
    )

    @model_validator(mode="after")
    def _weighted(self) -> "Empirical":
        if self.weights is not None and len(self.weights) != len(self.values):
            raise ValueError(f"weights must be as many as values ({len(self.values)}), not {len(self.weights)}")
        if self.weights is not None and not sum(self.weights):
            raise ValueError("weights must not all be 0")
        return self

    @property
    def moments(self) -> Moments:
        weights = self.weights or [1.0] * len(self.values)
        total = math.fsum(weights)
        seconds = [value / SECOND for value in self.values]
        mean = math.fsum(w * x for w, x in zip(weights, seconds, strict=True)) / total
        return Moments(mean, math.fsum(w * (x - mean) ** 2 for w, x in zip(weights, seconds, strict=True)) / total)

    def draw(self, chance: Chance, count: int) -> Any:
        return [self.values[place] for place in draw_places(chance, count, self.weights or [1.0] * len(self.values))]
