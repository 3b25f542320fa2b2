"""The metrics of one run, each over all jobs and by submitter, pool and queue.

Populations: counts and `drop_rate` are over all jobs put (unfinished ones included); `blocked` over the jobs whose
put ended, by admission or drop; `waiting` over the jobs that a processor started; `service` and `response` over the
jobs completed. Rates and time averages are over the whole run; a throughput counts the jobs completed in that time,
whenever they were due. Of a window of the run, the jobs are those that are due in it. Percentiles are nearest rank.
"""

from collections.abc import Iterator
from typing import NamedTuple

from jobsim.results.asked import Asked, asked
from jobsim.results.groups import DURATIONS, PERCENTS, Group, Groups
from jobsim.results.outcomes import OUTCOMES
from jobsim.results.run import Ran
from jobsim.results.window import WHOLE, Window
from jobsim.scenario.schema import QUEUE
from jobsim.units import SECOND, Nanoseconds

STATISTICS = ("mean", *PERCENTS)
Asks = tuple[Asked, ...]
"""What is asked beside, by kind of durations."""


class Metric(NamedTuple):
    """One figure of one run. `value` is None where there is nothing to measure."""

    metric: str
    of: str
    unit: str
    value: float | int | None


def metrics(run: Ran, groups: Groups, window: Window = WHOLE) -> list[Metric]:
    """Every metric of a window of a run, in the order of the files, given what its groups came to."""
    time = window.length(run.ended_at)
    changes, asks = run.scenario.changes_presence, asked(run.scenario.measures)
    found = list(_of_jobs("all", groups.all, time, asks))
    found += _of_processors("all", groups.all, time, changes)
    for name, group in groups.submitters.items():
        found += _of_jobs(f"submitter:{name}", group, time, asks)
    for name, group in groups.pools.items():
        of = f"processor:{name}"
        found += _outcomes(of, group)
        found += _throughput(of, group, time)
        found += _of_processors(of, group, time, changes)
        found += _times(of, group, asks)
    found += _of_jobs(f"queue:{QUEUE}", groups.all, time, asks)
    return found


def _of_jobs(of: str, group: Group, time: Nanoseconds, asked: Asks) -> Iterator[Metric]:
    yield from _outcomes(of, group)
    yield Metric("drop_rate", of, "1", _ratio(group.dropped, group.jobs))
    yield Metric("loss_rate", of, "1", _ratio(group.lost, group.jobs))
    if group.due is not None:
        yield Metric("missed_rate", of, "1", _ratio(group.due.missed, group.due.judged))
    if group.tries is not None:
        yield Metric("mean(puts)", of, "1", _ratio(group.tries.puts, group.jobs))
        yield Metric("mean(attempts)", of, "1", _ratio(group.tries.attempts, group.jobs))
    yield from _throughput(of, group, time)
    assert group.queued is not None
    yield Metric("mean(queued)", of, "jobs", _ratio(group.queued.time, time))
    yield Metric("max(queued)", of, "jobs", group.queued.most)
    yield from _times(of, group, asked)


def _outcomes(of: str, group: Group) -> Iterator[Metric]:
    yield Metric("jobs", of, "jobs", group.jobs)
    for outcome, count in zip(OUTCOMES, group.outcomes, strict=True):
        yield Metric(outcome, of, "jobs", count)


def _throughput(of: str, group: Group, time: Nanoseconds) -> Iterator[Metric]:
    yield Metric("throughput", of, "jobs/s", _ratio(group.done * SECOND, time))


def _of_processors(of: str, group: Group, time: Nanoseconds, changes: bool) -> Iterator[Metric]:
    serving = group.serving
    assert serving is not None
    yield Metric("utilisation", of, "1", _ratio(serving.busy, serving.present))
    if serving.wasted is not None and serving.limited is not None:
        yield Metric("waste_rate", of, "1", _ratio(serving.wasted, serving.busy))
        yield Metric("limited_rate", of, "1", _ratio(serving.limited, serving.busy))
    if changes:
        yield Metric("mean(processors)", of, "1", _ratio(serving.present, time))


def _times(of: str, group: Group, asked: Asks) -> Iterator[Metric]:
    for name, found, more in zip(DURATIONS, group.durations, asked, strict=True):
        mean = found.total / (found.count * SECOND) if found.count else None
        seconds = [value / SECOND for value in found.percentiles] if found.count else [None] * len(PERCENTS)
        for statistic, value in zip(STATISTICS, (mean, *seconds), strict=True):
            yield Metric(f"{statistic}({name})", of, "s", value)
        percentiles = found.more or [None] * len(more.percents)
        for metric, percentile in zip(more.percents, percentiles, strict=True):
            yield Metric(metric, of, "s", None if percentile is None else percentile / SECOND)
        for (metric, (_, others)), below in zip(
            more.limits.items(), found.below or [0] * len(more.limits), strict=True
        ):
            yield Metric(metric, of, "1", _ratio(found.count - below if others else below, found.count))


def _ratio(numerator: int, denominator: int) -> float | None:
    return numerator / denominator if denominator else None
