"""What a fold comes to: the groups and the timeline of a run of which no table was kept."""

from dataclasses import dataclass

from jobsim.results.cut import nearly_independent
from jobsim.results.folding.fold import Ended, Fold
from jobsim.results.folding.folded_breaches import breaches
from jobsim.results.folding.folded_groups import groups_of
from jobsim.results.groups import Groups
from jobsim.results.path import path_of
from jobsim.results.run import Ran
from jobsim.results.timeline import Timeline


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
    """The summary of a fold to which everything has been handed over, now that its run has ended."""
    fold.end(ended)
    scenario = fold.scenario
    groups = groups_of(fold, fold.windows.measured, ended.at, [ended.most_queued, *ended.most_queued_of])
    timeline = fold.bins.timeline(
        ended.at, None if scenario.changes_presence else sum(pool.most for pool in scenario.processors.values())
    )
    batches: tuple[Groups, ...] = ()
    if fold.windows.batches and ended.at == scenario.until and nearly_independent(path_of(fold.sums)):
        batches = tuple(groups_of(fold, [batch], ended.at) for batch in fold.windows.batches)
    return Summary(groups, timeline, tuple(breaches(fold, ended)), batches)
