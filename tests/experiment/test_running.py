"""Replications: each is the scenario with draws of its own, and all together are one result."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import jobsim
from jobsim.analysis.disk import expected_bytes
from jobsim.analysis.memory import expected_rows
from jobsim.engines.choosing import choose
from jobsim.engines.engine import Options, Progress
from jobsim.engines.running import run_scenario
from jobsim.errors import UsageError
from jobsim.experiment.replicating import replicate
from jobsim.model.event import Event
from jobsim.report.summary import headline
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.run import Ending, Run
from jobsim.scenario.schema import EngineName

MM1 = """
seed: 4
replications: 3
queue: {capacity: 5}
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, jobs: 40, pacing: fixed, timeout: 0s}}
processors: {w: {service: {distribution: exponential, mean: 1s}}}
"""
Command = Callable[..., "subprocess.CompletedProcess[str]"]


def mm1(*overrides: str) -> jobsim.Scenario:
    return jobsim.loads(MM1, "mm1", overrides=overrides)


def single(replication: int) -> jobsim.Result:
    run = run_scenario(mm1(), Options(replication=replication))
    return jobsim.Result.of([run], run.ending)


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_they_are_the_runs_of_their_numbers(engine: str) -> None:
    scenario = mm1(f"engine={engine}")
    result = jobsim.run(scenario)
    assert [run.replication for run in result.runs] == [1, 2, 3]
    for run in result.runs:
        alone = run_scenario(scenario, Options(replication=run.replication))
        assert isinstance(run, Run)
        assert isinstance(alone, Run)
        np.testing.assert_array_equal(run.jobs.ended_at, alone.jobs.ended_at)


def test_a_metric_is_the_mean_of_each_ones_value() -> None:
    result = jobsim.run(mm1())
    singles = [single(number).value("mean(waiting)") for number in (1, 2, 3)]
    values = [value for value in singles if value is not None]
    found = result.estimate("mean(waiting)")
    assert len(set(values)) == 3
    assert found.mean == result.value("mean(waiting)") == pytest.approx(sum(values) / 3)
    # Of three: t with two degrees of freedom is 4.3027 for 95 %.
    half = 4.3027 * np.std(values, ddof=1) / 3**0.5
    assert found.high == pytest.approx(sum(values) / 3 + half, rel=1e-4)
    assert found.replications == 3


def test_the_tables_hold_all_of_them(tmp_path: Path) -> None:
    result = jobsim.run(mm1("submitters.a.retry={attempts: 2, delay: 1s}"))
    folder = result.write(tmp_path / "made")
    for name in ("jobs.csv", "attempts.csv", "timeline.csv", "replications.csv"):
        with (folder / name).open(newline="") as file:
            numbers = [row["replication"] for row in csv.DictReader(file)]
        assert sorted(set(numbers)) == ["1", "2", "3"], name
        assert numbers == sorted(numbers), name
    with (folder / "summary.csv").open(newline="") as file:
        rows = {(row["metric"], row["of"]): row for row in csv.DictReader(file)}
    jobs = rows["jobs", "all"]
    assert (float(jobs["mean"]), float(jobs["ci_low"]), float(jobs["ci_high"])) == (40, 40, 40)
    assert jobs["replications"] == "3"
    run = json.loads((folder / "run.json").read_text())
    assert (run["replications"], run["ending"], run["scenario"]["replications"]) == (3, "finished", 3)
    assert result.rows_kept[0] == result.jobs.height == 120
    assert result.attempts is not None
    assert result.rows_kept[1] == result.attempts.height
    assert repr(result) == "<Result of mm1: 3 replications, 120 jobs>"


def test_figures_only_are_the_same_figures() -> None:
    tables, figures = jobsim.run(mm1()), jobsim.run(mm1("record=summary"))
    for metric in ("mean(waiting)", "completed", "max(response)", "utilisation"):
        assert figures.estimate(metric) == tables.estimate(metric)
    assert figures.timeline["replication"].unique(maintain_order=True).to_list() == [1, 2, 3]


def test_results_on_disk_compare_by_their_means(tmp_path: Path) -> None:
    result = jobsim.run(mm1())
    folder = result.write(tmp_path / "made")
    for row in jobsim.compare([folder, folder / "replications.csv", result]).rows:
        assert row.difference is None or row.difference == pytest.approx(0, abs=1e-9)


def test_python_says_how_many() -> None:
    assert len(jobsim.run(mm1(), replications=2).runs) == 2
    for wrong in (0, -1, 2.5, 100_001, "20", True):
        with pytest.raises(UsageError, match=rf"replications must be a number from 1 to 100,000, not {wrong!r}"):
            jobsim.run(mm1(), replications=wrong)  # type: ignore[arg-type]


def test_the_first_is_told_and_each_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Event] = []
    seen: list[Progress] = []
    jobsim.run(mm1(), listener=told.append)
    assert [event.job for event in told if event.what == "put"] == list(range(1, 41))
    replicate(mm1(), Options(progress=seen.append))
    assert Progress(0, 0, replication=3) in seen
    monkeypatch.setattr("jobsim.engines.simpy_engine._EVENTS_AT_A_TIME", 10)
    seen.clear()
    replicate(mm1(), Options(progress=seen.append))
    assert {progress.replication for progress in seen if progress.time} == {1, 2, 3}


@pytest.mark.parametrize(
    ("stopped", "kept", "told"),
    [
        (1, [1], r"\(interrupted\); what had happened at [0-9.]+ s of the first is kept"),
        (2, [1], r"\(interrupted\); the 1 that was whole is kept"),
        (3, [1, 2], r"\(interrupted\); the 2 that were whole are kept"),
    ],
)
def test_one_that_is_stopped_is_not_counted_beside_whole_ones(
    stopped: int, kept: list[int], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(scenario: jobsim.Scenario, options: Options) -> Run | FoldedRun:
        run = run_scenario(scenario, options)
        return run if options.replication < stopped else replace(run, ending=Ending.INTERRUPTED)

    monkeypatch.setattr("jobsim.experiment.replicating.run_scenario", run)
    result = replicate(mm1(), Options())
    assert [run.replication for run in result.runs] == kept
    assert result.ending is Ending.INTERRUPTED
    assert not result.complete
    assert re.search(told, headline(result))
    notes = jobsim.compare([jobsim.run(mm1()), result]).notes
    assert any(f"(interrupted after {len(kept)} of 3 replications)" in note for note in notes)


def test_the_largest_is_that_of_any_replication() -> None:
    result = jobsim.run(mm1())
    singles = [single(number).value("max(waiting)") for number in (1, 2, 3)]
    assert result.largest("max(waiting)") == max(value for value in singles if value is not None)
    mean = result.value("max(waiting)")
    assert mean is not None
    assert result.largest("max(waiting)") > mean  # type: ignore[operator]


def test_real_time_that_comes_late_says_so(run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text(MM1, "engine=asyncio", speed=100_000, max_lag="1ns")
    assert result.ending is Ending.LATE
    assert "(an event came later than --max-lag allows)" in headline(result)


def test_what_is_expected_is_expected_of_all() -> None:
    one, many = mm1("replications=1"), mm1("replications=1000")
    assert (expected_rows(one), expected_rows(many)) == ((40, 0), (40_000, 0))
    assert expected_bytes(many) > 100 * 40_000
    assert choose(one).engine is EngineName.SIMPY
    assert choose(mm1("replications=100000")).engine is EngineName.COMPILED


def test_the_command_takes_a_number_and_shows_the_spread(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mm1.yaml").write_text(MM1)
    ran = command("mm1.yaml", "-r", "5", "--out", "out")
    assert ran.returncode == 0, ran.stderr
    assert "mm1: 5 replications, which ended after " in ran.stdout
    assert "± half the width of a 95 % confidence interval" in ran.stdout
    assert ran.stdout.count("±") > 10
    assert max(map(len, ran.stdout.splitlines())) <= 120
    assert json.loads((tmp_path / "out" / "run.json").read_text())["replications"] == 5
    assert "3 replications" in command("check", "mm1.yaml").stdout
    wrong = command("mm1.yaml", "-r", "0")
    assert wrong.returncode == 2
    assert "replications" in wrong.stderr


@pytest.mark.parametrize("confidence", ["0", "1", "95", "'100%'"])
def test_a_confidence_is_neither_none_nor_certainty(confidence: str) -> None:
    with pytest.raises(jobsim.ScenarioError, match="confidence: must be"):
        mm1(f"confidence={confidence}")


def test_interrupted_it_says_what_is_kept(tmp_path: Path) -> None:
    (tmp_path / "mm1.yaml").write_text(MM1)
    program = f"""if True:
        import os, sys
        import jobsim.experiment.replicating as running
        true = running.run_scenario
        def run(scenario, options):
            if options.replication == 3:
                os.kill(os.getpid(), {int(signal.SIGINT)})
            return true(scenario, options)
        running.run_scenario = run
        from jobsim.cli import main
        main(["mm1.yaml", "--out", "out"])
    """
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 130, ran.stderr
    assert "stopped before all 3 replications were through (interrupted); the 2 that were whole are kept" in " ".join(
        ran.stdout.split()
    )
    assert json.loads((tmp_path / "out" / "run.json").read_text())["replications"] == 2


def test_intervals_contain_the_true_mean_as_often_as_they_say() -> None:
    """Of 200 experiments of ten replications each, 90 % intervals of a mean service of 1 s: sd of the share 2.1 %."""
    hit = 0
    for seed in range(200):
        result = jobsim.run(
            mm1(f"seed={seed}", "replications=10", "record=summary", "confidence=90%", "engine=compiled")
        )
        found = result.estimate("mean(service)")
        assert found.low is not None
        assert found.high is not None
        hit += found.low <= 1 <= found.high
    assert 0.82 <= hit / 200 <= 0.97


@pytest.mark.parametrize(
    ("text", "settings", "message"),
    [
        ("warmup: auto\nreplications: 5", {"record": "summary"}, "warmup: auto looks at the jobs of all replications"),
        ("warmup: auto\nreplications: 5", {"replications": 1}, "warmup: auto averages over replications"),
    ],
)
def test_what_python_changes_must_go_with_the_rest(text: str, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        jobsim.run(jobsim.loads(f"{MM1}{text}\n".replace("replications: 3\n", "")), **settings)
