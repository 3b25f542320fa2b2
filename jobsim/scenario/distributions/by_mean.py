"""Distributions given by their mean, or by the rate it stands for: exponential, its sums and mixtures, lognormal."""

import math
from statistics import NormalDist
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from jobsim.scenario.values.fields import PositiveDuration, PositiveRate
from jobsim.scenario.values.law import Chance, Law, Moments
from jobsim.units import SECOND

_NORMAL = NormalDist()

MEAN: Any = Field(default=None, description="The mean. In its place there may be the rate.", examples=["2s"])
RATE: Any = Field(
    default=None,
    description="How many come in a time, in place of the mean, which is the gap between two of them.",
    examples=["50/s"],
)


class LawByMean(Law):
    """A law given by its mean, or by the rate of which it is the mean gap."""

    mean: PositiveDuration | None = MEAN
    rate: PositiveRate | None = RATE

    @model_validator(mode="after")
    def _mean_or_rate(self) -> "LawByMean":
        if (self.mean is None) == (self.rate is None):
            raise ValueError("give its mean, or its rate (like 50/s), one of the two")
        return self

    @property
    def mean_nanoseconds(self) -> int | float:
        """The mean, whole where it was given as a duration."""
        if self.mean is not None:
            return self.mean
        assert self.rate is not None
        return float(SECOND / self.rate)


class Exponential(LawByMean):
    """Memoryless; as a cadence it makes a Poisson stream."""

    distribution: Literal["exponential"]

    @property
    def moments(self) -> Moments:
        mean = self.mean_nanoseconds / SECOND
        return Moments(mean, mean**2)

    def draw(self, chance: Chance, count: int) -> Any:
        return self.mean_nanoseconds * chance.standard_exponential(count)


class Erlang(LawByMean):
    """The sum of `shape` exponential stages with the given mean in all."""

    distribution: Literal["erlang"]
    shape: int = Field(
        ge=1, le=1_000_000, description="How many exponential stages; the more, the less it varies.", examples=[3]
    )

    @property
    def moments(self) -> Moments:
        mean = self.mean_nanoseconds / SECOND
        return Moments(mean, mean**2 / self.shape)

    def draw(self, chance: Chance, count: int) -> Any:
        return self.mean_nanoseconds / self.shape * chance.standard_gamma(self.shape, count)


class Gamma(LawByMean):
    """Erlang's law for any positive `shape`."""

    distribution: Literal["gamma"]
    shape: float = Field(
        ge=0.01,
        le=1e6,
        description="How regular it is: 1 is exponential, more is steadier, less more erratic.",
        examples=[0.5],
    )

    @property
    def moments(self) -> Moments:
        mean = self.mean_nanoseconds / SECOND
        return Moments(mean, mean**2 / self.shape)

    def draw(self, chance: Chance, count: int) -> Any:
        return self.mean_nanoseconds / self.shape * chance.standard_gamma(self.shape, count)


class Hyperexponential(LawByMean):
    """One of two exponentials, many short and few long, with balanced means (Tijms 1994, appendix B)."""

    distribution: Literal["hyperexponential"]
    cv: float = Field(
        gt=1,
        le=1000,
        description="The coefficient of variation: standard deviation divided by mean.",
        examples=[2],
    )

    @property
    def moments(self) -> Moments:
        mean = self.mean_nanoseconds / SECOND
        return Moments(mean, (self.cv * mean) ** 2)

    def draw(self, chance: Chance, count: int) -> Any:
        square = self.cv * self.cv
        share = (1 + math.sqrt((square - 1) / (square + 1))) / 2
        means = {True: self.mean_nanoseconds / (2 * share), False: self.mean_nanoseconds / (2 * (1 - share))}
        # One row of two numbers a draw, so that the n-th draw is the same whatever the block.
        return [-means[which < share] * math.log1p(-level) for which, level in chance.random((count, 2)).tolist()]


class Lognormal(Law):
    """The exponential of a normal, given by `mean` and `cv`, or by `median` and `p99`."""

    distribution: Literal["lognormal"]
    mean: PositiveDuration | None = MEAN
    cv: Annotated[float, Field(gt=0, le=1000)] | None = Field(
        default=None,
        description="The coefficient of variation: standard deviation divided by mean. It goes with mean or rate.",
        examples=[1.5],
    )
    rate: PositiveRate | None = RATE
    median: PositiveDuration | None = Field(
        default=None, description="Half of all are shorter. It goes with p99, in place of mean and cv.", examples=["1s"]
    )
    p99: PositiveDuration | None = Field(
        default=None, description="All but one in a hundred are shorter. It goes with median.", examples=["10s"]
    )

    @model_validator(mode="after")
    def _one_way(self) -> "Lognormal":
        given = {name for name in ("mean", "rate", "cv", "median", "p99") if getattr(self, name) is not None}
        if given not in ({"mean", "cv"}, {"rate", "cv"}, {"median", "p99"}):
            raise ValueError("a lognormal is given by mean (or rate) and cv, or by median and p99")
        if self.median and self.p99 and self.p99 <= self.median:
            raise ValueError("p99 must be longer than median")
        return self

    @property
    def parameters(self) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm of the duration in nanoseconds."""
        if self.median and self.p99:
            return math.log(self.median), math.log(self.p99 / self.median) / _NORMAL.inv_cdf(0.99)
        assert self.cv
        square = math.log1p(self.cv * self.cv)
        mean = self.mean if self.rate is None else SECOND / self.rate
        assert mean
        return math.log(mean) - square / 2, math.sqrt(square)

    @property
    def moments(self) -> Moments:
        mu, sigma = self.parameters
        mean = math.exp(mu + sigma**2 / 2) / SECOND
        return Moments(mean, mean**2 * math.expm1(sigma**2))

    def draw(self, chance: Chance, count: int) -> Any:
        mu, sigma = self.parameters
        return chance.lognormal(mu, sigma, count)
