"""What the metrics of a run are made from, group by group: exact counts and sums, and the durations' percentiles."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from jobsim.results.outcomes import COMPLETED, DROPPED, UNFINISHED
from jobsim.units import Nanoseconds

DURATIONS = ("blocked", "waiting", "service", "response")
PERCENTS = {"p50": 50, "p95": 95, "p99": 99, "max": 100}


@dataclass(frozen=True, slots=True)
class Durations:
    """Durations of one kind, in nanoseconds: how many, their sum, and the percentiles of PERCENTS (none of none)."""

    count: int
    total: Nanoseconds
    percentiles: tuple[Nanoseconds, ...]
    more: tuple[Nanoseconds, ...] = ()
    """The percentiles that the scenario asks for beside those."""
    below: tuple[int, ...] = ()
    """How many are below each limit that it names."""


NO_DURATIONS = Durations(0, 0, ())


class Due(NamedTuple):
    """Jobs that were judged by a deadline, and those of them that missed it."""

    judged: int
    missed: int


class Tries(NamedTuple):
    """How often jobs were put, and begun by a processor: together, and any one at most."""

    puts: int
    attempts: int
    most_puts: int
    most_attempts: int


class Queued(NamedTuple):
    """Jobs waiting in the queue: the integral of their number over time, in nanoseconds, and the most at one time.

    None: that is not known.
    """

    time: Nanoseconds
    most: int | None


class Serving(NamedTuple):
    """The time of processors: with a job, there at all, and of the first, in vain, and waiting to execute.

    The last two are None where each job has one attempt.
    """

    busy: Nanoseconds
    present: Nanoseconds
    wasted: Nanoseconds | None = None
    limited: Nanoseconds | None = None


@dataclass(frozen=True)
class Group:
    """Jobs that belong together: all, those of a submitter's name, or those that a pool had last."""

    outcomes: tuple[int, ...]
    """By code."""
    durations: tuple[Durations, ...]
    """By kind, as DURATIONS has them."""
    done: int
    """Completed in the time that is measured, whenever they were due."""
    due: Due | None = None
    """None where no job has a deadline."""
    tries: Tries | None = None
    """None where each has one put, and one attempt at most."""
    queued: Queued | None = None
    """None of a pool."""
    serving: Serving | None = None
    """None of a submitter."""

    @property
    def jobs(self) -> int:
        return sum(self.outcomes)

    @property
    def completed(self) -> int:
        return self.outcomes[COMPLETED]

    @property
    def dropped(self) -> int:
        return self.outcomes[DROPPED]

    @property
    def lost(self) -> int:
        """Ended otherwise than completed."""
        return self.jobs - self.completed - self.outcomes[UNFINISHED]


@dataclass(frozen=True)
class Groups:
    """All groups of a run, by the names of submitters and pools, in order."""

    all: Group
    submitters: dict[str, Group]
    pools: dict[str, Group]


def rank(percent: int | Fraction, count: int) -> int:
    """The place, from 0, of a percentile among so many in order: the least that so many percent do not exceed."""
    return int(-(-percent * count // 100)) - 1
