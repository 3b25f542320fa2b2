"""Ctrl-C and SIGTERM end a run cleanly: what has happened so far is written and marked."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import jobsim
from jobsim.results.run import Ending
from tests.endings.interrupting import interrupt


@pytest.mark.parametrize("engine", ["simpy", "asyncio"])
@pytest.mark.parametrize(
    ("number", "code", "ending"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]
)
def test_what_has_happened_is_kept(tmp_path: Path, engine: str, number: signal.Signals, code: int, ending: str) -> None:
    ended = interrupt(tmp_path, number, "--engine", engine)
    assert ended.returncode == code
    assert ended.stderr == ""
    assert "what had happened by then is kept" in ended.stdout
    run = json.loads((tmp_path / "out" / "run.json").read_text())
    assert run["ending"] == ending
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == run["files"]
    outcomes = pl.read_csv(tmp_path / "out" / "jobs.csv")["outcome"].value_counts()
    assert outcomes.filter(pl.col("outcome") == "completed")["count"].item() > 1
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("engine", ["simpy", "asyncio"])
def test_a_signal_with_the_last_events_is_not_forgotten(run_text: Callable[..., jobsim.Result], engine: str) -> None:
    def terminate(_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    text = "submitters: {a: {cadence: 1ms, jobs: 2}}\nprocessors: {w: {}}"
    before = signal.getsignal(signal.SIGTERM)
    result = run_text(text, engine=engine, listener=terminate)
    assert result.run.ending is Ending.TERMINATED
    assert not result.complete
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_runs_that_were_to_follow_do_not_start(tmp_path: Path) -> None:
    (tmp_path / "next.yaml").write_text("submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}\n")
    ended = interrupt(tmp_path, signal.SIGINT, "next.yaml")
    assert ended.returncode == 130
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["endless"]
