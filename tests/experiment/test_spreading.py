"""Replications of one scenario on workers: the same result, with all its tables, wherever they run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

import jobsim
from jobsim.engines.engine import Options, Progress
from jobsim.engines.interruption import Interruption
from jobsim.errors import InternalFault, LimitReached, UsageError
from jobsim.experiment import places
from jobsim.experiment.places import Where
from jobsim.experiment.spreading import is_worth_it, replicate_on
from jobsim.experiment.work import Answer, Failure, Task
from jobsim.results.run import Ending

MM1 = """
until: 60s
replications: 12
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}}
processors: {w: {count: 1, service: {distribution: exponential, mean: 500ms}}}
"""
VARIANTS = {
    "plain": MM1,
    "found warm-up": f"{MM1}warmup: auto\n",
    "precise": f"{MM1.replace('replications: 12', '')}precision: {{of: mean(waiting), within: 40%, most: 40}}\n",
    "found and precise": f"{MM1}warmup: auto\nprecision: {{of: mean(waiting), within: 40%, most: 40}}\n",
    "figures only": f"{MM1}record: summary\nwarmup: 5s\n",
    "attempts": MM1.replace("count: 1", "failure: 10%, schedule: [{at: 30s, count: 2}]"),
}


def files(result: jobsim.Result, folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in result.write(folder).glob("*.csv")}


@pytest.fixture
def threads() -> Executor:
    return ThreadPoolExecutor(2)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_files_are_the_same(variant: str, threads: Executor, tmp_path: Path) -> None:
    scenario = jobsim.loads(VARIANTS[variant])
    here = jobsim.run(scenario)
    there = jobsim.run(scenario, executor=threads)
    assert files(there, tmp_path / "there") == files(here, tmp_path / "here")
    assert there.scenario == here.scenario == scenario
    assert (there.found, there.ending) == (here.found, here.ending)


def test_worker_processes_give_the_same(tmp_path: Path) -> None:
    scenario = jobsim.loads(MM1)
    assert files(jobsim.run(scenario, workers=2), tmp_path / "a") == files(jobsim.run(scenario), tmp_path / "b")


def test_how_far_they_are_is_told(threads: Executor) -> None:
    told: list[Progress] = []
    replicate_on(Where(executor=threads), jobsim.loads(MM1), Options(progress=told.append))
    assert told[-1].replication == 13


@pytest.mark.parametrize(("limit", "error"), [(True, LimitReached), (False, InternalFault)])
def test_one_that_fails_fails_all(limit: bool, error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(task: Task, interruption: Interruption | None = None) -> Answer:
        return Answer(failure=Failure("it broke", limit=limit))

    monkeypatch.setattr(places, "measure", measure)
    with pytest.raises(error, match="it broke"):
        replicate_on(Where(workers=1), jobsim.loads(MM1), Options())


def stopping(after: int, monkeypatch: pytest.MonkeyPatch) -> Options:
    """Options whose interruption comes with that replication; each task has one."""
    options, true = Options(), places.measure
    monkeypatch.setattr("jobsim.experiment.points.TASK_SECONDS", 0)

    def measure(task: Task, interruption: Interruption | None = None) -> Answer:
        if task.first > after:
            options.interruption.ending = Ending.TERMINATED
            return Answer()
        return true(task)

    monkeypatch.setattr(places, "measure", measure)
    return options


def test_what_was_whole_before_a_signal_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    options = stopping(3, monkeypatch)
    result = replicate_on(Where(workers=1), jobsim.loads(MM1), options)
    assert [run.replication for run in result.runs] == [1, 2, 3]
    assert result.ending is Ending.TERMINATED
    assert not result.complete


def test_where_nothing_was_whole_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyboardInterrupt):
        replicate_on(Where(workers=1), jobsim.loads(MM1), stopping(0, monkeypatch))


def test_real_time_is_refused() -> None:
    with pytest.raises(UsageError, match="in each other's way"):
        jobsim.run(jobsim.loads(MM1), engine="asyncio", workers=2)


@pytest.mark.parametrize(
    ("change", "worth"),
    [
        ("until: 60s", False),  # a thousand jobs in all
        ("until: 2000000s", False),  # 24 million rows
        ("until: 2000000s\nrecord: summary", True),
        ("until: 2000000s\nengine: simpy", True),
        ("until: 2000000s\nengine: asyncio", False),
    ],
)
def test_workers_are_started_where_that_saves_time(change: str, worth: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobsim.experiment.spreading.cores", lambda: 2)
    asked = jobsim.loads(MM1.replace("until: 60s", change))
    assert is_worth_it(asked) is worth
    assert not is_worth_it(asked.model_copy(update={"replications": 1}))
    monkeypatch.setattr("jobsim.experiment.spreading.cores", lambda: 1)
    assert not is_worth_it(asked)


Command = Callable[..., subprocess.CompletedProcess[str]]


def test_the_command_takes_workers(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mm1.yaml").write_text(MM1, encoding="utf-8")
    assert command("mm1.yaml", "-q", "--workers", "2", "--out", "two").returncode == 0
    assert command("mm1.yaml", "-q", "--workers", "1", "--out", "one").returncode == 0
    assert (tmp_path / "one" / "jobs.csv").read_bytes() == (tmp_path / "two" / "jobs.csv").read_bytes()
    refused = command("mm1.yaml", "-v", "--workers", "2")
    assert refused.returncode == 2
    assert "--verbose tells what happens as it happens, in this process: --workers 1" in refused.stderr


def test_ctrl_c_keeps_what_was_whole(tmp_path: Path) -> None:
    text = MM1.replace("until: 60s", "until: 200000s").replace("replications: 12", "replications: 1000")
    (tmp_path / "long.yaml").write_text(f"{text}engine: simpy\nrecord: summary\n", encoding="utf-8")
    program = (
        "import sys; from jobsim.__main__ import main; "
        "sys.argv[1:] = ['long.yaml', '--workers', '2', '--out', 'out']; main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    said = ""
    for seconds in (8, 24, 72):  # some are whole by then, and by far not all; on a busy machine later
        with subprocess.Popen(
            [sys.executable, "-c", program], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
        ) as running:
            time.sleep(seconds)
            running.send_signal(signal.SIGINT)
            said, _ = running.communicate(timeout=60)
        assert running.returncode == 130
        if said:
            break
    assert "stopped before all 1000 replications were through (interrupted); the" in " ".join(said.split())
    assert (tmp_path / "out" / "summary.csv").exists()
