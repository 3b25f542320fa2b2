"""The whole command, YAML to CSVs on disk, beside the sum of what it cannot do without.

    python benchmarks/whole_command.py [JOBS] [ROUNDS]

Its parts: the start-up (the same command with one job), drawing (the same streams drawn by NumPy), the kernel, and one
`write_csv` by Polars of the same table of jobs. All in turn. Below, what starting the engine costs: the command with
one job, beside the same on `simpy`.
"""

import sys
import tempfile
from collections import deque
from pathlib import Path
from statistics import median

from command import run_jobsim, write_scenario
from in_turn import clocked, in_turn, paired_ratio
from under_test import ENGINE, timings
from workloads import WORKLOADS, Workload, drawn

import jobsim


def parts(workload: Workload, jobs: int, rounds: int, folder: Path) -> dict[str, list[float]]:
    """Seconds of the whole and of each part, round by round."""
    many, one = (write_scenario(workload, count, folder) for count in (jobs, 1))
    scenario = workload.scenario(jobs)
    frame = jobsim.run(scenario, engine=ENGINE).jobs
    return in_turn(
        {
            "whole": lambda: run_jobsim(many).seconds,
            "start-up": lambda: run_jobsim(one).seconds,
            "drawing": clocked(lambda: deque(drawn(scenario), maxlen=0)),
            "kernel": lambda: timings(scenario).kernel,
            "write": clocked(lambda: frame.write_csv(folder / "jobs.csv")),
        },
        rounds,
    )


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
            taken = parts(workload, jobs, rounds, folder)
            sums = [sum(each[1:]) for each in zip(*taken.values(), strict=True)]
            columns = [*taken.values(), sums]
            print(
                f"{workload.name:4}{''.join(f'{median(column):10.3f}' for column in columns)}"
                f"{paired_ratio(taken['whole'], sums):12.2f}",
                flush=True,
            )
        taken = starts(rounds, folder)
    more = median(a - b for a, b in zip(taken["engine"], taken["simpy"], strict=True))
    print(
        f"one job: {median(taken['engine']):.2f} s on {ENGINE}, {median(taken['simpy']):.2f} s on simpy, "
        f"{more:.2f} s more"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
