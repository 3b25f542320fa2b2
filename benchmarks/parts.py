"""What a command cannot do without, clocked in a process that is as fresh as the command's own.

    python benchmarks/parts.py NAME JOBS [FILE]

Prints three numbers of seconds, each measured once: the kernel, drawing the same streams by NumPy, and one `write_csv`
by Polars of the same table of jobs; without FILE no table is kept, and nothing written. A process that has written
before would do it faster: its memory, and the file's, is at hand.
"""

import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import NamedTuple

from in_turn import clocked
from under_test import kernel_alone
from workloads import WORKLOADS, Workload, drawn


class Parts(NamedTuple):
    """Seconds."""

    kernel: float
    drawing: float
    write: float


def parts_of(workload: Workload, jobs: int, file: Path | None = None) -> Parts:
    """Measure them; with a file, where a table is kept, and written there."""
    command = [sys.executable, __file__, workload.name, str(jobs), *([] if file is None else [str(file)])]
    return Parts(*map(float, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()))


def main(name: str, jobs: str, file: str | None = None) -> None:
    """Measure and print all."""
    workload = next(workload for workload in WORKLOADS if workload.name == name)
    scenario = workload.scenario(int(jobs), record="summary" if file is None else "jobs")
    kernel, result = kernel_alone(scenario)
    write = 0.0
    if file is not None:
        frame = result.jobs
        write = clocked(lambda: frame.write_csv(file))()
    print(kernel, clocked(lambda: deque(drawn(scenario), maxlen=0))(), write)


if __name__ == "__main__":
    main(*sys.argv[1:])
