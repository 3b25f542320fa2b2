"""The timeline of a run worked out by hand (the one of test_metrics), and its steps."""

from collections.abc import Callable

import pytest

import jobsim
from jobsim.results.timeline import MOST_ROWS_BY_DEFAULT, one_two_five, timeline
from tests.results.test_metrics import SCENARIO


def test_intervals_are_half_open_and_the_last_one_is_whole(run_text: Callable[..., jobsim.Result]) -> None:
    found = timeline(run_text("timeline: 5s\n" + SCENARIO.strip()).run)
    # [0,5): five puts, job 1 done at 4. [5,10): drops at 5.5 and 6.5, job 2 done at 8. [10,12]: job 3 done at 12.
    assert found.time.tolist() == [0, 5_000_000_000, 10_000_000_000]
    assert found.duration.tolist() == [5_000_000_000, 5_000_000_000, 2_000_000_000]
    assert found.submitted.tolist() == [5, 0, 0]
    assert found.counts["completed"].tolist() == [1, 1, 1]
    assert found.counts["dropped"].tolist() == [0, 2, 0]
    # Blocked in [0,5): job 3 from 2 to 4, job 4 from 3, job 5 from 4: 2 + 2 + 1. In [5,10): 0.5 + 1.5.
    assert found.blocked.tolist() == pytest.approx([5 / 5, 2 / 5, 0])
    # Queued in [0,5): job 2 from 1 to 4, job 3 from 4. In [5,10): job 3 until 8.
    assert found.queued.tolist() == pytest.approx([4 / 5, 3 / 5, 0])
    assert found.busy.tolist() == pytest.approx([1, 1, 1])


def test_counts_and_areas_add_up_to_the_runs(run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text(SCENARIO)
    frame = result.timeline
    assert frame["submitted"].sum() == 5
    assert frame["completed"].sum() == 3
    assert frame["dropped"].sum() == 2
    area = (frame["queued"] * frame["duration"].cast(float)).sum()
    assert area == pytest.approx(7)
    assert frame["duration"].cast(float).sum() == pytest.approx(12)


@pytest.mark.parametrize(
    ("length", "step"),
    [(0, 1), (1, 1), (200, 1), (201, 2), (400, 2), (401, 5), (1000, 5), (1001, 10), (42 * 10**9, 5 * 10**8)],
)
def test_the_default_step_is_the_smallest_of_1_2_5_with_200_rows(length: int, step: int) -> None:
    assert one_two_five(length, MOST_ROWS_BY_DEFAULT) == step


def test_a_step_too_small_for_the_run_is_widened(run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text("timeline: 1ns\nsubmitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {}}")
    assert result.timeline.height <= 1_000_000
    assert result.timeline["submitted"].sum() == 3
