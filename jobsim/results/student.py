"""Means and Student's quantile: what intervals are made of, before any table is."""

import math
from collections.abc import Sequence


def mean_of(values: Sequence[float]) -> float:
    """The mean of one value or more."""
    mean = math.fsum(values) / len(values)
    return min(max(mean, min(values)), max(values))  # rounded, it may lie beside equal values


def student(count: int, confidence: float) -> float:
    """Student's quantile for the mean of so many values, of both sides together; 0 where there is no interval."""
    if count < 2:
        return 0.0
    from scipy.special import stdtrit  # noqa: PLC0415 - a tenth of a second that a single run need not wait for

    return float(stdtrit(count - 1, (1 + confidence) / 2))
