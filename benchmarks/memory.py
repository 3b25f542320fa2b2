"""The whole command's peak memory: bytes per job with a table of jobs, and how flat `--record summary` stays.

    python benchmarks/memory.py [--jobs JOBS] [--long] [--until]

With a table: the slope between JOBS (2 million) and four times as many, CSVs included. With a summary: peak and time at
a half, at five times and, with --long, at fifty times JOBS, and beside the time what drawing and the kernel alone take.
With --until such a run ends at a time, so that it gets intervals by batch means.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from command import run_jobsim, write_scenario
from parts import parts_of
from under_test import ENGINE
from workloads import WORKLOADS, Workload


def slope(workload: Workload, jobs: int, folder: Path) -> None:
    """Print the peaks of two sizes, and the growth per job."""
    fewer, more = (run_jobsim(write_scenario(workload, count, folder)).peak_bytes for count in (jobs, 4 * jobs))
    print(
        f"{workload.name:4}{fewer / 1e6:12,.0f} MB{more / 1e6:12,.0f} MB{(more - fewer) / (3 * jobs):16.1f}", flush=True
    )


def summary(workload: Workload, jobs: int, folder: Path, until: bool) -> None:
    """Print peak and time of a run that keeps no table of jobs."""
    cost = run_jobsim(write_scenario(workload, jobs, folder, until), "--record", "summary")
    parts = parts_of(workload, jobs)
    print(
        f"{workload.name:4}{jobs:14,}{cost.peak_bytes / 1e6:12,.0f} MB{cost.seconds:12.2f}{parts.drawing:12.2f}"
        f"{parts.kernel:12.2f}{cost.seconds / (parts.drawing + parts.kernel):12.2f}",
        flush=True,
    )


def main(jobs: int, long: bool, until: bool) -> None:
    """Measure and print all."""
    print(f"on {ENGINE}, Python {sys.version.split()[0]}\n\nwith a table of jobs")
    print(f"{'':4}{f'{jobs:,} jobs':>15}{f'{4 * jobs:,} jobs':>15}{'bytes per job':>16}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for workload in WORKLOADS:
            slope(workload, jobs, folder)
        print("\nwith --record summary; seconds")
        print(f"{'':4}{'jobs':>14}{'peak':>15}{'whole':>12}{'drawing':>12}{'kernel':>12}{'ratio':>12}")
        for workload in WORKLOADS:
            for count in (jobs // 2, 5 * jobs, *([50 * jobs] if long else [])):
                summary(workload, count, folder, until)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2_000_000)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--until", action="store_true", help="let the runs with a summary end at a time")
    asked = parser.parse_args()
    main(asked.jobs, asked.long, asked.until)
