"""How many were there at a time: levels of stays in [start, end), exact in whole nanoseconds."""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np

from jobsim.results.jobtable import Column


def total(durations: Column) -> int:
    """The exact sum, however large: where 64 bits might not hold it, the halves of each number are summed apart."""
    if not len(durations):
        return 0
    most = max(int(durations.max()), -int(durations.min()))
    if most * len(durations) < 2**63:
        return int(durations.sum(dtype=np.int64))
    high, low = durations >> 32, durations & 0xFFFF_FFFF
    return (int(high.sum()) << 32) + int(low.sum())


def peak(starts: Column, ends: Column) -> int:
    """The most stays at one time. A stay that ends where it starts is in nobody's way."""
    starts, ends = _in_order(starts), _in_order(ends)
    high = 1
    while _ever_more(high, starts, ends):
        high *= 2
    return bisect_left(range(high), True, key=lambda most: not _ever_more(most, starts, ends))


def ever_more_than(most: int, starts: Column, ends: Column) -> bool:
    """Whether there were more stays than that at one time."""
    return _ever_more(most, _in_order(starts), _in_order(ends))


def areas(stays: Iterable[tuple[Column, Column]], edges: Column) -> Column:
    """The time that all stays (starts and ends) spent in each interval between two edges.

    The edges are equally far apart but for the last. Sums may wrap around in 64 bits; the area of an interval, which
    is a difference of two, is right nevertheless.
    """
    more, instants = np.zeros(len(edges) - 1, dtype=np.int64), np.zeros(len(edges) - 1, dtype=np.int64)
    for starts, ends in stays:
        for column, sign in ((starts, 1), (ends, -1)):
            at = np.minimum(column // max(edges[1], 1), len(more) - 1)
            np.add.at(more, at, sign)
            np.add.at(instants, at, sign * column)
    # Each counts from its instant to the end of its interval, and all the time in those that follow.
    return more * edges[1:] - instants + (np.cumsum(more) - more) * np.diff(edges)


def _ever_more(most: int, starts: Column, ends: Column) -> bool:
    """Of columns in order. When i stays have started, no more than `most` are there if i - `most` have ended."""
    return bool((ends[: max(len(ends) - most, 0)] > starts[most:]).any())


def _in_order(instants: Column) -> Column:
    return instants if (instants[1:] >= instants[:-1]).all() else np.sort(instants)
