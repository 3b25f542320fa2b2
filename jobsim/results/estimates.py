"""A metric over replications: its mean, and the interval in which the true mean lies with a given confidence.

Replications are independent, so the interval is Student's: mean ± t · s/√n, with n − 1 degrees of freedom (Law,
Simulation Modeling and Analysis, section 4.5).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from jobsim.results.metrics import Metric
from jobsim.results.student import mean_of, student

Value = float | int | None
Names = tuple[tuple[str, str, str], ...]
"""Metric, of what, and unit."""


class Estimate(NamedTuple):
    """A metric over replications. None where there is nothing to measure, or no interval to give."""

    metric: str
    of: str
    unit: str
    mean: Value
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


@dataclass
class Found:
    """What was measured of replications of a scenario: for each of them a row of values, in the order of their names.

    Without the names that they have in common, since a thousand small objects take longer to send from one process to
    another than ten thousand jobs to run.
    """

    names: Names = ()
    rows: list[tuple[Value, ...]] = field(default_factory=list)

    @classmethod
    def of(cls, replications: Iterable[Sequence[Metric]]) -> Self:
        """The metrics of replications that all have the same."""
        found = cls()
        for metrics in replications:
            found.names = found.names or tuple((metric, of, unit) for metric, of, unit, _ in metrics)
            found.rows.append(tuple(metric.value for metric in metrics))
        return found

    def __len__(self) -> int:
        return len(self.rows)

    def extend(self, more: Self) -> None:
        """Add the replications that come next."""
        self.names = self.names or more.names
        self.rows.extend(more.rows)

    def estimates(self, confidence: float) -> list[Estimate]:
        """Each metric, with an interval where two replications or more have a value."""
        quantiles: dict[int, float] = {}
        of_each = zip(self.names, zip(*self.rows, strict=True), strict=True) if self.rows else ()
        return [_estimate(name, values, confidence, quantiles) for name, values in of_each]

    def estimate(self, metric: str, of: str, confidence: float) -> Estimate:
        """One of them."""
        at = next(at for at, name in enumerate(self.names) if name[:2] == (metric, of))
        return _estimate(self.names[at], [row[at] for row in self.rows], confidence, {})


def _estimate(
    name: tuple[str, str, str], values: Sequence[Value], confidence: float, quantiles: dict[int, float]
) -> Estimate:
    """Quantiles are kept, by how many values they are for."""
    there = [value for value in values if value is not None]
    count = len(there)
    if len(values) == 1 or not count:
        return Estimate(*name, values[0], None, None, count if len(values) > 1 else 1)
    mean = mean_of(there)
    if count == 1:
        return Estimate(*name, mean, None, None, 1)
    quantile = quantiles.get(count)
    if quantile is None:
        quantile = quantiles[count] = student(count, confidence)
    deviation = math.sqrt(math.fsum([(value - mean) ** 2 for value in there]) / (count - 1))
    error = deviation / math.sqrt(count)
    half = quantile * error
    return Estimate(*name, mean, mean - half, mean + half, count, error)
