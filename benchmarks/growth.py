"""Time per job as a run grows: in jobs, processors, submitters, waiting places. As a table, and as a picture.

    python benchmarks/growth.py [--jobs JOBS] [--rounds ROUNDS] [--long] [--picture FILE.svg]

What a sweep does not vary stays as it is: JOBS (a million), 8 processors, one submitter, an unbounded queue, and the
load on each processor: 0.9. Submitters are swept twice, with JOBS and with ten times as many, since each costs some
time before its first job, however many follow. Waiting places are swept at a load of 10, with losses, and with enough
jobs (12.5 times JOBS) to fill ten times JOBS of them; a queue that never was full would say nothing, and stops the
measuring. There a larger queue loses fewer jobs, and a lost one costs less than one that is served: the table says how
many are lost. Jobs are swept up to ten times JOBS, and once more without a table of jobs (`record: summary`): with
--long up to a hundred times.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from in_turn import clocked, in_turn
from log_chart import log_chart
from under_test import ENGINE

import jobsim
from jobsim.results.outcomes import DROPPED

SERVICE_NS = 1_000_000_000


@dataclass(frozen=True)
class Point:
    """One size in one sweep."""

    sweep: str
    size: int
    jobs: int
    processors: int = 8
    submitters: int = 1
    capacity: int | None = None
    load: float = 0.9
    record: str | None = None

    @property
    def name(self) -> str:
        return f"{self.sweep} {self.size:,}"

    def scenario(self) -> jobsim.Scenario:
        """What is run: Poisson arrivals, exponential service of 1 s, the same jobs from each submitter."""
        gap = round(SERVICE_NS * self.submitters / (self.load * self.processors))
        return jobsim.loads(
            f"""
            seed: 1
            {"" if self.record is None else f"record: {self.record}"}
            queue: {{capacity: {"null" if self.capacity is None else self.capacity}}}
            submitters:
              a:
                count: {self.submitters}
                cadence: {{distribution: exponential, mean: {gap}ns}}
                pacing: fixed
                jobs: {self.jobs // self.submitters}
                timeout: {"null" if self.capacity is None else "0s"}
            processors:
              w: {{count: {self.processors}, service: {{distribution: exponential, mean: {SERVICE_NS}ns}}}}
            """,
            "growth",
        )


def decades(first: int, last: int) -> list[int]:
    """Powers of ten."""
    return [10**power for power in range(20) if first <= 10**power <= last]


def points(jobs: int, long: bool) -> Iterator[list[Point]]:
    """The sweeps. Few jobs leave the largest sizes out: each submitter has a hundred jobs at least."""
    few = jobs // 100
    yield [Point("jobs", size, size) for size in decades(few, 10 * jobs)]
    largest = 100 * jobs if long else 10 * jobs
    yield [Point("jobs (summary)", size, size, record="summary") for size in decades(10 * few, largest)]
    yield [Point("processors", size, jobs, processors=size) for size in decades(1, few)]
    yield [Point("submitters", size, jobs, submitters=size) for size in decades(1, few)]
    yield [Point("submitters, busier", size, 10 * jobs, submitters=size) for size in decades(1, few)]
    yield [Point("waiting places", size, 25 * jobs // 2, capacity=size, load=10.0) for size in decades(1, 10 * jobs)]


def nanoseconds_per_job(sweep: list[Point], rounds: int) -> dict[Point, float]:
    """The median of each size, all sizes in turn, from the validated scenario to the finished tables."""
    scenarios = {point.name: point.scenario() for point in sweep}
    measures = {
        name: clocked(lambda scenario=scenario: jobsim.run(scenario, engine=ENGINE))
        for name, scenario in scenarios.items()
    }
    taken = in_turn(measures, rounds)
    return {point: 1e9 * median(taken[point.name]) / point.jobs for point in sweep}


def share_lost(point: Point) -> float | None:
    """How much of the jobs a full queue refuses; None where it cannot be full. Raises SystemExit if it never was."""
    if point.capacity is None:
        return None
    outcome = jobsim.run(point.scenario(), engine=ENGINE).run.jobs.outcome
    lost = np.count_nonzero(outcome == DROPPED) / point.jobs
    if lost == 0:
        raise SystemExit(f"{point.name}: the queue never was full")
    return lost


def main(jobs: int, rounds: int, long: bool, picture: Path | None) -> None:
    """Measure, print, draw."""
    print(f"on {ENGINE}, {rounds} rounds, Python {sys.version.split()[0]}")
    print(f"{'sweep':20}{'size':>14}{'jobs':>14}{'ns per job':>12}{'jobs/s':>14}{'lost':>8}")
    lines: dict[str, list[tuple[float, float]]] = {}
    for sweep in points(jobs, long):
        for point, cost in nanoseconds_per_job(sweep, rounds).items():
            lines.setdefault(point.sweep, []).append((point.size, cost))
            lost = share_lost(point)
            print(
                f"{point.sweep:20}{point.size:14,}{point.jobs:14,}{cost:12,.0f}{1e9 / cost:14,.0f}"
                f"{'' if lost is None else f'{lost:8.0%}'}",
                flush=True,
            )
    if picture is not None:
        picture.write_text(log_chart(f"Nanoseconds per job on {ENGINE}", "how many", lines), encoding="utf-8")
        print(f"the picture: {picture}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", action="store_true", help="a hundred times JOBS, too, with record: summary")
    parser.add_argument("--picture", type=Path, help="an SVG to write")
    asked = parser.parse_args()
    main(asked.jobs, asked.rounds, asked.long, asked.picture)
