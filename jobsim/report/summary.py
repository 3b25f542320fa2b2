"""What a run came to, as tables for the terminal."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from jobsim.analysis.verdicts import estimate_of, is_precise, judge
from jobsim.analysis.warnings import warnings
from jobsim.report.expectations import expectations
from jobsim.report.figures import fits, number, percent, percent_spread, spread, table
from jobsim.report.queue_line import QueueLine
from jobsim.report.theory import theory
from jobsim.report.times import timed
from jobsim.results.cut import BATCHES
from jobsim.results.estimates import relative_half
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.metrics import STATISTICS
from jobsim.results.outcomes import LOSSES
from jobsim.results.result import Result
from jobsim.units import SECOND, format_duration, format_seconds

_TRIES = {"puts": "mean(puts)", "tries": "mean(attempts)"}
_VAIN = {"wasted": "waste_rate", "limited": "limited_rate"}
"""Columns that are shown only where they say something."""
_NOTHING = ("0", "0.0%", "-")


def summary(result: Result, folder: Path) -> RenderableType:
    """A run at one look: how it ended, who lost what, how long it took, how busy the processors were."""
    return Group(
        *(Text(line) for line in _head(result)),
        *_jobs_tables(result),
        *_times_tables(result),
        _pools_table(result),
        Text(_queue_line(result)),
        QueueLine(result),
        *theory(result),
        *expectations(judge(result)),
        Text(f"Results: {folder}"),
    )


def headline(result: Result) -> str:
    """How a run ended, in one line."""
    run, asked = result.run, result.scenario.fewest_replications
    if asked > 1:
        return f"{run.scenario.name}: {_replications(result)}"
    ended = f"{format_seconds(run.ended_at // 1000 * 1000)} s"
    how = {
        "finished": f"every job has ended, after {ended}"
        if not result.value("unfinished")
        else f"nothing more can happen, after {ended}: the jobs left have no processor, or no end in sight",
        "until": f"ran for {ended}",
        "interrupted": f"interrupted (Ctrl-C) at {ended}; what had happened by then is kept",
        "terminated": f"terminated at {ended}; what had happened by then is kept",
        "late": f"stopped at {ended}: an event came later than --max-lag allows; what had happened is kept",
    }[run.ending]
    return f"{run.scenario.name}: {how}"


def _replications(result: Result) -> str:
    whole = [run for run in result.runs if run.ending.is_own]
    ends = [run.ended_at // 1000 * 1000 for run in result.runs]
    ended = f"{format_seconds(sum(ends) // len(ends) // 1000 * 1000)} s"
    if result.complete:
        of_each = f"of {ended} each" if len(set(ends)) == 1 else f"which ended after {ended} on average"
        return f"{len(whole):,} replications, {of_each}"
    cut = {"late": "an event came later than --max-lag allows"}.get(result.ending, str(result.ending))
    some = "that was whole is" if len(whole) == 1 else "that were whole are"
    kept = f"the {len(whole)} {some}" if whole else f"what had happened at {ended} of the first is"
    all_of_them = f"all {result.scenario.replications} replications were through"
    before = all_of_them if result.scenario.precision is None else "the precision was reached"
    return f"stopped before {before} ({cut}); {kept} kept"


def _head(result: Result) -> Iterator[str]:
    run = result.run
    yield headline(result)
    details = f"engine {run.engine}, seed {run.scenario.seed}"
    if run.speed is not None:
        details += f", speed {run.speed:g}"
    if run.worst_lag is not None:
        details += f", worst lag {number(run.worst_lag / SECOND)} s"
    yield f"  {details}, {sum(each.wall_seconds for each in result.runs):.2f} s of wall time"
    if isinstance(run, FoldedRun):
        yield "  figures only, with percentiles within 0.1 %"
    yield from _warmup(result)
    for warning in warnings(result.scenario):
        yield f"  beware: {warning}"
    if len(result.runs) > 1:
        yield f"  means of replications, ± half the width of a {_sure(result)} confidence interval"
        yield from _precision(result)
    elif result.in_batches:
        yield f"  one long run, ± half the width of a {_sure(result)} confidence interval by {BATCHES} batch means"
    service = result.value("mean(service)")
    if run.worst_lag is not None and service and run.worst_lag > service * SECOND:
        yield "  beware: the worst lag is longer than a mean service; a lower --speed measures better"


def _precision(result: Result) -> Iterator[str]:
    asked = result.scenario.precision
    if asked is None:
        return
    half = relative_half(estimate_of(result, asked.of))
    told = f"{asked.of} within {100 * asked.within:g}%"
    if is_precise(result):
        yield f"  {told}: reached, with ±{percent(half)} of its mean"
    else:
        width = f"±{percent(half)} of the mean" if math.isfinite(half) else "no interval"
        yield f"  beware: {told}: not reached in {len(result.runs)} replications, with {width}"


def _warmup(result: Result) -> Iterator[str]:
    found = "" if result.found is None else ", as found by MSER-5"
    if result.warmup:
        left_out = "jobs due before, and the time before, are left out"
        yield f"  figures from {format_duration(result.warmup)} on{found}: {left_out}"
    elif result.found is not None and result.found.settled:
        yield f"  figures of the whole run: no warm-up{found}"
    if result.found is not None and not result.found.settled:
        yield "  beware: the start is not forgotten within half of the run; make it longer, or give it a warm-up"


def _jobs_tables(result: Result) -> list[Table]:
    """How many jobs there were, and what became of them; where that is too wide, the losses in a table of their own."""
    losses = [name for name in (*LOSSES, "unfinished") if result.value(name)]
    together = _jobs_table(result, losses)
    if not losses or fits(together):
        return [together]
    kinds = table("", *losses)
    for of in _job_groups(result):
        kinds.add_row(of, *(_loss(number(result.value(name, of)), name) for name in losses))
    return [_jobs_table(result, []), kinds]


def _jobs_table(result: Result, losses: Sequence[str]) -> Table:
    missed = ["missed"] * any(part.deadline is not None for part in result.scenario.submitters.values())
    each = {name: metric for name, metric in _TRIES.items() if _several(result, metric)}
    made = table("", "jobs", "completed", *losses, "lost", *missed, *each, "done/s")
    for of in _job_groups(result):
        counts = [number(result.value(name, of)) for name in ("jobs", "completed")]
        kinds = [_loss(number(result.value(name, of)), name) for name in losses]
        late = [percent(result.value("missed_rate", of)) for _ in missed]
        tried = [number(result.value(metric, of)) for metric in each.values()]
        lost, done = _loss(_percent_with_half(result, "loss_rate", of)), _with_half(result, "throughput", of)
        made.add_row(of, *counts, *kinds, lost, *late, *tried, done)
    return made


def _loss(figure: str, kind: str = "lost") -> Text:
    """A figure of jobs lost, which stands out unless there is none; an unfinished job may still come to a good end."""
    return Text(figure, style="" if kind == "unfinished" or figure in _NOTHING else "bold red")


def _job_groups(result: Result) -> list[str]:
    groups = ["all", *(f"submitter:{name}" for name in sorted(result.scenario.submitters))]
    return groups if len(groups) > 2 else groups[:1]


def _times_tables(result: Result) -> list[Table]:
    """How long each part of a job's way took; where that is too wide, the tail in a table of its own."""
    together = _times_table(result, STATISTICS)
    return [together] if fits(together) else [_times_table(result, part) for part in (STATISTICS[:3], STATISTICS[3:])]


