"""A sweep of a thousand points by ten replications of ten thousand jobs, by one worker and by two.

    python benchmarks/sweep.py [POINTS] [ROUNDS]

The whole command as a process of its own, YAML to sweep.csv on disk. Then what a replication takes beside its draws and
the kernel, with its invariants, its metrics, its share of the table and of the start: the time of one worker, less what
drawing the same streams and the kernel alone take at as many points, in a process of their own.
"""

import subprocess
import sys
import tempfile
from collections import deque
from pathlib import Path
from statistics import median

from command import run_python
from in_turn import clocked, in_turn, paired_ratio
from under_test import kernel_alone
from workloads import WORKLOADS, drawn

REPLICATIONS, JOBS = 10, 10_000
MOST_POINTS_ALONE = 50
"""So many are enough to know what drawing and the kernel take."""


def grid(points: int) -> dict[str, range]:
    """Capacities by processors: a tenth of the points each, and ten."""
    return {"queue.capacity": range(1, points // 10 + 1), "processors.w.count": range(6, 16)}


def write(folder: Path) -> Path:
    """W2 as a file, a full queue of which drops at once."""
    file = folder / "w2.yaml"
    file.write_text(WORKLOADS[1].yaml(JOBS), encoding="utf-8")
    return file


def run_sweep(file: Path, points: int, workers: int) -> float:
    """Seconds of the whole command."""
    vary = [f"--vary={key}={values.start}:{values.stop - 1}" for key, values in grid(points).items()]
    options = ["-r", str(REPLICATIONS), "--workers", str(workers), "--out", f"out-{workers}", "-q"]
    return run_python(["-m", "jobsim", "sweep", file.name, *vary, *options], file.parent).seconds


def alone() -> tuple[float, float]:
    """Seconds of the kernel, and of drawing, of one replication: the median, once what is done once has been done."""
    scenario = WORKLOADS[1].scenario(JOBS)
    kernels, draws = [], []
    for _ in range(MOST_POINTS_ALONE):
        kernels.append(kernel_alone(scenario)[0])
        draws.append(clocked(lambda: deque(drawn(scenario), maxlen=0))())
    return median(kernels), median(draws)


def alone_in_a_process() -> tuple[float, float]:
    """The same, in a process that has done nothing else."""
    printed = subprocess.run([sys.executable, __file__, "alone"], capture_output=True, text=True, check=True).stdout
    kernel, drawing = map(float, printed.split())
    return kernel, drawing


def main(points: int = 1_000, rounds: int = 3) -> None:
    """Measure and print all."""
    replications = points * REPLICATIONS
    print(f"{points:,} points by {REPLICATIONS} replications of {JOBS:,} jobs, {rounds} rounds; seconds")
    with tempfile.TemporaryDirectory() as name:
        file = write(Path(name))
        taken = in_turn(
            {str(workers): lambda workers=workers: run_sweep(file, points, workers) for workers in (1, 2)}, rounds
        )
    one, two = taken["1"], taken["2"]
    kernel, drawing = alone_in_a_process()
    print(f"one worker {median(one):.1f}, two {median(two):.1f}: {paired_ratio(one, two):.2f} times as fast")
    whole = median(one) / replications
    print(
        f"a replication {1000 * whole:.2f} ms: kernel {1000 * kernel:.2f}, drawing {1000 * drawing:.2f}, "
        f"all else {1000 * (whole - kernel - drawing):.2f} ms"
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["alone"]:
        print(*alone())
    else:
        main(*map(int, sys.argv[1:]))
