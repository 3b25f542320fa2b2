"""A sweep on a Dask cluster: a real scheduler and two worker processes on the loopback."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from distributed import Client

import jobsim
from jobsim.errors import UsageError
from jobsim.experiment import cluster
from jobsim.experiment.places import Where
from tests.experiment.sweeps import VARY, killing_the_third, mm1, swept

ROOT = Path(__file__).parents[2]
DASK = "from distributed.cli.dask_{0} import main; main()"


def begin(what: str, folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",  # a death is told at once, not after three more
        "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s",
    }
    command = [sys.executable, "-c", DASK.format(what), "--no-dashboard", "--scheduler-file", "dask.json", *arguments]
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler, and two processes that it restarts when they die."""
    folder = tmp_path_factory.mktemp("dask")
    scheduler = begin("scheduler", folder, "--host", "127.0.0.1", "--port", "0")
    workers = begin("worker", folder, "--host", "127.0.0.1", "--nworkers", "2", "--nthreads", "1")
    try:
        with Client(scheduler_file=str(wait_for(folder / "dask.json")), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            yield client.scheduler.address
    finally:
        for process in (workers, scheduler):
            process.terminate()
            process.wait()


def wait_for(file: Path) -> Path:
    end = time.monotonic() + 60
    while not file.exists() or not file.read_text().endswith("}"):
        assert time.monotonic() < end
        time.sleep(0.05)
    return file


def test_the_bytes_are_the_same_there(address: str) -> None:
    expected = jobsim.sweep(mm1(), VARY, workers=1).table
    assert jobsim.sweep(mm1(), VARY, cluster=address).table == expected


def test_a_killed_worker_loses_nothing_and_counts_nothing_twice(address: str, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(TEXT)
    sweep = [sys.executable, "-m", "jobsim", "sweep", "f.yaml", "--vary", "queue.capacity=1:40", "-q"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([*sweep, "--cluster", address, "--out", "there"], cwd=tmp_path, env=environment)
    until(lambda: rows(tmp_path / "there") >= 5)
    with Client(address, set_as_default=False) as client:
        pids = client.run(os.getpid)
    os.kill(next(iter(pids.values())), signal.SIGKILL)
    assert process.wait(timeout=60) == 0
    subprocess.run([*sweep, "--workers", "1", "--out", "here"], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "there/sweep.csv").read_bytes() == (tmp_path / "here/sweep.csv").read_bytes()


def test_a_point_that_kills_twice_is_a_row_with_its_error(address: str) -> None:
    result = swept(killing_the_third, Where(cluster=address))
    assert result.failed == {3: "it killed its worker twice"}
    assert result.complete


def test_ctrl_c_takes_back_what_was_not_done(address: str, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(TEXT)
    sweep = [sys.executable, "-m", "jobsim", "sweep", "f.yaml", "--vary", "queue.capacity=1:400", "-q"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*sweep, "--cluster", address, "--out", "there"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: rows(tmp_path / "there") >= 3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert said.count("\n") == 1
    with Client(address, set_as_default=False) as client:
        until(lambda: not any(client.processing().values()))


TEXT = """
replications: 2
engine: simpy
queue: {capacity: 5}
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, jobs: 3000, pacing: fixed, timeout: 0s}}
processors: {w: {service: {distribution: exponential, mean: 1s}}}
"""


def rows(folder: Path) -> int:
    table = folder / "sweep.csv"
    return table.read_bytes().count(b"\n") - 1 if table.exists() else -1


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_where_no_scheduler_is_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE_SECONDS", 0.5)
    for nowhere in ("tcp://127.0.0.1:1", "nonsense://x"):
        with pytest.raises(UsageError, match=f"--cluster {nowhere}: no Dask scheduler answers there"):
            jobsim.sweep(mm1(), VARY, cluster=nowhere)


def test_a_scheduler_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scheduler = begin("scheduler", tmp_path, "--host", "127.0.0.1", "--port", "0")
    try:
        import json

        address = json.loads(wait_for(tmp_path / "dask.json").read_text())["address"]
        monkeypatch.setattr(cluster, "_PATIENCE_SECONDS", 0.5)
        with pytest.raises(UsageError, match="the scheduler there has no workers"):
            jobsim.sweep(mm1(), VARY, cluster=address)
    finally:
        scheduler.terminate()
        scheduler.wait()


def test_workers_with_another_jobsim_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "__version__", "99.0")
    with pytest.raises(UsageError, match=rf"has jobsim {jobsim.__version__}; install jobsim 99.0 on all of them"):
        jobsim.sweep(mm1(), VARY, cluster=address)


def broken() -> str:
    raise ModuleNotFoundError("No module named 'jobsim'")


def test_workers_without_jobsim_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "version", broken)
    with pytest.raises(UsageError, match=r"its workers cannot run jobsim \(ModuleNotFoundError"):
        jobsim.sweep(mm1(), VARY, cluster=address)


def test_without_dask_it_says_what_to_install(command: Callable[..., object], tmp_path: Path) -> None:
    program = """if True:
        import sys
        sys.modules["distributed"] = None
        from jobsim.cli import main
        main(["sweep", "f.yaml", "--vary", "queue.capacity=1", "--cluster", "tcp://127.0.0.1:1"])
    """
    (tmp_path / "f.yaml").write_text(TEXT)
    ran = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "a cluster needs Dask, which is not installed: pip install 'jobsim-queue[cluster]'" in ran.stderr
