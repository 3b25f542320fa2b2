"""Distributions as they are drawn, worked out by hand."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import jobsim
from jobsim.results.shown.cumulative import cumulative

Run = Callable[..., jobsim.Result]


def findings(responses: list[float], warmup: int = 0) -> Any:
    jobs = pl.DataFrame(
        {
            "due_at": [float(at) for at in range(len(responses))],
            "started_at": [0.0] * len(responses),
            "outcome": ["completed"] * len(responses),
            "response": responses,
        }
    )
    return SimpleNamespace(warmup=warmup, table=lambda _, columns: jobs.select(columns))


def test_a_few_jobs_are_shown_one_by_one() -> None:
    found = cumulative(findings([3, 1, 2, 2]), "response")
    assert found is not None
    assert (found.jobs, found.seconds.tolist(), found.shares.tolist()) == (4, [1, 2, 2, 3], [0.25, 0.5, 0.75, 1])


def test_of_many_each_point_is_a_job() -> None:
    found = cumulative(findings([float(value) for value in range(1, 100_001)]), "response")
    assert found is not None
    assert found.jobs == 100_000
    assert len(found.seconds) < 300
    assert found.seconds == pytest.approx(found.shares * 100_000)  # the k-th shortest takes k seconds
    assert {500, 50_000, 95_000, 99_000, 99_999, 100_000} <= set(found.seconds.tolist())


def test_jobs_due_in_the_warmup_are_left_out() -> None:
    found = cumulative(findings([9, 9, 1, 2], warmup=2 * 10**9), "response")
    assert found is not None
    assert found.seconds.tolist() == [1, 2]


def test_waiting_is_of_jobs_that_were_started_and_response_of_those_completed(run_text: Run) -> None:
    # Of jobs at 0, 1 and 2 s that take 2 s, the run sees the first completed and the second started, at 2 s.
    result = run_text(
        "until: 3s\nsubmitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {service: 2s}}\n",
    )
    waiting, response = cumulative(result, "waiting"), cumulative(result, "response")
    assert waiting is not None
    assert response is not None
    assert waiting.seconds.tolist() == [0, 1]
    assert response.seconds.tolist() == [2]


@pytest.mark.parametrize("more", ["record: summary", "until: 1s"])
def test_nothing_to_show(run_text: Run, more: str) -> None:
    text = f"{more}\nsubmitters: {{a: {{cadence: 1s, jobs: 3}}}}\nprocessors: {{w: {{service: 2s}}}}\n"
    assert cumulative(run_text(text), "response") is None
