"""The report of a run of a million jobs: seconds from the folder to the page, and how large that is.

python benchmarks/report.py [JOBS] [ROUNDS]
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from command import run_python
from workloads import WORKLOADS

MOST_SECONDS, MOST_BYTES = 10, 6_000_000
"""What is wanted."""


def main(jobs: int = 1_000_000, rounds: int = 3) -> None:
    """Measure and print all."""
    for workload in WORKLOADS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "run.yaml").write_text(workload.yaml(jobs), encoding="utf-8")
            run_python(["-m", "jobsim", "run.yaml", "-q"], folder)
            taken = [run_python(["-m", "jobsim", "report", "results/run"], folder).seconds for _ in range(rounds)]
            size = (folder / "report.html").stat().st_size
        print(
            f"{workload.name}, {jobs:,} jobs: {median(taken):.2f} s (wanted: at most {MOST_SECONDS}), "
            f"{size / 1e6:.2f} MB (wanted: at most {MOST_BYTES / 1e6:.0f})"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
