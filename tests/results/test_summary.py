"""What `record: summary` gives is what the tables give."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import jobsim
from jobsim.errors import UsageError
from tests.model.scenarios import DETERMINISTIC, WHOLE_LANGUAGE, scenario


def assert_same(asked: jobsim.Scenario, engine: str = "simpy") -> None:
    """Counts, sums, extremes and the timeline are equal, and percentiles within 0.1 %."""
    tables, figures = jobsim.run(asked, engine=engine), jobsim.run(asked, engine=engine, record="summary")
    assert [metric[:3] for metric in figures.metrics] == [metric[:3] for metric in tables.metrics]
    for found, exact in zip(figures.metrics, tables.metrics, strict=True):
        if found.metric.startswith("p") and exact.mean is not None:
            assert found.mean == pytest.approx(exact.mean, rel=1e-3), found
        else:
            assert found == exact
    assert figures.timeline.equals(tables.timeline, null_equal=True)
    assert figures.groups.all.tries == tables.groups.all.tries


@given(DETERMINISTIC)
def test_of_any_deterministic_scenario(data: dict[str, Any]) -> None:
    assert_same(scenario(data))


@given(WHOLE_LANGUAGE)
def test_of_any_scenario(data: dict[str, Any]) -> None:
    assert_same(scenario(data))


ONE = "submitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {}}\nrecord: summary"


@pytest.mark.parametrize("table", ["jobs", "attempts", "processors"])
def test_tables_that_were_not_kept_say_what_to_do(table: str) -> None:
    result = jobsim.run(jobsim.loads(ONE))
    with pytest.raises(UsageError, match="run it with record: jobs"):
        getattr(result, table)
    assert "3 jobs" in repr(result)
    assert result.rows_kept == (0, 0)


def test_python_can_ask_for_either() -> None:
    assert jobsim.run(jobsim.loads(ONE), record="jobs").jobs.height == 3
    with pytest.raises(UsageError, match="there is no record 'figures'; there are jobs, summary"):
        jobsim.run(jobsim.loads(ONE), record="figures")


def test_the_files_are_those_of_figures_only(tmp_path: Path) -> None:
    folder = jobsim.run(jobsim.loads(ONE)).write(tmp_path / "made")
    assert {file.name for file in folder.iterdir()} == {"replications.csv", "summary.csv", "timeline.csv", "run.json"}
    tables = jobsim.run(jobsim.loads(ONE), record="jobs").write(tmp_path / "tables")
    for name in ("timeline.csv", "summary.csv", "replications.csv"):
        assert (folder / name).read_bytes() == (tables / name).read_bytes()


def test_such_results_can_be_compared(tmp_path: Path) -> None:
    result = jobsim.run(jobsim.loads(ONE))
    found = jobsim.compare([result.write(tmp_path / "a"), jobsim.run(jobsim.loads(ONE), record="jobs")])
    assert {row.difference for row in found.rows} <= {0, None}
    assert found.notes == ["a kept figures only: its percentiles are within 0.1 %"]


def test_the_command_takes_it_and_says_how_exact_it_is(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "one.yaml").write_text(ONE.replace("record: summary", ""), encoding="utf-8")
    ran = command("one.yaml", "--record", "summary")
    assert ran.returncode == 0, ran.stderr
    assert "percentiles within 0.1 %" in ran.stdout
    assert (tmp_path / "results" / "one@record=summary" / "summary.csv").exists()
    assert "percentiles within" not in command("one.yaml").stdout
