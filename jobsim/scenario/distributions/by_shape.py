"""Distributions given by other parameters: normal, weibull, pareto."""

import math
from statistics import NormalDist
from typing import Any, Literal

from pydantic import Field

from jobsim.scenario.values.fields import Duration, PositiveDuration
from jobsim.scenario.values.law import Chance, Law, Moments
from jobsim.units import SECOND

_NORMAL = NormalDist()
_LOWEST, _HIGHEST = math.ulp(0.0), math.nextafter(1.0, 0.0)


class Normal(Law):
    """A normal cut off at 0; `mean` and `sd` are those of the uncut parent."""

    distribution: Literal["normal"]
    mean: Duration = Field(description="The mean, before it is cut off at 0.", examples=["2s"])
    sd: PositiveDuration = Field(description="The standard deviation, before it is cut off at 0.", examples=["400ms"])

    @property
    def moments(self) -> Moments:
        mean, sd = self.mean / SECOND, self.sd / SECOND
        cut = -mean / sd
        hazard = _NORMAL.pdf(cut) / (1 - _below(cut))
        return Moments(mean + sd * hazard, sd**2 * (1 + cut * hazard - hazard**2))

    def draw(self, chance: Chance, count: int) -> Any:
        below = _below(-self.mean / self.sd)
        quantile, mean, sd = _NORMAL.inv_cdf, self.mean, self.sd
        levels = (below + chance.random(count) * (1 - below)).tolist()
        return [max(0.0, mean + sd * quantile(min(max(level, _LOWEST), _HIGHEST))) for level in levels]


def _below(level: float) -> float:
    # Not NormalDist.cdf: how it rounds depends on the version of Python, and draws must not.
    return math.erfc(-level / math.sqrt(2)) / 2


class Weibull(Law):
    """Times to failure: `shape` below 1 has a long tail, above 1 a hump near `scale`."""

    distribution: Literal["weibull"]
    shape: float = Field(
        ge=0.05, le=1000, description="Below 1 it has a long tail, above 1 a hump near scale.", examples=[0.7]
    )
    scale: PositiveDuration = Field(description="63% of all are shorter.", examples=["1s"])

    @property
    def moments(self) -> Moments:
        scale = self.scale / SECOND
        mean = scale * math.gamma(1 + 1 / self.shape)
        return Moments(mean, scale**2 * math.gamma(1 + 2 / self.shape) - mean**2)

    def draw(self, chance: Chance, count: int) -> Any:
        return self.scale * chance.weibull(self.shape, count)


class Pareto(Law):
    """A power law: never below `scale`, without a mean up to `shape` 1, without a variance up to 2."""

    distribution: Literal["pareto"]
    shape: float = Field(
        ge=0.01,
        le=1000,
        description="How fast the tail falls: up to 1 there is no mean, up to 2 no variance.",
        examples=[2.5],
    )
    scale: PositiveDuration = Field(description="The shortest there is.", examples=["100ms"])

    @property
    def moments(self) -> Moments:
        a, scale = self.shape, self.scale / SECOND
        mean = a * scale / (a - 1) if a > 1 else None
        variance = scale**2 * a / ((a - 1) ** 2 * (a - 2)) if a > 2 else None
        return Moments(mean, variance)

    def draw(self, chance: Chance, count: int) -> Any:
        return self.scale * (1 + chance.pareto(self.shape, count))
