"""Events without end in one instant are stopped, and named; a large number of jobs at once is none."""

from collections.abc import Callable
from pathlib import Path

import pytest

import jobsim
from jobsim.engines import standstill
from jobsim.errors import LimitReached
from jobsim.workload.draws import Same

# Draws of less than half a nanosecond are 0, which no check of the file can see.
ENDLESS = """
until: 5s
submitters: {a: {cadence: {distribution: uniform, min: 0s, max: 1ns}, pacing: fixed}}
processors: {w: {}}
"""


@pytest.fixture(autouse=True)
def _sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standstill, "MOST_EVENTS", 20_000)


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_it_is_stopped_and_named(
    engine: str, run_text: Callable[..., jobsim.Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobsim.workload.streams.Streams.draws", lambda *_: Same(0))
    with pytest.raises(LimitReached, match=r"20,000 events happened at 0 s and time does not pass; a-1 puts jobs"):
        run_text(f"engine: {engine}\n{ENDLESS}")


def test_many_jobs_at_once_are_allowed(run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text("submitters: {a: {cadence: 0s, jobs: 30000}}\nprocessors: {w: {}}")
    assert result.value("completed") == 30_000


def test_where_the_file_shows_it_it_is_refused(tmp_path: Path) -> None:
    zeros = "submitters.a.cadence={distribution: empirical, values: [0s]}"
    with pytest.raises(jobsim.ScenarioError, match="puts without end in one instant"):
        jobsim.loads(ENDLESS, overrides=[zeros])
