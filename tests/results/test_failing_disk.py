"""Writing results while the disk fails, or the process is killed, at each system call in turn.

After it there is one clear line and the right exit code, the old result or the new one is there as a whole, nothing
half is under the final name, and what was left behind is swept by the next run. Needs strace.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jobsim.results.whole import PREFIX

ROOT = Path(__file__).parents[2]
SCENARIO = "submitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {service: 2s}}\n"
CALLS = ("mkdir", "openat", "write", "fsync", "flock", "renameat2", "unlinkat", "rmdir")
_EVERY_THIRD = 3
"""As many calls as the usual tests have time for; all of them on demand."""
STRACE = ("strace", "-f", "--seccomp-bpf", "-qq")
FILES = ("jobs.csv", "timeline.csv", "replications.csv", "summary.csv", "run.json")


def _strace_works() -> bool:
    command = [*STRACE, "-o", os.devnull, "true"]
    return shutil.which("strace") is not None and subprocess.run(command, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not _strace_works(), reason="strace is not installed, or may not trace here")


def run(folder: Path, *strace: str, seed: int = 1) -> "subprocess.CompletedProcess[str]":
    command = [*strace, sys.executable, "-m", "jobsim", "tiny.yaml", "-q", "--out", "out", "--set", f"seed={seed}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def traced(folder: Path, call: str) -> list[str]:
    """strace, looking at one kind of call on the files of the results only."""
    made = folder / f"{PREFIX}0"
    paths = [made, *(made / name for name in FILES), folder / "out"]
    return [*STRACE, "-e", f"trace={call}", *(word for path in paths for word in ("-P", str(path)))]


def how_often(folder: Path, call: str) -> int:
    """How many calls of this kind a run makes that replaces an older result."""
    run(folder, *traced(folder, call), "-o", "count.log")
    lines = (folder / "count.log").read_text().splitlines()
    return sum(f"{call}(" in line for line in lines)


def seed_of_result(folder: Path) -> int:
    """The seed of the result in its place, which must be whole."""
    out = folder / "out"
    told = json.loads((out / "run.json").read_text())
    assert sorted(path.name for path in out.iterdir()) == told["files"]
    assert (out / "jobs.csv").read_text().count("\n") == 4
    seed: int = told["seed"]
    return seed


def left_behind(folder: Path) -> list[Path]:
    return list(folder.glob(f"{PREFIX}*"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny.yaml").write_text(SCENARIO)
    assert run(tmp_path).returncode == 0
    return tmp_path


@pytest.mark.parametrize("call", CALLS)
def test_a_failing_call_costs_no_result(folder: Path, call: str) -> None:
    check_failing_in_turn(folder, call, "ENOSPC", _EVERY_THIRD)


@pytest.mark.long
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EACCES", "EINTR"])
def test_nor_does_any_call_with_any_error(folder: Path, call: str, error: str) -> None:
    check_failing_in_turn(folder, call, error, 1)


def check_failing_in_turn(folder: Path, call: str, error: str, step: int) -> None:
    """Let one call of a kind after the other fail, and look at what a run leaves."""
    count = how_often(folder, call)
    assert count, "nobody makes such a call"
    for number in sorted({*range(1, count + 1, step), count}):
        before = seed_of_result(folder)
        inject = f"inject={call}:error={error}:when={number}"
        ran = run(folder, *traced(folder, call), "-o", os.devnull, "-e", inject, seed=before + 1)
        after, where = seed_of_result(folder), f"{inject}: {ran.stderr}"
        if ran.returncode == 0:  # what could not be removed, if anything, is left to the next run
            assert after == before + 1, where
        else:
            assert (ran.returncode, after) == (4, before), where
            assert ran.stderr.startswith("jobsim: out: "), where
            assert ran.stderr.count("\n") == 1, where
            assert left_behind(folder) == [], where
    assert run(folder).returncode == 0
    assert left_behind(folder) == []


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("step", [_EVERY_THIRD, pytest.param(1, marks=pytest.mark.long)])
def test_a_run_killed_at_a_call_costs_no_result(folder: Path, call: str, step: int) -> None:
    for number in range(1, how_often(folder, call) + 1, step):
        before = seed_of_result(folder)
        inject = f"inject={call}:signal=KILL:when={number}"
        ran = run(folder, *traced(folder, call), "-o", os.devnull, "-e", inject, seed=before + 1)
        assert ran.returncode in (0, -signal.SIGKILL, 128 + signal.SIGKILL), ran
        assert seed_of_result(folder) in (before, before + 1)
    assert run(folder).returncode == 0
    assert left_behind(folder) == []


def test_what_is_not_ours_is_not_swept(folder: Path) -> None:
    (folder / f"{PREFIX}mine").mkdir()
    (folder / f"{PREFIX}mine" / "notes.txt").write_text("mine")
    (folder / f"{PREFIX}empty").mkdir()
    assert run(folder).returncode == 0
    assert [path.name for path in left_behind(folder)] == [f"{PREFIX}mine"]


def test_many_runs_into_one_folder_at_once(folder: Path) -> None:
    command = [sys.executable, "-m", "jobsim", "tiny.yaml", "-q", "--out", "out", "--seed"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [subprocess.Popen([*command, str(seed)], cwd=folder, env=environment) for seed in range(10, 18)]
    assert [process.wait(timeout=120) for process in running] == [0] * 8
    assert seed_of_result(folder) in range(10, 18)
    assert left_behind(folder) == []
