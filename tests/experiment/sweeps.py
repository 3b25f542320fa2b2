"""What the tests of sweeps have in common: a small scenario, and tasks that go wrong."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jobsim
from jobsim.engines.interruption import Interruption
from jobsim.experiment.places import Where
from jobsim.experiment.preparing import prepare
from jobsim.experiment.sweep import go_through
from jobsim.experiment.sweeping import Place
from jobsim.experiment.work import Answer, Task, measure
from jobsim.scenario.grids.grid import read_grid

MM1 = """
name: mm1
seed: 4
replications: 3
queue: {capacity: 5}
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, jobs: 40, pacing: fixed, timeout: 0s}}
processors: {w: {service: {distribution: exponential, mean: 1s}}}
"""
VARY = ["queue.capacity=0:3", "processors.w.count=1:2"]


def mm1(*overrides: str) -> jobsim.Scenario:
    return jobsim.loads(MM1, "mm1", overrides=overrides)


@dataclass(frozen=True)
class Doing:
    """A place where tasks are done by another function."""

    where: Where
    run: Any

    @contextmanager
    def place(self, most: int, interruption: Interruption) -> Iterator[Place]:
        with self.where.place(most, interruption) as place:
            yield replace(place, run=self.run)


def swept(run: Any, where: Where, folder: Path | None = None, **options: Any) -> jobsim.Sweep:
    """A sweep whose tasks are done by that function."""
    prepared = prepare(read_grid(mm1(), VARY))
    return go_through(prepared, Doing(where, run), folder, Interruption(), **options)  # type: ignore[arg-type]


def killing_the_third(task: Task) -> Answer:
    if task.point == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return measure(task)


def killing_once(task: Task) -> Answer:
    """Kills its process at the third point, unless it has done so before."""
    done = Path(os.environ["JOBSIM_TEST_KILLED"])
    if task.point == 3 and not done.exists():
        done.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return measure(task)


def killing_and_telling(task: Task) -> Answer:
    """Kills its process at the third point, and notes it."""
    if task.point == 3:
        with Path(os.environ["JOBSIM_TEST_KILLED"]).open("a") as file:
            file.write("x")
        os.kill(os.getpid(), signal.SIGKILL)
    return measure(task)
