"""What theory gives: the long-run values of metrics, by the names that results give them."""

from collections.abc import Callable
from math import ceil, log, sqrt
from typing import TypeAlias

Expected: TypeAlias = dict[str, float]
"""Metric (`mean(waiting)`, `drop_rate`, ...) to its value, in the units of the result files."""

_NEGLIGIBLE = 1e-13


def steady(rate: float, service: float, processors: int, queued: float) -> Expected:
    """What follows from the mean number queued where no job is lost (Little 1961)."""
    waiting = queued / rate
    return {
        "throughput": rate,
        "utilisation": rate * service / processors,
        "mean(queued)": queued,
        "mean(waiting)": waiting,
        "mean(response)": waiting + service,
    }


def quantiles(of: str, tail: Callable[[float], float]) -> Expected:
    """p50, p95 and p99 of a time whose tail P(time > t) is given."""
    return {f"p{percent}({of})": quantile(tail, percent / 100) for percent in (50, 95, 99)}


def quantile(tail: Callable[[float], float], level: float) -> float:
    """The least time t with P(time > t) <= 1 - level, by bisection; the tail must fall to 0."""
    if tail(0.0) <= 1 - level:
        return 0.0
    low, high = 0.0, 1.0
    while tail(high) > 1 - level:
        low, high = high, 2 * high
    while low < (middle := (low + high) / 2) < high:  # until no float is left between them
        low, high = (middle, high) if tail(middle) > 1 - level else (low, middle)
    return high


def far_level(utilisation: float, processors: int) -> int:
    """So many jobs in the system that more are negligible, for a service no more variable than the exponential."""
    return processors + ceil(log(_NEGLIGIBLE) / log(utilisation)) + ceil(10 * sqrt(processors)) + 20
