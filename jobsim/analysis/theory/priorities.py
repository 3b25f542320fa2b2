"""Priorities that do not interrupt: Poisson puts of several classes at one processor, M/G/1.

A. Cobham, "Priority assignment in waiting line problems", Operations Research 2, 1954; Kleinrock, Queueing Systems II,
1976, section 3.6.
"""

from collections.abc import Sequence
from math import fsum


def priorities(classes: Sequence[tuple[float, float, float]]) -> list[float]:
    """Mean waits of classes, the highest first, each as (rate, mean, variance) of its jobs; needs a load below 1."""
    residual = fsum(rate * (mean * mean + variance) for rate, mean, variance in classes) / 2
    waits, above = [], 0.0
    for rate, mean, _ in classes:
        load = above + rate * mean
        waits.append(residual / ((1 - above) * (1 - load)))
        above = load
    return waits
