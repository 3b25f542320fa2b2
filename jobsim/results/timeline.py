"""The run cut into intervals: what was put, done and lost in each, and the average levels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobsim.results import stays
from jobsim.results.jobtable import ROWS_IN_CACHE, Column, only
from jobsim.results.levels import areas
from jobsim.results.outcomes import OUTCOMES, UNFINISHED
from jobsim.results.run import Ran, Run
from jobsim.results.stays import Level
from jobsim.scenario.consistency import MOST_TIMELINE_ROWS
from jobsim.units import Nanoseconds

MOST_ROWS_BY_DEFAULT = 200


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
    processors: int | NDArray[np.float64]
    """A number, or where it changes an average, too."""


def timeline(run: Run) -> Timeline:
    """Intervals are half open; what happens at the very end of the run belongs to the last one."""
    jobs, every, end, step = run.jobs, run.every_stay, run.ended_at, interval(run)
    edges = np.append(np.arange(0, max(end, 1), step, dtype=np.int64), end)
    duration = np.diff(edges)

    def count(instants: Column) -> Column:
        at = np.minimum(instants // step, len(duration) - 1)
        return np.bincount(at, minlength=len(duration))

    def average(level: Level) -> NDArray[np.float64]:
        there = (level(piece, end) for piece in every.pieces(ROWS_IN_CACHE))
        with np.errstate(invalid="ignore"):
            return areas(there, edges) / duration

    return Timeline(
        time=edges[:-1],
        duration=duration,
        submitted=count(jobs.submitted_at if run.stays is None else run.stays.submitted_at[run.stays.first]),
        counts={
            name: count(only(jobs.outcome == code, jobs.ended_at)) for code, name in enumerate(OUTCOMES[:UNFINISHED])
        },
        blocked=average(stays.blocked),
        queued=average(stays.waiting),
        busy=average(stays.in_service),
        processors=len(run.processors) if run.presence is None else run.presence.on_average(edges),
    )


def interval(run: Ran) -> Nanoseconds:
    """The interval of the timeline of a run."""
    return interval_of(run.scenario.timeline, run.ended_at)


def interval_of(asked: Nanoseconds | None, ended_at: Nanoseconds) -> Nanoseconds:
    """The interval asked for, or ten, a hundred ... times it where that would be millions of rows; by default a step
    with at most 200."""
    if asked is None:
        return one_two_five(ended_at, MOST_ROWS_BY_DEFAULT)
    while ended_at > asked * MOST_TIMELINE_ROWS:
        asked *= 10
    return asked


def one_two_five(length: Nanoseconds, rows: int) -> Nanoseconds:
    """The smallest step of the row 1, 2, 5, 10, 20, 50 ... nanoseconds that cuts the length into at most `rows`."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if length <= step * factor * rows:
                return step * factor
        step *= 10
