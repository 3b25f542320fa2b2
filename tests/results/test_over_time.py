"""A result over time, worked out by hand."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

import jobsim
from jobsim.results.outcomes import LOSSES
from jobsim.results.shown.over_time import over_time


def findings(rows: list[dict[str, float]]) -> Any:
    """Of a timeline, whose columns are 0 where a row does not name them."""
    usual = dict.fromkeys(["submitted", "completed", *LOSSES, "queued", "blocked", "busy", "processors"], 0.0)
    return SimpleNamespace(table=lambda _, columns: pl.DataFrame([{**usual, **row} for row in rows]).select(columns))


def test_a_queue_by_hand(run_text: Callable[..., jobsim.Result]) -> None:
    # Jobs at 0, 1 and 2 s, each of which takes 2 s: the second waits from 1 to 2, the third from 2 to 4.
    result = run_text(
        """
        timeline: 1s
        submitters: {a: {cadence: 1s, jobs: 3}}
        processors: {w: {service: 2s}}
        """
    )
    found = over_time(result)
    assert found is not None
    assert found.edges.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert found.courses["queued"].mean.tolist() == [0, 1, 1, 1, 0, 0]
    assert found.courses["busy"].mean.tolist() == [1] * 6
    assert found.courses["processors"].mean.tolist() == [1] * 6
    assert found.courses["submitted"].mean.tolist() == [1, 1, 1, 0, 0, 0]
    assert found.courses["completed"].mean.sum() == 3
    assert found.courses["lost"].mean.sum() == 0
    assert found.courses["queued"].low is None


def test_a_replication_that_is_over_adds_nothing() -> None:
    found = over_time(
        findings(
            [
                {"replication": 1, "time": 0, "duration": 1, "queued": 2, "submitted": 3},
                {"replication": 1, "time": 1, "duration": 0.5, "queued": 4, "submitted": 1, "dropped": 2, "failed": 1},
                {"replication": 2, "time": 0, "duration": 1, "queued": 0, "submitted": 1},
                {"replication": 2, "time": 1, "duration": 1, "queued": 1, "submitted": 1},
                {"replication": 2, "time": 2, "duration": 0.5, "queued": 6, "submitted": 2},
            ]
        )
    )
    assert found is not None
    assert found.edges.tolist() == [0, 1, 2, 2.5]
    # (2 + 0) / 2; of the second interval, the first replication has a half: (4 / 2 + 1) / 2; (0 + 6) / 2.
    assert found.courses["queued"].mean.tolist() == [1, 1.5, 3]
    assert found.courses["submitted"].mean.tolist() == [2, 1, 2]  # the last two jobs came within half a second
    assert found.courses["lost"].mean.tolist() == [0, 1.5, 0]


def test_nine_of_ten_lie_within_the_band() -> None:
    rows = [{"replication": number, "time": 0, "duration": 1, "queued": number} for number in range(1, 22)]
    found = over_time(findings(rows))
    assert found is not None
    course = found.courses["queued"]
    assert course.low is not None
    assert course.high is not None
    # Of 1 to 21, one of twenty lies below 2, and one above 20.
    assert [course.low[0], course.mean[0], course.high[0]] == pytest.approx([2, 11, 20])


def test_neighbours_of_a_fine_timeline_are_taken_together() -> None:
    # 4,000 intervals of 1 s, two at a time; the queue holds 1 and 3 jobs in turn, and a job comes in every other one.
    rows = [
        {"replication": 1, "time": at, "duration": 1, "queued": 1 + 2 * (at % 2), "submitted": at % 2}
        for at in range(4_000)
    ]
    found = over_time(findings(rows))
    assert found is not None
    assert found.edges.tolist() == [*range(0, 4_000, 2), 4_000]
    assert set(found.courses["queued"].mean.tolist()) == {2}
    assert set(found.courses["submitted"].mean.tolist()) == {0.5}


def test_of_few_all_lie_within_the_band() -> None:
    found = over_time(findings([{"replication": at, "time": 0, "duration": 1, "queued": at} for at in (1, 2, 6)]))
    assert found is not None
    course = found.courses["queued"]
    assert course.low is not None
    assert course.high is not None
    assert (course.low[0], course.mean[0], course.high[0]) == (1, 3, 6)


def test_what_ends_in_the_instant_in_which_it_began_has_no_course() -> None:
    assert over_time(findings([{"replication": 1, "time": 0, "duration": 0, "submitted": 1}])) is None


def test_a_level_that_is_not_known_is_none_at_all() -> None:
    found = over_time(findings([{"replication": 1, "time": 0, "duration": 1, "processors": np.nan}]))
    assert found is not None
    assert found.courses["processors"].mean.tolist() == [0]


@pytest.mark.parametrize("table", [None, pl.DataFrame()])
def test_nothing_over_time(table: Any) -> None:
    nothing: Any = SimpleNamespace(table=lambda *_: table)
    assert over_time(nothing) is None
