"""Jobs per second of the simpy engine beside a hand-written SimPy `Store` model, and bytes per job, in one run.

    python benchmarks/simpy_engine.py [JOBS] [ROUNDS]

The two run in turn, so that a drift of the machine hits both; medians and the median of the paired ratios are
printed. jobsim is measured from the validated scenario to the finished job table, its draws, invariants and tables
included; the hand-written model has its draws made beforehand. Memory is the growth of the peak between two sizes, each
run in a process of its own.
"""

import resource
import subprocess
import sys
from statistics import median

from in_turn import clocked, in_turn, paired_ratio
from workloads import WORKLOADS, Workload

import jobsim


def speed(workload: Workload, jobs: int, rounds: int) -> tuple[float, float, float]:
    """Jobs per second of jobsim and of the Store model, and the ratio, as medians."""
    scenario, draws = workload.scenario(jobs), in_seconds(workload, jobs)
    taken = in_turn(
        {
            "ours": clocked(lambda: jobsim.run(scenario, engine="simpy")),
            "theirs": clocked(lambda: workload.run_store(*draws)),
        },
        rounds,
    )
    ratio = paired_ratio(taken["theirs"], taken["ours"])
    return jobs / median(taken["ours"]), jobs / median(taken["theirs"]), ratio


def in_seconds(workload: Workload, jobs: int) -> tuple[list[float], list[float]]:
    """Gaps and services for the hand-written model, made beforehand."""
    gaps, services = workload.draws(jobs)
    return (gaps / 1e9).tolist(), (services / 1e9).tolist()


def bytes_per_job(workload: Workload, who: str, jobs: int) -> float:
    """Growth of the peak memory of a whole process, per job, between `jobs` and three times as many."""

    def peak(count: int) -> int:
        command = [sys.executable, __file__, "--peak", workload.name, who, str(count)]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    return (peak(3 * jobs) - peak(jobs)) / (2 * jobs)


def print_peak(name: str, who: str, jobs: int) -> None:
    """Run one model and print the peak memory of this process, in bytes."""
    workload = next(workload for workload in WORKLOADS if workload.name == name)
    if who == "jobsim":
        kept: object = jobsim.run(workload.scenario(jobs), engine="simpy")
    else:
        kept = workload.run_store(*in_seconds(workload, jobs))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    del kept


def main(jobs: int = 200_000, rounds: int = 5) -> None:
    """Measure and print all."""
    print(f"{jobs:,} jobs, {rounds} rounds, Python {sys.version.split()[0]}")
    print(f"{'':4}{'jobsim jobs/s':>16}{'Store jobs/s':>16}{'ratio':>8}{'jobsim B/job':>16}{'Store B/job':>16}")
    # Memory first: a process begins with its parent's peak, so this one must still be small.
    memory = [[bytes_per_job(workload, who, jobs) for who in ("jobsim", "store")] for workload in WORKLOADS]
    for workload, (of_ours, of_theirs) in zip(WORKLOADS, memory, strict=True):
        ours, theirs, ratio = speed(workload, jobs, rounds)
        print(
            f"{workload.name:4}{ours:16,.0f}{theirs:16,.0f}{ratio:8.2f}{of_ours:16,.0f}{of_theirs:16,.0f}", flush=True
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        print_peak(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main(*map(int, sys.argv[1:]))
