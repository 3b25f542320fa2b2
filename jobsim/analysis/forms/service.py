"""How long jobs take, as theory asks for it."""

from typing import NamedTuple

from jobsim.scenario.distributions import Constant, Erlang, Exponential, Gamma, Weibull
from jobsim.scenario.values.law import Law
from jobsim.units import SECOND

FINEST = 1e-6
"""Seconds: of draws that are shorter on average, the rounding to nanoseconds shows."""


def exponential_mean(law: Law | None) -> float | None:
    """The mean of an exponential law, in seconds, by whatever name; None of any other law."""
    one_of_many = isinstance(law, (Erlang, Gamma, Weibull)) and law.shape == 1
    if law is None or not (isinstance(law, Exponential) or one_of_many):
        return None
    mean = law.moments.mean
    return mean if mean is not None and mean >= FINEST else None


class Service(NamedTuple):
    """A law of service times, and how many times as fast the processors are."""

    law: Law
    speed: float

    @property
    def mean(self) -> float | None:
        """In seconds."""
        if isinstance(self.law, Constant):
            return round(self.law.value / self.speed) / SECOND
        mean = self.law.moments.mean
        return None if mean is None else mean / self.speed

    @property
    def variance(self) -> float | None:
        """In seconds²."""
        variance = self.law.moments.variance
        return None if variance is None else variance / self.speed**2

    @property
    def exponential(self) -> float | None:
        """The mean, where the law is exponential."""
        mean = exponential_mean(self.law)
        return None if mean is None or mean < FINEST * self.speed else mean / self.speed

    @property
    def stages(self) -> int | None:
        """Of how many exponential stages it is the sum, if of any."""
        if isinstance(self.law, (Erlang, Gamma)) and self.law.shape == int(self.law.shape):
            return int(self.law.shape)
        return None
