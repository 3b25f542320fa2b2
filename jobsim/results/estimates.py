"""A metric over replications: its mean, and the interval in which the true mean lies with a given confidence.

Replications are independent, so the interval is Student's: mean ± t · s/√n, with n − 1 degrees of freedom (Law,
Simulation Modeling and Analysis, section 4.5).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from jobsim.results.metrics import Metric
from jobsim.results.student import mean_of, student


class Estimate(NamedTuple):
    """A metric over replications. None where there is nothing to measure, or no interval to give."""

    metric: str
    of: str
    unit: str
    mean: float | int | None
    low: float | None
    high: float | None
    replications: int
    """How many of them had anything to measure."""
    error: float | None = None
    """The standard error of the mean."""

    @property
    def half(self) -> float | None:
        """Half the width of the interval."""
        return None if self.high is None or self.low is None else (self.high - self.low) / 2


def relative_half(known: Estimate) -> float:
    """Half the width of the interval as a share of the mean; infinite where there is none, or nothing happened."""
    if known.half is None or not known.mean:
        return math.inf
    return known.half / abs(known.mean)


def estimates(found: Sequence[Sequence[Metric]], confidence: float) -> list[Estimate]:
    """Each metric of replications that all have the same metrics, with an interval where two or more have a value."""
    of_one = [tuple(same) for same in zip(*found, strict=True)]
    quantiles = {
        count: student(count, confidence) for count in {sum(m.value is not None for m in same) for same in of_one}
    }
    return [_estimate(same, quantiles) for same in of_one]


def _estimate(same: tuple[Metric, ...], quantiles: dict[int, float]) -> Estimate:
    metric, of, unit, first = same[0]
    values = [found.value for found in same if found.value is not None]
    count = len(values)
    if len(same) == 1 or not count:
        return Estimate(metric, of, unit, first, None, None, count if len(same) > 1 else 1)
    mean = mean_of(values)
    if count == 1:
        return Estimate(metric, of, unit, mean, None, None, 1)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (count - 1))
    error = deviation / math.sqrt(count)
    half = quantiles[count] * error
    return Estimate(metric, of, unit, mean, mean - half, mean + half, count, error)
