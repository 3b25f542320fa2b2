"""Where a run has forgotten its start."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import jobsim
from jobsim.analysis.settling import mser, settling
from jobsim.results.path import in_system
from jobsim.results.run import Run
from jobsim.results.window import Window
from jobsim.units import SECOND
from tests.results.test_metrics import SCENARIO

CROWDED = """
until: 1000s
replications: 5
warmup: auto
submitters:
  crowd: {cadence: 0s, jobs: 100, pacing: fixed}
  a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}
processors: {w: {service: {distribution: exponential, mean: 500ms}}}
"""
"""A hundred jobs at the start: served at two a second while one a second comes, they are through after about 100 s."""


# The standard error, squared, is S / m² with S the sum of squares about the mean of the m values left.
@pytest.mark.parametrize(
    ("values", "left_out"),
    [
        ([5, 1, 1, 1, 1, 1, 1, 1], 1),  # then S is 0
        ([1, 1, 1, 1], 0),  # 0 already
        ([2, 0, 1, 0], 1),  # S / m²: 2.75/16 = 0.17; without one (2/3)/9 = 0.074; without two 0.5/4 = 0.125
        ([9, 8, 7, 6, 5, 4, 3, 2], 4),  # S = m(m²-1)/12, so (m²-1)/(12 m) falls with m: to the half, no further
    ],
)
def test_mser_by_hand(values: list[float], left_out: int) -> None:
    assert mser(np.array(values, dtype=np.float64)) == left_out


def test_the_number_in_the_system_by_hand(run_text: Callable[..., jobsim.Result]) -> None:
    # Jobs 1 to 5 are there from 0 to 4, 1 to 8, 2 to 12, 3 to 5.5 and 4 to 6.5.
    run = run_text(SCENARIO).run
    assert isinstance(run, Run)
    assert in_system(run, Window(0, 12 * SECOND), 12).tolist() == [1, 2, 3, 4, 4, 3.5, 2.5, 2, 1, 1, 1, 1]
    assert in_system(run, Window(2 * SECOND, 8 * SECOND), 3).tolist() == [3.5, 3.75, 2.25]


def test_a_crowd_at_the_start_is_left_out() -> None:
    result = jobsim.run(jobsim.loads(CROWDED))
    assert result.found is not None
    assert result.found.settled
    assert 60 * SECOND <= result.warmup <= 200 * SECOND
    jobs = [run.jobs.due_at >= result.warmup for run in result.runs if isinstance(run, Run)]
    assert result.value("jobs") == pytest.approx(np.mean([due.sum() for due in jobs]))
    assert result.value("jobs", "submitter:crowd") == 0


def test_what_grows_is_never_settled(command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    (tmp_path / "grows.yaml").write_text(CROWDED.replace("500ms", "2s"), encoding="utf-8")
    ran = command("grows.yaml")
    assert "figures from 8m20s on, as found by MSER-5" in ran.stdout
    assert "beware: the start is not forgotten within half of the run" in ran.stdout


def test_what_is_the_same_all_the_time_needs_none(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    text = "until: 1000s\nreplications: 5\nwarmup: auto\nsubmitters: {a: {cadence: 1s}}\nprocessors: {w: {service: 1s}}"
    (tmp_path / "same.yaml").write_text(text, encoding="utf-8")
    assert "figures of the whole run: no warm-up, as found by MSER-5" in command("same.yaml").stdout


def test_too_few_runs_or_too_short_ones_leave_it_open() -> None:
    runs = [run for run in jobsim.run(jobsim.loads(CROWDED)).runs if isinstance(run, Run)]
    assert settling(runs[:4]) == (0, False)
    at_once = jobsim.run(jobsim.loads("submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}")).run
    assert isinstance(at_once, Run)
    assert settling([at_once] * 5) == (0, False)
