"""The run cut into intervals: what was put, done and lost in each, and the average levels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobsim.results import stays
from jobsim.results.jobtable import Column
from jobsim.results.levels import areas
from jobsim.results.outcomes import OUTCOMES, UNFINISHED
from jobsim.results.run import Run
from jobsim.units import Nanoseconds

MOST_ROWS_BY_DEFAULT = 200
MOST_ROWS = 1_000_000


@dataclass(frozen=True)
class Timeline:
    """One entry per interval; `counts` by outcome; levels are time averages, nan in an interval of no length."""

    time: Column
    duration: Column
    submitted: Column
    counts: dict[str, Column]
    blocked: NDArray[np.float64]
    queued: NDArray[np.float64]
    busy: NDArray[np.float64]
    processors: int


def timeline(run: Run) -> Timeline:
    """Intervals are half open; what happens at the very end of the run belongs to the last one."""
    jobs, end = run.jobs, run.ended_at
    step = run.scenario.timeline or one_two_five(end, MOST_ROWS_BY_DEFAULT)
    if end > step * MOST_ROWS:
        step = one_two_five(end, MOST_ROWS)
    edges = np.append(np.arange(0, max(end, 1), step, dtype=np.int64), end)
    duration = np.diff(edges)

    def count(instants: Column) -> Column:
        at = np.minimum(instants // step, len(duration) - 1)
        return np.bincount(at, minlength=len(duration))

    def average(stay: stays.Stays) -> NDArray[np.float64]:
        with np.errstate(invalid="ignore"):
            return areas(*stay, edges) / duration

    return Timeline(
        time=edges[:-1],
        duration=duration,
        submitted=count(jobs.submitted_at),
        counts={name: count(jobs.ended_at[jobs.outcome == code]) for code, name in enumerate(OUTCOMES[:UNFINISHED])},
        blocked=average(stays.blocked(jobs, end)),
        queued=average(stays.waiting(jobs, end)),
        busy=average(stays.in_service(jobs, end)),
        processors=len(run.processors),
    )


def one_two_five(length: Nanoseconds, rows: int) -> Nanoseconds:
    """The smallest step of the row 1, 2, 5, 10, 20, 50 ... nanoseconds that cuts the length into at most `rows`."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if length <= step * factor * rows:
                return step * factor
        step *= 10
