"""What a fold comes to: the groups and the timeline of a run of which no table was kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobsim.results.cut import nearly_independent
from jobsim.results.folding.folded_breaches import breaches
from jobsim.results.folding.folded_groups import groups_of
from jobsim.results.groups import Groups
from jobsim.results.path import path_of
from jobsim.results.run import Ran, Totals
from jobsim.results.timeline import Timeline
from jobsim.units import Nanoseconds

if TYPE_CHECKING:
    from jobsim.results.folding.fold import Fold


@dataclass(frozen=True)
class Ended:
    """How a run ended, and what an engine must keep while it runs, since rows in the order of ends do not tell it."""

    at: Nanoseconds
    totals: Totals
    most_queued: int
    """The most jobs that waited in the queue at one time; a level that lasted no time does not count."""
    most_queued_of: Sequence[int]
    """The same of each submitter's name, in the order of names."""
    interrupted: Collection[int] = ()
    """The processors, by rank, that are broken, have kept their job, and may go on with it: it was not put again
    since."""


@dataclass(frozen=True, eq=False)
class Summary:
    """What happened, in figures."""

    groups: Groups
    timeline: Timeline
    breaches: tuple[str, ...]
    """What cannot have happened."""
    batches: tuple[Groups, ...] = ()
    """The groups of each batch, where the run may be cut into batches that are nearly independent."""


@dataclass(frozen=True, eq=False, kw_only=True)
class FoldedRun(Ran):
    """A run of which no table was kept."""

    summary: Summary


def summary_of(fold: Fold, ended: Ended) -> Summary:
    """The summary of a fold to which everything has been handed over."""
    scenario = fold.scenario
    groups = groups_of(fold, fold.windows.measured, ended.at, [ended.most_queued, *ended.most_queued_of])
    timeline = fold.bins.timeline(
        ended.at, None if scenario.changes_presence else sum(pool.most for pool in scenario.processors.values())
    )
    batches: tuple[Groups, ...] = ()
    if fold.windows.batches and ended.at == scenario.until and nearly_independent(path_of(fold.sums)):
        batches = tuple(groups_of(fold, [batch], ended.at) for batch in fold.windows.batches)
    return Summary(groups, timeline, tuple(breaches(fold, ended)), batches)
