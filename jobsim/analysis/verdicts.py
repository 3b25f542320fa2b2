"""What became of a scenario's expectations: met, missed, or undecided, judged on the interval of each metric."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from jobsim.analysis.rare import with_rare
from jobsim.results.estimates import Estimate, relative_half
from jobsim.results.findings import Findings
from jobsim.scenario.asked.expectation import Expectation
from jobsim.scenario.asked.measures import Measure
from jobsim.scenario.asked.whose import of_whom
from jobsim.scenario.facts.randomness import is_random
from jobsim.scenario.schema import Scenario


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

    @property
    def room(self) -> float | None:
        """How far within its limit the measured value is, in the unit of the metric; None where there is none."""
        if self.estimate.mean is None:
            return None
        over = self.estimate.mean - self.expectation.limit
        return over if self.expectation.sign in (">", ">=") else -over


def judge(result: Findings) -> list[Judged]:
    """The verdict on each expectation of the scenario."""
    if result.complete:
        return judge_estimates(result.scenario, result.estimate, result.replicated, result.computed)
    stopped = Verdict.UNDECIDED, "stopped"
    return [Judged(each, estimate_of(result, each.measure), *stopped) for each in result.scenario.expect]


def judge_estimates(
    scenario: Scenario, estimate: Callable[[str, str], Estimate], runs: int, computed: bool = True
) -> list[Judged]:
    """The same of so many whole runs, given what was measured by metric and group, and whether time was computed."""
    exact = computed and not is_random(scenario)
    found = []
    for each in scenario.expect:
        of = of_whom(each.measure, scenario)
        known = estimate(each.measure.metric, of)
        if not exact and _is_share_of_jobs(each.measure):
            jobs = estimate("completed" if each.measure.part else "jobs", of).mean or 0
            known = with_rare(known, runs * jobs, scenario.confidence)
        found.append(Judged(each, known, *_verdict(each, known, runs, exact)))
    return found


def _is_share_of_jobs(measure: Measure) -> bool:
    return measure.part is not None or measure.metric in ("drop_rate", "loss_rate", "missed_rate")


def is_precise(result: Findings) -> bool:
    """Whether the metric that is to be known is known as well as it was asked for; also where none was asked for."""
    asked = result.scenario.precision
    return asked is None or relative_half(estimate_of(result, asked.of)) <= asked.half


def estimate_of(result: Findings, measure: Measure) -> Estimate:
    """What a result has of a metric as a scenario names it."""
    return result.estimate(measure.metric, of_whom(measure, result.scenario))


def _verdict(expectation: Expectation, found: Estimate, runs: int, exact: bool) -> tuple[Verdict, str]:
    low, high, why = found.low, found.high, ""
    if expectation.measure.after is not None and (found.mean is None or found.replications < runs):
        # What takes longer than the run takes longer than any limit that it could show.
        low = high = math.inf
        why = f"never in {runs - found.replications} of {runs}" if runs > 1 else "never in this run"
    elif found.mean is None:
        return Verdict.UNDECIDED, "nothing to measure"
    elif exact:
        low = high = found.mean
    if low is None or high is None or (why and runs == 1 and not exact):
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
