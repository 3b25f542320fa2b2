"""Ctrl-C and SIGTERM end a run cleanly: what has happened so far is written and marked."""

import json
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

import jobsim
from jobsim.engines.interruption import Interruption
from jobsim.results.run import Ending
from tests.endings.interrupting import interrupt, start


@pytest.mark.parametrize("engine", ["simpy", "compiled", "asyncio"])
@pytest.mark.parametrize(
    ("number", "code", "ending"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated"), (signal.SIGHUP, 129, "terminated")],
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


@pytest.mark.parametrize("engine", ["simpy", "compiled", "asyncio"])
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


def test_a_second_ctrl_c_does_not_wait() -> None:
    interruption = Interruption()
    with interruption:
        os.kill(os.getpid(), signal.SIGINT)
        assert interruption.ending is Ending.INTERRUPTED
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Interruption() as interruption:
            os.kill(os.getpid(), signal.SIGHUP)
            assert interruption.ending is None
    finally:
        signal.signal(signal.SIGHUP, before)


def test_outside_the_main_thread_nothing_is_changed(run_text: Callable[..., jobsim.Result]) -> None:
    before = signal.getsignal(signal.SIGTERM)
    seen: list[object] = []

    def look(_: object) -> None:
        seen.append(signal.getsignal(signal.SIGTERM))

    text = "submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}"
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(run_text, text, listener=look).result().complete
    assert set(seen) == {before}


def test_a_stopped_process_reports_its_lag(tmp_path: Path) -> None:
    text = "until: 1500ms\nsubmitters: {a: {cadence: 20ms, pacing: fixed}}\nprocessors: {w: {}}\n"
    (tmp_path / "f.yaml").write_text(text)
    process = start(tmp_path, "f.yaml", "--engine", "asyncio")
    process.send_signal(signal.SIGSTOP)
    time.sleep(0.5)
    process.send_signal(signal.SIGCONT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
    run = json.loads((tmp_path / "out/run.json").read_text())
    assert run["worst_lag"] > 0.4
    assert run["ended_at"] == 1.5
