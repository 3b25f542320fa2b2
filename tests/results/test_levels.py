"""Levels of stays and their sums, worked out by hand or counted one by one."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobsim.results.levels import areas, ever_more_than, peak, total

STAYS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), max_size=12)


@given(STAYS)
def test_the_peak_is_the_most_that_are_there_at_a_start(stays: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in stays], dtype=np.int64)
    ends = np.array([start + lasts for start, lasts in stays], dtype=np.int64)
    most = max((sum(start <= at < end for start, end in zip(starts, ends, strict=True)) for at in starts), default=0)
    assert peak(starts, ends) == most
    assert [ever_more_than(few, starts, ends) for few in range(14)] == [few < most for few in range(14)]


@given(STAYS, st.integers(1, 7))
def test_areas_are_counted_instant_by_instant(stays: list[tuple[int, int]], step: int) -> None:
    starts = np.array([start for start, _ in stays], dtype=np.int64)
    ends = np.array([start + lasts for start, lasts in stays], dtype=np.int64)
    edges = np.append(np.arange(0, 18, step), 18)
    there = [sum(start <= at < end for start, end in zip(starts, ends, strict=True)) for at in range(18)]
    expected = [sum(there[first:last]) for first, last in pairwise(edges)]
    assert areas([(starts, ends)], edges).tolist() == expected


def test_areas_are_exact_where_their_sums_wrap_around() -> None:
    end = 2**62 - 1
    starts, ends = np.full(9, end - 2, dtype=np.int64), np.full(9, end, dtype=np.int64)
    # Two intervals: the last begins a nanosecond before the end.
    assert areas([(starts, ends)], np.array([0, end - 1, end])).tolist() == [9, 9]


def test_a_run_of_no_length_has_no_areas() -> None:
    none = np.zeros(3, dtype=np.int64)
    assert areas([(none, none)], np.array([0, 0])).tolist() == [0]


@pytest.mark.parametrize("kind", [np.int8, np.int32, np.int64])
def test_sums_of_columns_of_any_width_are_exact(kind: type) -> None:
    most = int(np.iinfo(kind).max)
    assert total(np.full(1000, most, dtype=kind)) == 1000 * most
    assert total(np.full(1000, -most - 1, dtype=kind)) == 1000 * (-most - 1)
