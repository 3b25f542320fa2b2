"""The whole command, YAML to CSVs on disk, beside the sum of what it cannot do without.

    python benchmarks/whole_command.py [JOBS] [ROUNDS]

Its parts: the start-up (the same command with one job), drawing (the same streams drawn by NumPy), the kernel, and one
`write_csv` by Polars of the same table of jobs. All in turn, each in a fresh process. Below, what starting the engine
costs: the command with one job, beside the same on `simpy`.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from command import run_jobsim, write_scenario
from in_turn import in_turn, paired_ratio
from parts import parts_of
from under_test import ENGINE
from workloads import WORKLOADS, Workload


class Seconds(NamedTuple):
    """Of one round."""

    whole: float
    start_up: float
    drawing: float
    kernel: float
    write: float

    @property
    def sum(self) -> float:
        """All parts."""
        return self.start_up + self.drawing + self.kernel + self.write


def measured(workload: Workload, jobs: int, folder: Path) -> Seconds:
    """The whole and each part, once."""
    whole, start_up = (run_jobsim(write_scenario(workload, count, folder)).seconds for count in (jobs, 1))
    parts = parts_of(workload, jobs, folder / "jobs.csv")
    return Seconds(whole, start_up, parts.drawing, parts.kernel, parts.write)


def starts(rounds: int, folder: Path) -> dict[str, list[float]]:
    """Seconds of the command with one job, on the engine and on `simpy`."""
    file = write_scenario(WORKLOADS[0], 1, folder)
    return in_turn(
        {
            "engine": lambda: run_jobsim(file).seconds,
            "simpy": lambda: run_jobsim(file, engine="simpy").seconds,
        },
        rounds,
    )


def main(jobs: int = 1_000_000, rounds: int = 5) -> None:
    """Measure and print all."""
    print(f"{jobs:,} jobs on {ENGINE}, {rounds} rounds, Python {sys.version.split()[0]}; seconds")
    print(f"{'':4}{'whole':>10}{'start-up':>10}{'drawing':>10}{'kernel':>10}{'write':>10}{'sum':>10}{'whole/sum':>12}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for workload in WORKLOADS:
            _, *taken = (measured(workload, jobs, folder) for _ in range(rounds + 1))  # the first warms up
            sums = [each.sum for each in taken]
            columns = [*zip(*taken, strict=True), sums]
            print(
                f"{workload.name:4}{''.join(f'{median(column):10.3f}' for column in columns)}"
                f"{paired_ratio([each.whole for each in taken], sums):12.2f}",
                flush=True,
            )
        taken_by = starts(rounds, folder)
    more = median(a - b for a, b in zip(taken_by["engine"], taken_by["simpy"], strict=True))
    print(
        f"one job: {median(taken_by['engine']):.2f} s on {ENGINE}, {median(taken_by['simpy']):.2f} s on simpy, "
        f"{more:.2f} s more"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
