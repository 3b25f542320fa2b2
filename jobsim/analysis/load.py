"""The load a scenario offers over time, before anything runs."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from jobsim.scenario.facts.expected import is_open, spans_of_one
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND, format_duration


@dataclass(frozen=True)
class Phase:
    """A stretch of time in which the same open submitters are at work. Seconds and jobs per second.

    `end` is None where nothing ends it but the run. `rate` is the mean number of jobs offered each second.
    """

    start: float
    end: float | None
    rate: float


def phases(scenario: Scenario, wanted: Callable[[Submitter], bool] = is_open) -> list[Phase]:
    """The load of the wanted submitters (by default, the open ones) over time, by the means of their cadences.

    Submitters of cadence 0 put their jobs at one instant and are left out, as are those whose cadence has no mean.
    """
    submitters = [submitter for submitter in scenario.submitters.values() if wanted(submitter)]
    spans = [
        (start, end, submitter.count * rate)
        for submitter in submitters
        for start, end, rate in spans_of_one(submitter, scenario)
    ]
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    found: list[Phase] = []
    for start, end in pairwise(edges):
        rate = math.fsum(rate for begun, ended, rate in spans if begun <= start and end <= ended)
        begun = found.pop().start if found and found[-1].rate == rate else start
        found.append(Phase(begun, None if end == math.inf else end, rate))
    return [phase for phase in found if phase.rate]


def overlap(one: Phase, other: Phase) -> bool:
    """Whether there is time that is part of both."""
    begins, ends = max(one.start, other.start), min(math.inf if p.end is None else p.end for p in (one, other))
    return begins < ends


def span(phase: Phase) -> str:
    """`from 30s to 40s`."""
    return f"from {instant(phase.start)} to {'the end' if phase.end is None else instant(phase.end)}"


def instant(at: float) -> str:
    """Seconds as a duration."""
    return format_duration(round(at * SECOND))
