"""The arrays into which rows of a run are summed, and what is seen to be wrong with a row."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from jobsim.results.cut import BATCHES, PARTS, Cut
from jobsim.results.folding.bins import BLOCKED, BUSY, QUEUED
from jobsim.results.folding.histogram import BUCKETS, buckets
from jobsim.results.groups import DURATIONS
from jobsim.results.jobtable import Column
from jobsim.results.outcomes import OUTCOMES
from jobsim.units import Nanoseconds

LEVELS = (BLOCKED, QUEUED, BUSY)
HALF = 31
"""Sums are kept in two numbers, so that they cannot overflow: of what is below 2**HALF in each, and of the rest."""
LOW = (1 << HALF) - 1
MOST_ROWS = 1 << 14
"""Rows that may be counted before what does not fit into the lower numbers is carried over; they stay in a cache."""
SHORT = 1 << 48
"""Durations below this need not be cut, so few are added up."""

BREACHES = (
    "a job has no outcome",
    "time ran backwards",
    "something happened after the end",
    "a job was completed without service",
    "a job was dropped from the queue",
    "a job left the queue without being there",
    "a processor served two jobs at a time",
)
NO_OUTCOME, BACKWARDS, AFTER_THE_END, NOT_SERVED, DROPPED_FROM_QUEUE, NOT_IN_QUEUE, TWO_AT_A_TIME = range(len(BREACHES))


class Sums(NamedTuple):
    """Sums by group: first the submitters' names in order, then the pools' names."""

    group_of_submitter: Column
    group_of_processor: Column
    kinds_of_names: int
    """How many kinds of durations, the first ones, are counted by submitter's name, and by pool. With one pool or one
    name all that is known of a job that a processor had is in the groups of the other side."""
    kinds_of_pools: int
    outcomes: Column
    """By group and outcome: how many."""
    low: Column
    """By group and duration, the sum of its lower halves."""
    high: Column
    most: Column
    """By group and duration, the largest."""
    buckets: Column
    """By group, duration and bucket of the histogram: how many."""
    level_low: Column
    """By level and group, the lower halves of the time that stays have of it."""
    level_high: Column
    jobs: Column
    """By submitter: how many jobs of it have ended."""
    squares: Column
    """By submitter, the sum of the squares of their numbers, modulo 2⁶⁴: one that ended twice, or never, shows."""
    free_at: Column
    """By processor, the end of its last stay."""
    breaches: Column
    """By kind: how many rows."""
    leading: NDArray[np.float64]
    """Room for one number, whose bits are those of `bits`."""
    bits: Column
    path_start: Nanoseconds
    """Where the path begins: how many jobs are in the system, puts that wait for a place included."""
    path_step: Nanoseconds
    """The length of its equal parts; 0 where it is not asked for."""
    path_area: NDArray[np.int64]
    """By part, as `Bins` has it of a level; one beyond the last, for what ends there."""
    path_across: NDArray[np.int64]

    def beside(self) -> Self:
        """Sums of nothing for another window: what is not counted by window is counted in common."""

        def zeros(like: Column) -> Column:
            # Not zeros_like, which touches all of it: most of a histogram stays empty, and takes no memory.
            return np.zeros(like.shape, dtype=np.int64)

        return self._replace(
            outcomes=zeros(self.outcomes),
            low=zeros(self.low),
            high=zeros(self.high),
            most=zeros(self.most),
            buckets=zeros(self.buckets),
            level_low=zeros(self.level_low),
            level_high=zeros(self.level_high),
        )


def no_sums(submitters: list[int], processors: list[int], size: int = BUCKETS, cut: Cut | None = None) -> Sums:
    """Sums of nothing, for so many submitters and processors of each name; with the path of a run that may be cut.

    `size`: how many buckets a histogram has.
    """
    groups = len(submitters) + len(processors)
    parts = 0 if cut is None else BATCHES * PARTS + 2

    def zeros(*shape: int) -> NDArray[np.int64]:
        return np.zeros(shape, dtype=np.int64)

    leading = np.zeros(1, dtype=np.float64)
    every, first = len(DURATIONS), 1  # of `blocked` alone there is some without a processor
    return Sums(
        kinds_of_names=first if len(submitters) == 1 < len(processors) else every,
        kinds_of_pools=first if len(processors) == 1 else every,
        group_of_submitter=np.repeat(np.arange(len(submitters)), submitters),
        group_of_processor=np.repeat(np.arange(len(submitters), groups), processors),
        outcomes=zeros(groups, len(OUTCOMES)),
        low=zeros(groups, len(DURATIONS)),
        high=zeros(groups, len(DURATIONS)),
        most=zeros(groups, len(DURATIONS)),
        buckets=zeros(groups, len(DURATIONS), size),
        level_low=zeros(len(LEVELS), groups),
        level_high=zeros(len(LEVELS), groups),
        jobs=zeros(sum(submitters)),
        squares=zeros(sum(submitters)),
        free_at=zeros(sum(processors)),
        breaches=zeros(len(BREACHES)),
        leading=leading,
        bits=leading.view(np.int64),
        path_start=0 if cut is None else cut.start,
        path_step=0 if cut is None else cut.part,
        path_area=zeros(parts),
        path_across=zeros(parts),
    )


def together(several: Sequence[Sums]) -> Sums:
    """The sums of some windows as if they were one; each of them stays as it is."""
    if len(several) == 1:
        return several[0]
    made = several[0].beside()
    for each in several:
        for name in ("outcomes", "low", "high", "level_low", "level_high"):
            whole: Column = getattr(made, name)
            whole += getattr(each, name)
        np.maximum(made.most, each.most, out=made.most)
    filled = int(buckets(made.most).max()) + 1
    for each in several:
        made.buckets[..., :filled] += each.buckets[..., :filled]
    return made


def add_exactly(low: Column, high: Column, places: Column, durations: Column) -> None:
    """Add durations to sums in two numbers, each at its place in them."""
    np.add.at(low, places, durations & LOW)
    np.add.at(high, places, durations >> HALF)


def carry(low: Column, high: Column) -> None:
    """Make room in the lower numbers."""
    high += low >> HALF
    low &= LOW


def exact(low: Column, high: Column) -> int:
    """The sum of such sums."""
    return sum((int(more) << HALF) + int(less) for less, more in zip(low.ravel(), high.ravel(), strict=True))


class CountJobs(Protocol):
    """Count rows of jobs: outcomes, durations, when they ended; without `several` stays, also when they were put.

    No instant is later than `end`, and there are bins until then.
    """

    def __call__(
        self,
        rows: Column,
        end: Nanoseconds,
        several: bool,
        sums: Sums,
        ended_in: Column,
        submitted_in: Column,
        step: Nanoseconds,
    ) -> None: ...


class CountStays(Protocol):
    """Count who was blocked, waited and was served, and when; and where the sums have a path, who was in the system.

    `rows` begin with the submitter; `processor` and `put` are the columns of the processor, and of the first of four
    instants: put, admission, start and end, -1 where one did not come. What is still open ends at `end`.
    """

    def __call__(
        self,
        rows: Column,
        processor: int,
        put: int,
        end: Nanoseconds,
        sums: Sums,
        area: Column,
        across: Column,
        step: Nanoseconds,
    ) -> None: ...


class Inner(NamedTuple):
    """The innermost work on rows. Whoever can compile plain loops may do so with those of `row_by_row`."""

    count_jobs: CountJobs
    count_stays: CountStays
