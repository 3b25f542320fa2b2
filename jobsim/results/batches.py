"""Intervals from one long run, cut into batches of equal length that are nearly independent.

Each batch gives a value; their scatter about the value of the whole says how well that is known (batch means, centred
on the whole: sectioning; Asmussen and Glynn, Stochastic Simulation, 2007, section III.5). A run that is too short to
tell gets none.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from jobsim.results.cut import BATCHES, PARTS, Cut, cut, nearly_independent
from jobsim.results.estimates import Estimate
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.jobtable import Column
from jobsim.results.measured import Measured
from jobsim.results.metrics import Metric, metrics
from jobsim.results.path import in_system
from jobsim.results.run import Ending, Run
from jobsim.results.student import student
from jobsim.results.window import Window
from jobsim.units import Nanoseconds

_FEWEST = 30
"""Jobs completed in each batch that a metric needs."""
_FEWEST_BEYOND = 100
"""Jobs in each batch on the rarer side of a percentile."""
_FEWEST_EVENTS = 20
"""Jobs in all that a share of jobs needs, of those it counts, and of the others."""
_SHARES = ("drop_rate", "loss_rate", "missed_rate", "share")


def batch_estimates(
    run: Run | FoldedRun, start: Nanoseconds, whole: list[Metric], confidence: float
) -> list[Estimate] | None:
    """The metrics of a run, measured from `start` on, with an interval where it tells one.

    None where it tells none: it is too short to have batches that are nearly independent, or its load changes.
    """
    found = cut(run.scenario, start)
    if found is None or run.ending is not Ending.UNTIL:
        return None
    batches = _of_tables(run, found) if isinstance(run, Run) else _of_figures(run, found)
    if not batches:
        return None
    return _estimates(whole, batches, confidence)


def _of_tables(run: Run, cut: Cut) -> list[list[Metric]]:
    """The metrics of each batch; none where they are not nearly independent."""
    if not nearly_independent(in_system(run, cut.window, BATCHES * PARTS)):
        return []
    return [Measured(_reaching(run, window), window).metrics for window in cut.windows]


def _of_figures(run: FoldedRun, cut: Cut) -> list[list[Metric]]:
    """The same, where a fold has kept them."""
    if not run.summary.batches:
        return []
    return [metrics(run, groups, window) for groups, window in zip(run.summary.batches, cut.windows, strict=True)]


def _estimates(whole: list[Metric], batches: list[list[Metric]], confidence: float) -> list[Estimate]:
    fewest: dict[str, float] = {}
    for metric in (found for batch in batches for found in batch if found.metric == "completed"):
        fewest[metric.of] = min(fewest.get(metric.of, math.inf), metric.value or 0)
    jobs = {metric.of: metric.value or 0 for metric in whole if metric.metric == "jobs"}
    found = []
    for every, *same in zip(whole, *batches, strict=True):
        told = fewest[every.of] >= _needed(every) and _has_events(every, jobs[every.of])
        values = [metric.value for metric in same if metric.value is not None]
        found.append(_estimate(every, values if told and len(values) == BATCHES else [], confidence))
    return found


def _needed(metric: Metric) -> float:
    """How many jobs a batch needs so that the metric has a value there that says something."""
    statistic = metric.metric.partition("(")[0]
    if statistic in ("max", "recovery") or (metric.unit == "jobs" and statistic != "mean"):
        return math.inf  # what grows with the time is no average over it
    percentile = re.fullmatch(r"p([0-9.]+)", statistic)
    if percentile is None:
        return _FEWEST
    below = Fraction(percentile[1]) / 100
    return max(_FEWEST, float(_FEWEST_BEYOND / min(below, 1 - below)))


def _has_events(metric: Metric, jobs: float) -> bool:
    if metric.metric.partition("(")[0] not in _SHARES:
        return True
    return metric.value is not None and min(metric.value, 1 - metric.value) * jobs >= _FEWEST_EVENTS


def _estimate(whole: Metric, values: Sequence[float], confidence: float) -> Estimate:
    metric, of, unit, mean = whole
    if not values or mean is None:
        return Estimate(metric, of, unit, mean, None, None, 1)
    variance = math.fsum((value - mean) ** 2 for value in values) / (BATCHES - 1)
    error = math.sqrt(variance / BATCHES)
    half = student(BATCHES, confidence) * error
    return Estimate(metric, of, unit, mean, mean - half, mean + half, 1, error)


def _reaching(run: Run, window: Window) -> Run:
    """The run with few rows but those that may tell of the window: all of its jobs, and of whoever is there in it."""

    def reaching(due: Column, ended: Column) -> slice:
        until = int(np.searchsorted(due, window.until(run.ended_at)))
        there = (ended[:until] >= window.start) | (ended[:until] < 0)
        return slice(int(there.argmax()) if there.any() else until, until)

    jobs, stays = run.jobs, run.stays
    if stays is not None and len(stays):
        # A job's stays are told together: what became of one shows in the next.
        first = np.flatnonzero(stays.first)
        last_end = np.maximum.reduceat(np.where(stays.ended_at >= 0, stays.ended_at, run.ended_at), first)
        own = reaching(stays.due_at[first], last_end)
        edges = np.append(first, len(stays))
        stays = stays.where(slice(int(edges[own.start]), int(edges[own.stop])))
    return replace(run, jobs=jobs.where(reaching(jobs.due_at, jobs.ended_at)), stays=stays)
