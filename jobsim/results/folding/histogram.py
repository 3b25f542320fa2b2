"""Durations counted in buckets whose width grows with them, so that percentiles are right within 0.1 %.

There are 512 buckets between a duration and its double; below a microsecond each whole nanosecond has its own.
"""

import math
from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from jobsim.results.groups import rank
from jobsim.results.jobtable import Column
from jobsim.units import Nanoseconds

_BITS = 9
SHIFT = 52 - _BITS
"""The bits of a float that a bucket does not look at."""
FIRST = 1023 << _BITS
"""What the others are of 1.0."""
BUCKETS = (62 << _BITS) + 1
"""As many as durations up to NEVER need."""


def buckets_until(longest: Nanoseconds | None) -> int:
    """As many as durations up to that need; None: whatever they are."""
    return BUCKETS if longest is None else int(buckets(np.array([longest]))[0]) + 1


def buckets(durations: Column) -> Column:
    """The bucket of each duration: the leading bits of (duration + 1) as a float, which are in order as numbers."""
    leading: Column = (durations + 1.0).view(np.int64) >> SHIFT
    return leading - FIRST


def percentiles(counts: Column, most: Nanoseconds, percents: Iterable[int | Fraction]) -> tuple[Nanoseconds, ...]:
    """Percentiles by nearest rank, within 0.1 %, of one duration or more, given the largest."""
    up_to = np.cumsum(counts)
    ranks = np.array([rank(percent, int(up_to[-1])) for percent in percents], dtype=np.int64)
    found = np.searchsorted(up_to, ranks, "right").tolist()
    last = int(up_to[-1]) - 1
    return tuple(
        most if at == last else min(_middle(bucket), most) for at, bucket in zip(ranks.tolist(), found, strict=True)
    )


def _middle(bucket: int) -> Nanoseconds:
    edges: list[float] = (np.array([bucket, bucket + 1]) + FIRST << SHIFT).view(np.float64).tolist()
    first, beyond = (math.ceil(edge) - 1 for edge in edges)
    return (first + beyond - 1) // 2
