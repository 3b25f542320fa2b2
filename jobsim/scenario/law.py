"""What every law of durations can do: tell its moments, and draw."""

from typing import Any, NamedTuple, Protocol

from jobsim.scenario.fields import Strict


class Moments(NamedTuple):
    """Mean and variance in seconds and seconds²; None where the law has none."""

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


class Law(Strict):
    """A law of durations. Each has two things beside its parameters:

    `moments`: mean and variance, in closed form.
    `draw(chance, count)`: so many durations in nanoseconds, 0 or more, not yet rounded, as an array or a list.
    """
