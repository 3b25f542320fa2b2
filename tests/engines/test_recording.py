"""What an engine keeps: rows, or, handed over as it goes on, figures only."""

from pathlib import Path
from typing import Any

import pytest

import jobsim
from jobsim.engines import recording
from jobsim.results.folding.folded import FoldedRun
from tests.results.test_summary import assert_same

BUSY = """
queue: {capacity: 20, redelivery: {attempts: 3, delay: 200ms}}
submitters:
  a: {count: 2, cadence: {distribution: exponential, mean: 50ms}, pacing: fixed, timeout: 1s, deadline: 300ms,
      give_up: 2s, retry: {attempts: 3, delay: 100ms}, jobs: 300}
  b: {cadence: 100ms, jobs: 300}
processors:
  v: {count: 2, service: {distribution: exponential, mean: 80ms}, failure: 0.1,
      breakdowns: {every: {distribution: exponential, mean: 1s}, repair: 300ms}}
  w: {service: 50ms, speed: 2.0, schedule: [{at: 2s, count: 0}, {at: 4s, count: 2}], repeat: 6s, time_limit: 60ms}
until: 40s
"""


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, handed = jobsim.loads(BUSY), []
    monkeypatch.setattr(recording, "MANY_BYTES", 1_000)
    monkeypatch.setattr("jobsim.engines.simpy_engine._EVENTS_AT_A_TIME", 50)
    monkeypatch.setattr(
        recording.Fold,
        "jobs",
        lambda fold, rows, due, _true=recording.Fold.jobs: (handed.append(len(rows)), _true(fold, rows, due)),
    )
    assert_same(asked)
    assert len(handed) > 20
    assert sum(handed) == 900


@pytest.mark.parametrize(
    "file", sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml")), ids=lambda file: file.stem
)
def test_shipped_scenarios_come_to_the_same(file: Path) -> None:
    assert_same(jobsim.load(file))


def test_processors_may_come_and_go_where_no_attempts_are_kept() -> None:
    assert_same(
        jobsim.loads("""
            submitters: {a: {cadence: 1s, pacing: fixed, jobs: 9}}
            processors: {w: {service: 2s, schedule: [{at: 3s, count: 0}, {at: 4s, count: 2}]}}
        """)
    )


def test_real_time_can_be_summed_too() -> None:
    text = "submitters: {a: {cadence: 100ms, jobs: 20}}\nprocessors: {w: {service: 50ms}}"
    result = jobsim.run(jobsim.loads(text), engine="asyncio", record="summary", speed=20)
    assert isinstance(result.run, FoldedRun)
    assert (result.value("completed"), result.value("jobs", "processor:w")) == (20, 20)
    assert 0.05 <= result.value("p50(service)") < 1


def test_progress_counts_jobs_that_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "MANY_BYTES", 1)
    from dataclasses import replace

    from jobsim.engines.running import options_for, run_scenario

    asked = jobsim.loads(
        "submitters: {a: {cadence: 1s, jobs: 5000}}\nprocessors: {w: {}}", overrides=["record=summary"]
    )
    told: list[Any] = []
    run_scenario(asked, replace(options_for(asked), progress=told.append))
    assert [progress.ended_jobs for progress in told] == sorted({progress.ended_jobs for progress in told})
    assert told[-1].ended_jobs > 4000