def _times_table(result: Result, statistics: Sequence[str]) -> Table:
    made = table("seconds", *statistics)
    for title, kind, of in timed(result.scenario):
        cells = [
            number(result.largest(f"max({kind})", of)) if one == "max" else _with_half(result, f"{one}({kind})", of)
            for one in statistics
        ]
        made.add_row(title, *cells)
    return made


def _pools_table(result: Result) -> Table:
    of_busy = {name: rate for name, rate in _VAIN.items() if result.scenario.keeps_attempts and result.value(rate)}
    made = table("", "number", "busy", *of_busy, "completed", "mean service")
    for name, pool in sorted(result.scenario.processors.items()):
        of = f"processor:{name}"
        there = (
            str(pool.count) if not result.scenario.changes_presence else number(result.value("mean(processors)", of))
        )
        shares = [_percent_with_half(result, rate, of) for rate in ("utilisation", *of_busy.values())]
        took = "-" if result.value("mean(service)", of) is None else f"{_with_half(result, 'mean(service)', of)} s"
        made.add_row(of, there, *shares, number(result.value("completed", of)), took)
    return made


def _several(result: Result, metric: str) -> bool:
    """Whether any job was put, or begun, more than once."""
    tries = result.groups.all.tries
    return tries is not None and (tries.most_puts if metric == _TRIES["puts"] else tries.most_attempts) > 1


def _with_half(result: Result, metric: str, of: str = "all") -> str:
    found = result.estimate(metric, of)
    return spread(found.mean, found.half)


def _percent_with_half(result: Result, metric: str, of: str) -> str:
    found = result.estimate(metric, of)
    return percent_spread(found.mean, found.half)


def _sure(result: Result) -> str:
    return f"{100 * result.scenario.confidence:g} %"


def _queue_line(result: Result) -> str:
    mean, most = _with_half(result, "mean(queued)"), number(result.largest("max(queued)"))
    capacity = result.scenario.queue.capacity
    places = "any number" if capacity is None else str(capacity)
    return f"waiting in the queue: {mean} jobs on average, {most} at most; places: {places}"
