"""The distributions a duration may have, by the name a scenario calls them.

One class each: its parameters, its moments by the textbook, and its draws. Draws come from a generator that is
handed in (NumPy's, but nothing here imports NumPy), and `draw(chance, 10)` twice gives what `draw(chance, 20)`
gives: a block never changes the sequence. Parameters and draws are in nanoseconds, moments in seconds.
"""

import math
from bisect import bisect_right
from itertools import accumulate
from statistics import NormalDist
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from jobsim.scenario.fields import Duration, Durations, PositiveDuration, Weights
from jobsim.scenario.law import Chance, Law, Moments
from jobsim.units import SECOND

_NORMAL = NormalDist()
_LOWEST, _HIGHEST = math.ulp(0.0), math.nextafter(1.0, 0.0)


class Constant(Law):
    """Always the same; what a bare duration stands for."""

    distribution: Literal["constant"]
    value: Duration

    @property
    def moments(self) -> Moments:
        return Moments(self.value / SECOND, 0.0)

    def draw(self, chance: Chance, count: int) -> Any:
        return [self.value] * count


class Uniform(Law):
    """Any duration from `min` to `max`, all alike."""

    distribution: Literal["uniform"]
    min: Duration
    max: Duration

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
    min: Duration
    mode: Duration
    max: Duration

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


class Exponential(Law):
    """Memoryless; as a cadence it makes a Poisson stream."""

    distribution: Literal["exponential"]
    mean: PositiveDuration

    @property
    def moments(self) -> Moments:
        mean = self.mean / SECOND
        return Moments(mean, mean**2)

    def draw(self, chance: Chance, count: int) -> Any:
        return self.mean * chance.standard_exponential(count)


class Erlang(Law):
    """The sum of `shape` exponential stages with the given mean in all."""

    distribution: Literal["erlang"]
    shape: Annotated[int, Field(ge=1, le=1_000_000)]
    mean: PositiveDuration

    @property
    def moments(self) -> Moments:
        mean = self.mean / SECOND
        return Moments(mean, mean**2 / self.shape)

    def draw(self, chance: Chance, count: int) -> Any:
        return self.mean / self.shape * chance.standard_gamma(self.shape, count)


class Gamma(Law):
    """Erlang's law for any positive `shape`."""

    distribution: Literal["gamma"]
    shape: Annotated[float, Field(ge=0.01, le=1e6)]
    mean: PositiveDuration

    @property
    def moments(self) -> Moments:
        mean = self.mean / SECOND
        return Moments(mean, mean**2 / self.shape)

    def draw(self, chance: Chance, count: int) -> Any:
        return self.mean / self.shape * chance.standard_gamma(self.shape, count)


class Hyperexponential(Law):
    """One of two exponentials, many short and few long, with balanced means (Tijms 1994, appendix B)."""

    distribution: Literal["hyperexponential"]
    mean: PositiveDuration
    cv: Annotated[float, Field(gt=1, le=1000)]

    @property
    def moments(self) -> Moments:
        mean = self.mean / SECOND
        return Moments(mean, (self.cv * mean) ** 2)

    def draw(self, chance: Chance, count: int) -> Any:
        square = self.cv * self.cv
        share = (1 + math.sqrt((square - 1) / (square + 1))) / 2
        means = {True: self.mean / (2 * share), False: self.mean / (2 * (1 - share))}
        # One row of two numbers a draw, so that the n-th draw is the same whatever the block.
        return [-means[which < share] * math.log1p(-level) for which, level in chance.random((count, 2)).tolist()]


class Lognormal(Law):
    """The exponential of a normal, given by `mean` and `cv`, or by `median` and `p99`."""

    distribution: Literal["lognormal"]
    mean: PositiveDuration | None = None
    cv: Annotated[float, Field(gt=0, le=1000)] | None = None
    median: PositiveDuration | None = None
    p99: PositiveDuration | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Lognormal":
        given = {name for name in ("mean", "cv", "median", "p99") if getattr(self, name) is not None}
        if given not in ({"mean", "cv"}, {"median", "p99"}):
            raise ValueError("a lognormal is given by mean and cv, or by median and p99")
        if self.median and self.p99 and self.p99 <= self.median:
            raise ValueError("p99 must be longer than median")
        return self

    @property
    def parameters(self) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm of the duration in nanoseconds."""
        if self.median and self.p99:
            return math.log(self.median), math.log(self.p99 / self.median) / _NORMAL.inv_cdf(0.99)
        assert self.mean
        assert self.cv
        square = math.log1p(self.cv * self.cv)
        return math.log(self.mean) - square / 2, math.sqrt(square)

    @property
    def moments(self) -> Moments:
        mu, sigma = self.parameters
        mean = math.exp(mu + sigma**2 / 2) / SECOND
        return Moments(mean, mean**2 * math.expm1(sigma**2))

    def draw(self, chance: Chance, count: int) -> Any:
        mu, sigma = self.parameters
        return chance.lognormal(mu, sigma, count)


class Normal(Law):
    """A normal cut off at 0; `mean` and `sd` are those of the uncut parent."""

    distribution: Literal["normal"]
    mean: Duration
    sd: PositiveDuration

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
    shape: Annotated[float, Field(ge=0.05, le=1000)]
    scale: PositiveDuration

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
    shape: Annotated[float, Field(ge=0.01, le=1000)]
    scale: PositiveDuration

    @property
    def moments(self) -> Moments:
        a, scale = self.shape, self.scale / SECOND
        mean = a * scale / (a - 1) if a > 1 else None
        variance = scale**2 * a / ((a - 1) ** 2 * (a - 2)) if a > 2 else None
        return Moments(mean, variance)

    def draw(self, chance: Chance, count: int) -> Any:
        return self.scale * (1 + chance.pareto(self.shape, count))


class Empirical(Law):
    """What was measured: `values`, as likely as their `weights`, or the column of a CSV file."""

    distribution: Literal["empirical"]
    values: Durations
    weights: Weights | None = None
    source: str | None = None
    """Where values read from a file came from, with the file's SHA-256; written when the file is read."""

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
        steps = list(accumulate(self.weights or [1.0] * len(self.values)))
        # The last step with a weight catches a level that rounding lifts to the very end.
        last = bisect_right(steps, math.nextafter(steps[-1], 0))
        levels = (chance.random(count) * steps[-1]).tolist()
        return [self.values[min(bisect_right(steps, level), last)] for level in levels]


AnyLaw = (
    Constant
    | Uniform
    | Triangular
    | Exponential
    | Erlang
    | Gamma
    | Hyperexponential
    | Lognormal
    | Normal
    | Weibull
    | Pareto
    | Empirical
)
"""Every law there is; a new one is a class above and a line here."""
