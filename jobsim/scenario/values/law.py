"""What every law can do: tell its moments, and draw."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple, Protocol

from jobsim.scenario.values.fields import Strict


class Moments(NamedTuple):
    """Mean and variance, of durations in seconds and seconds²; None where the law has none."""

    mean: float | None
    variance: float | None


class Chance(Protocol):
    """What a draw may ask of a random generator: the methods of `numpy.random.Generator` used here."""

    def random(self, size: Any) -> Any: ...
    def standard_exponential(self, size: int) -> Any: ...
    def standard_gamma(self, shape: float, size: int) -> Any: ...
    def lognormal(self, mean: float, sigma: float, size: int) -> Any: ...
    def triangular(self, left: float, mode: float, right: float, size: int) -> Any: ...
    def weibull(self, a: float, size: int) -> Any: ...
    def pareto(self, a: float, size: int) -> Any: ...
    def poisson(self, lam: float, size: int) -> Any: ...


class Law(Strict):
    """A law of durations, or of whole numbers. Each has two things beside its parameters:

    `moments`: mean and variance, in closed form.
    `draw(chance, count)`: so many numbers or durations (in nanoseconds, 0 or more, not yet rounded), as an array or a
    list.
    """

    @property
    def moments(self) -> Moments:
        raise NotImplementedError  # pragma: no cover - each law has its own

    def draw(self, chance: Chance, count: int) -> Any:
        raise NotImplementedError  # pragma: no cover - each law has its own


def draw_places(chance: Chance, count: int, weights: Sequence[float]) -> list[int]:
    """So many places in a list, each as likely as its weight."""
    steps = list(accumulate(weights))
    # The last step with a weight catches a level that rounding lifts to the very end.
    last = bisect_right(steps, math.nextafter(steps[-1], 0))
    levels = (chance.random(count) * steps[-1]).tolist()
    return [min(bisect_right(steps, level), last) for level in levels]
