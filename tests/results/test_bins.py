"""Durations by their buckets, and the timeline by bins that are merged as a run goes on."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobsim.results.folding.bins import Bins, add_stays
from jobsim.results.folding.histogram import BUCKETS, buckets, percentiles
from jobsim.results.outcomes import COMPLETED
from jobsim.results.timeline import interval_of
from jobsim.units import NEVER


@given(st.lists(st.integers(0, NEVER), min_size=1, max_size=30))
def test_percentiles_are_within_a_thousandth(durations: list[int]) -> None:
    counts = np.bincount(buckets(np.array(durations)), minlength=BUCKETS)
    assert len(counts) == BUCKETS
    ordered, found = sorted(durations), percentiles(counts, max(durations), (50, 95, 99, 100))
    for percent, value in zip((50, 95, 99, 100), found, strict=True):
        assert value == pytest.approx(ordered[-(-percent * len(ordered) // 100) - 1], rel=1e-3)
    assert found[-1] == max(durations)


def test_whole_nanoseconds_are_told_apart_below_a_microsecond() -> None:
    assert buckets(np.arange(1023)).tolist() == sorted(set(buckets(np.arange(1023)).tolist()))
    assert percentiles(np.bincount(buckets(np.array([1000, 1001])), minlength=BUCKETS), 1001, (50, 95, 99, 100)) == (
        1000,
        1001,
        1001,
        1001,
    )


@pytest.mark.parametrize("end", [0, 1, 199, 200, 201, 5_000, 12_345_678, 10**12 + 7])
def test_bins_that_were_merged_are_those_of_the_whole(end: int) -> None:
    bins, starts = Bins(None), np.linspace(0, end, 50).astype(np.int64)
    ends = np.minimum(starts + end // 7, end)
    for start, stop in zip(starts, ends, strict=True):
        bins.reach(int(stop))
        add_stays(bins.area[0], bins.across[0], bins.step, start[None], stop[None], 3)
        np.add.at(bins.ended[COMPLETED], stop // bins.step, 1)
    found, step = bins.timeline(end, 1), interval_of(None, end)
    edges = [*range(0, max(end, 1), step), end]
    overlaps = [
        3 * sum(max(0, min(b, e) - max(a, s)) for s, e in zip(starts.tolist(), ends.tolist(), strict=True))
        for a, b in pairwise(edges)
    ]
    with np.errstate(invalid="ignore"):
        assert np.array_equal(found.blocked, np.array(overlaps) / np.diff(edges), equal_nan=True)
    assert found.counts["completed"].sum() == 50
    assert found.time.tolist() == edges[:-1]


def test_an_interval_asked_for_that_would_be_millions_of_rows_is_widened_by_tens() -> None:
    assert interval_of(7, 7_000_000) == 7
    assert interval_of(7, 7_000_001) == 70
    assert interval_of(7, 7_000_000_000) == 7_000
