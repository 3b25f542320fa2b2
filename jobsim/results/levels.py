"""How many were there at a time: levels of stays in [start, end), exact in whole nanoseconds."""

import numpy as np

from jobsim.results.jobtable import Column


def total(durations: Column) -> int:
    """The exact sum, however large: the halves of each number are summed apart."""
    high, low = durations >> 32, durations & 0xFFFF_FFFF
    return (int(high.sum()) << 32) + int(low.sum())


def peak(starts: Column, ends: Column) -> int:
    """The most stays at one time. A stay that ends where it starts is in nobody's way."""
    if not len(starts):
        return 0
    starts, ends = np.sort(starts), np.sort(ends)
    return int((np.searchsorted(starts, starts, "right") - np.searchsorted(ends, starts, "right")).max())


def areas(starts: Column, ends: Column, edges: Column) -> Column:
    """The time that all stays spent in each interval between two edges.

    The area up to t is the sum of (t - start) over the starts before t, less the same for the ends. Sums may wrap
    around in 64 bits; their differences over an interval are right nevertheless.
    """
    return np.diff(_area_before(np.sort(starts), edges) - _area_before(np.sort(ends), edges))


def _area_before(instants: Column, edges: Column) -> Column:
    sums = np.concatenate(([0], np.cumsum(instants)))
    count = np.searchsorted(instants, edges)
    return count * edges - sums[count]
