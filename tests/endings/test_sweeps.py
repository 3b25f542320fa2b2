"""Sweeps that are interrupted, killed, or whose workers are: what had ended is kept, and --resume goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import jobsim

ROOT = Path(__file__).parents[2]
TEXT = """
replications: 2
engine: simpy
queue: {capacity: 5}
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, jobs: 3000, pacing: fixed, timeout: 0s}}
processors: {w: {service: {distribution: exponential, mean: 1s}}}
"""
VARY = "queue.capacity=1:40"


@pytest.fixture(scope="module")
def expected() -> bytes:
    result = jobsim.sweep(jobsim.loads(TEXT, "f"), [VARY], workers=1)
    assert isinstance(result.table, bytes)
    return result.table


def start(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start a sweep of forty points, and wait until some have ended."""
    (folder / "f.yaml").write_text(TEXT)
    process = subprocess.Popen(
        [sys.executable, "-m", "jobsim", "sweep", "f.yaml", "--vary", VARY, "--out", "out", "-q", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    begun = rows(folder)
    until(lambda: rows(folder) >= max(begun, 0) + 3 or process.poll() is not None)
    return process


def rows(folder: Path) -> int:
    table = folder / "out/sweep.csv"
    return table.read_bytes().count(b"\n") - 1 if table.exists() else -1


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def workers_of(pid: int) -> list[int]:
    """The processes that a process has spawned to work for it."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def is_there(pid: int) -> bool:
    try:
        return (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]) != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_had_ended_is_kept_and_gone_on_with(
    tmp_path: Path, number: signal.Signals, code: int, workers: str, expected: bytes
) -> None:
    process = start(tmp_path, "--workers", workers)
    children = workers_of(process.pid)
    assert len(children) == (2 if workers == "2" else 0)
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert process.returncode == code
    assert said.count("\n") == 1
    assert "40 points had ended, which are kept; go on with it by the same command with --resume" in said
    assert not any(map(is_there, children))
    kept = rows(tmp_path)
    assert 3 <= kept < 40
    assert json.loads((tmp_path / "out/run.json").read_text())["ending"] == "unfinished"
    process = start(tmp_path, "--workers", workers, "--resume")
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert (tmp_path / "out/sweep.csv").read_bytes() == expected
    assert json.loads((tmp_path / "out/run.json").read_text())["ending"] == "finished"


def test_ctrl_c_of_the_whole_terminal_prints_no_traceback_of_workers(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(TEXT)
    process = subprocess.Popen(
        [sys.executable, "-m", "jobsim", "sweep", "f.yaml", "--vary", VARY, "--out", "out", "-q", "--workers", "2"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until(lambda: len(workers_of(process.pid)) == 2)  # they have not imported anything yet
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in said


def test_workers_that_are_killed_cost_nothing(tmp_path: Path, expected: bytes) -> None:
    process = start(tmp_path, "--workers", "2")
    for _ in range(3):
        os.kill(workers_of(process.pid)[0], signal.SIGKILL)
        enough = rows(tmp_path) + 4
        until(lambda enough=enough: rows(tmp_path) >= enough or process.poll() is not None)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert (tmp_path / "out/sweep.csv").read_bytes() == expected


def test_workers_do_not_outlive_a_parent_that_is_killed_and_its_points_stay(tmp_path: Path, expected: bytes) -> None:
    process = start(tmp_path, "--workers", "2")
    children = workers_of(process.pid)
    process.kill()
    process.communicate()
    until(lambda: not any(map(is_there, children)))
    assert rows(tmp_path) >= 3
    with (tmp_path / "out/sweep.csv").open("ab") as table:
        table.write(b"40,40,2,,12")  # as if it had been writing
    process = start(tmp_path, "--workers", "2", "--resume")
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert (tmp_path / "out/sweep.csv").read_bytes() == expected


def test_two_do_not_write_into_one_folder(tmp_path: Path) -> None:
    process = start(tmp_path, "--workers", "1")
    process.send_signal(signal.SIGSTOP)
    for more in ([], ["--resume"]):
        second = subprocess.run(
            [sys.executable, "-m", "jobsim", "sweep", "f.yaml", "--vary", VARY, "--out", "out", *more],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 4
        assert "out: another sweep is writing there" in second.stderr
    process.kill()
    process.communicate()
    third = subprocess.run(second.args[:-1], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert third.returncode == 4
    assert "points of a sweep that has not ended: go on with it by --resume, or remove it, or choose" in third.stderr
