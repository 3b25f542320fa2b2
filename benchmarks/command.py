"""The whole command as a process of its own: how long it takes, and the most memory it held."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from under_test import ENGINE
from workloads import Workload

import jobsim


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    seconds: float
    peak_bytes: int
    """Of resident memory. A process begins with its parent's peak, so the parent must be small."""


def run_python(arguments: Sequence[str], folder: Path) -> Cost:
    """Run Python in a folder, with the jobsim that is imported here. Raises CalledProcessError if it fails."""
    path = os.pathsep.join([str(Path(jobsim.__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, *arguments]
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)}
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(seconds, usage.ru_maxrss * 1024)


def write_scenario(workload: Workload, jobs: int, folder: Path, until: bool = False) -> Path:
    """The workload as a file in the folder; `until`: as in `Workload.yaml`."""
    file = folder / f"{workload.name}-{jobs}.yaml"
    file.write_text(workload.yaml(jobs, until=until), encoding="utf-8")
    return file


def run_jobsim(file: Path, *options: str, engine: str = ENGINE) -> Cost:
    """Run a scenario file as a user would, its results beside it."""
    return run_python(["-m", "jobsim", str(file), "--quiet", "--engine", engine, *options], file.parent)
