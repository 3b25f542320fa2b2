"""A result over time, for pictures: its timelines, averaged over the replications."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jobsim.results.findings import Findings
from jobsim.results.outcomes import LOSSES

Row = NDArray[np.float64]
LEVELS = ("queued", "blocked", "busy", "processors")
"""Numbers that are there at a time, on average over an interval."""
RATES = ("submitted", "completed", "lost")
"""Jobs per second."""
_MOST_OF_A_BAND = 0.9


@dataclass(frozen=True, eq=False)
class Course:
    """One quantity over time, an average for each interval."""

    mean: Row
    low: Row | None = None
    """Between `low` and `high` lie nine of ten replications, of few all of them; None of a single one."""
    high: Row | None = None


@dataclass(frozen=True, eq=False)
class OverTime:
    """What went on, interval by interval; of several replications the mean, where one that is over adds nothing."""

    edges: Row
    """Where the intervals begin, and where the last one ends, in seconds."""
    courses: dict[str, Course]
    """By name: of `LEVELS` and `RATES`."""


MOST_INTERVALS = 2_000
"""More than a screen can show; of a finer timeline, neighbours are taken together."""
FEWEST_FOR_NINE_OF_TEN = 20
"""Of fewer, nine of ten cannot be told from all."""


def over_time(findings: Findings) -> OverTime | None:
    """None where there is no timeline: the run ended as it began."""
    columns = ["submitted", "completed", *LOSSES, *LEVELS]
    table = findings.table("timeline", ["replication", "time", "duration", *columns])
    if table is None or table.is_empty():
        return None
    frame = table.cast(pl.Float64)
    time, duration = frame["time"].to_numpy(), frame["duration"].to_numpy()
    begins, of_interval = np.unique(time, return_inverse=True)
    longest = np.zeros(len(begins))
    np.maximum.at(longest, of_interval, duration)
    lasting = longest > 0  # what ended in the instant in which it began has no course
    if not lasting.any():
        return None
    numbers, of_replication = np.unique(frame["replication"].to_numpy(), return_inverse=True)

    def spread(values: Row) -> Row:
        """A row for each replication."""
        there = np.zeros((len(numbers), len(begins)))
        there[of_replication, of_interval] = np.nan_to_num(values)
        return there[:, lasting]

    counts = {name: spread(frame[name].to_numpy()) for name in columns}
    counts["lost"] = sum((counts[name] for name in LOSSES), np.zeros_like(counts["submitted"]))
    # A level is an average over what there was of the interval: a part that ended early counts for that part.
    begins, longest = begins[lasting], longest[lasting]
    end, durations = begins[-1] + longest[-1], spread(duration)
    firsts = np.arange(0, len(begins), math.ceil(len(begins) / MOST_INTERVALS))
    together = np.add.reduceat(longest, firsts)
    courses = {name: _course(np.add.reduceat(counts[name] * durations, firsts, axis=1) / together) for name in LEVELS}
    courses |= {name: _course(np.add.reduceat(counts[name], firsts, axis=1) / together) for name in RATES}
    return OverTime(np.append(begins[firsts], end), courses)


def _course(by_replication: Row) -> Course:
    mean = by_replication.mean(axis=0)
    if len(by_replication) == 1:
        return Course(mean)
    outside = (1 - _MOST_OF_A_BAND) / 2 if len(by_replication) >= FEWEST_FOR_NINE_OF_TEN else 0.0
    low, high = np.quantile(by_replication, [outside, 1 - outside], axis=0)
    return Course(mean, low, high)
