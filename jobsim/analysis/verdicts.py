"""What became of a scenario's expectations: met, missed, or undecided, judged on the interval of each metric."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from jobsim.results.estimates import Estimate
from jobsim.results.result import Result
from jobsim.scenario.expectation import Expectation
from jobsim.scenario.measures import Measure
from jobsim.scenario.randomness import is_random
from jobsim.scenario.whose import of_whom


class Verdict(StrEnum):
    """Where the interval lies."""

    MET = "met"
    """On the expected side of the limit, all of it."""
    MISSED = "missed"
    """On the other side, all of it."""
    UNDECIDED = "undecided"
    """On both, or there is none."""


NO_INTERVAL = "no interval"


@dataclass(frozen=True)
class Judged:
    """An expectation, what was measured, and the verdict."""

    expectation: Expectation
    estimate: Estimate
    verdict: Verdict
    why: str = ""
    """In a few words, where the numbers alone do not tell."""


def judge(result: Result) -> list[Judged]:
    """The verdict on each expectation of the scenario."""
    return list(_judged(result))


def estimate_of(result: Result, measure: Measure) -> Estimate:
    """What a result has of a metric as a scenario names it."""
    return result.estimate(measure.metric, of_whom(measure, result.scenario))


def _judged(result: Result) -> Iterator[Judged]:
    for expectation in result.scenario.expect:
        found = estimate_of(result, expectation.measure)
        yield Judged(expectation, found, *_verdict(expectation, found, result))


def _verdict(expectation: Expectation, found: Estimate, result: Result) -> tuple[Verdict, str]:
    runs = len(result.runs)
    sure = runs > 1 or (result.run.worst_lag is None and not is_random(result.scenario))
    if not result.complete:
        return Verdict.UNDECIDED, "stopped"
    low, high, why = found.low, found.high, ""
    if expectation.measure.after is not None and (found.mean is None or found.replications < runs):
        # What takes longer than the run takes longer than any limit that it could show.
        low = high = math.inf
        why = f"never in {runs - found.replications} of {runs}" if runs > 1 else "never in this run"
    elif found.mean is None:
        return Verdict.UNDECIDED, "nothing to measure"
    elif sure and runs == 1:
        low = high = found.mean
    if low is None or high is None or (why and not sure):
        return Verdict.UNDECIDED, why or NO_INTERVAL
    return _by_interval(expectation, low, high), why


def _by_interval(expectation: Expectation, low: float, high: float) -> Verdict:
    sides = {_holds(expectation, low), _holds(expectation, high)}
    if len(sides) > 1:
        return Verdict.UNDECIDED
    return Verdict.MET if sides == {True} else Verdict.MISSED


def _holds(expectation: Expectation, value: float) -> bool:
    limit = expectation.limit
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
    }[expectation.sign]
