"""The command that sweeps: what it writes and shows, what it refuses, and what it exits with."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.experiment.sweeps import MM1, VARY

Command = Callable[..., Any]


def test_the_command_writes_a_table_and_shows_some_of_it(command: Command, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(MM1)
    ran = command("sweep", "f.yaml", "--vary", VARY[0], "--vary", VARY[1], "--workers", "1", COLUMNS="80")
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[:3] == [
        "mm1: 8 points",
        "  seed 4, 3 replications each",
        "  means of replications, ± half the width of a 95 % confidence interval",
    ]
    assert lines[3].split() == "capacity count lost busy mean wait p95 response".split()
    assert len(lines) == 13
    assert lines[-1] == "Results: results/mm1.sweep"
    assert max(map(len, lines)) <= 80
    folder = tmp_path / "results/mm1.sweep"
    assert sorted(path.name for path in folder.iterdir()) == ["run.json", "sweep.csv"]
    run = json.loads((folder / "run.json").read_text())
    assert (run["ending"], run["points"], run["failed"]) == ("finished", 8, 0)
    assert run["sweep"] == {"queue.capacity": ["0", "1", "2", "3"], "processors.w.count": ["1", "2"]}
    with (folder / "sweep.csv").open(newline="") as file:
        assert [row["point"] for row in csv.DictReader(file)] == [str(number) for number in range(1, 9)]
    again = command("sweep", "f.yaml", *("--vary", VARY[0]), "--set", "seed=5", "-q", "-r", "1", "--workers", "1")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert (tmp_path / "results/mm1.sweep@seed=5,replications=1").is_dir()


def test_many_points_are_not_all_shown(command: Command, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(MM1.replace("replications: 3", "sweep: {queue.capacity: '1:30'}"))
    ran = command("sweep", "f.yaml", "--workers", "1")
    assert "... and 5 more points" in ran.stdout
    assert "±" not in ran.stdout


def test_the_command_says_which_engine_it_takes(command: Command, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(MM1.replace("jobs: 40", "jobs: 300000").replace("replications: 3", ""))
    sweep = ["sweep", "f.yaml", "--vary", "queue.capacity=1:2", "--workers", "1"]
    assert command(*sweep).stderr == "jobsim: engine compiled: about 600,000 jobs would take simpy 3 s\n"
    assert command(*sweep, "-q").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["f.yaml"], 2, "nothing is varied"),
        (["f.yaml", "--vary", "queue.capacity"], 2, "must be a key and its values"),
        (["f.yaml", "--vary", "queue.capacity=-1,x"], 2, "--vary queue.capacity=x"),
        (["f.yaml", "--vary", "replications=1,2"], 2, "say how many with -r"),
        (["f.yaml", "--vary", "queue.capacity=1", "--workers", "0"], 2, "--workers must be a number"),
        (["f.yaml", "--vary", "queue.capacity=1", "--out", "f.yaml"], 4, "is not a folder"),
        (["g.yaml", "--vary", "queue.capacity=1"], 2, "no such file"),
    ],
)
def test_mistakes_are_told_and_leave_nothing(
    command: Command, tmp_path: Path, arguments: list[str], code: int, expected: str
) -> None:
    (tmp_path / "f.yaml").write_text(MM1)
    ran = command("sweep", *arguments)
    assert ran.returncode == code, ran.stderr
    assert expected in ran.stderr.lower()
    assert [path.name for path in tmp_path.iterdir()] == ["f.yaml"]


def test_failed_points_are_said_and_decide_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(MM1)
    program = """if True:
        import jobsim.experiment.work as work
        from jobsim.errors import LimitReached
        true = work.run_scenario
        def run(scenario, options):
            if scenario.queue.capacity:
                raise {error}("oh")
            return true(scenario, options)
        work.run_scenario = run
        from jobsim.cli import main
        main(["sweep", "f.yaml", "--vary", "queue.capacity=0:2", "--workers", "1"])
    """
    for error, code in (("LimitReached", 5), ("ValueError", 1)):
        ran = subprocess.run(
            [sys.executable, "-c", program.format(error=error)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == code, ran.stderr
        assert "jobsim: point 2 failed, and so did 1 more: " in ran.stderr
        assert ran.stdout.count("failed") == 2
