"""The load a scenario offers over time, before anything runs."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from jobsim.scenario.facts.expected import is_open, spans_of_one
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND, format_duration

_MOST_TOLD = 1_000_000
"""Instants times submitters times pools, up to which it is told of each phase whose jobs they are."""


@dataclass(frozen=True)
class Phase:
    """A stretch of time in which the same open submitters are at work. Seconds and jobs per second.

    `end` is None where nothing ends it but the run. `rate` is the mean number of jobs offered each second.
    """

    start: float
    end: float | None
    rate: float
    offered: Mapping[str, float] = field(default_factory=dict, compare=False)
    """The same of each submitter, by name, where jobs have sizes of their own; nothing where there are too many."""


def phases(scenario: Scenario, wanted: Callable[[Submitter], bool] = is_open) -> list[Phase]:
    """The load of the wanted submitters (by default, the open ones) over time, by the means of their cadences.

    Submitters of cadence 0 put their jobs at one instant and are left out, as are those whose cadence has no mean.
    """
    parts = {name: part for name, part in scenario.submitters.items() if wanted(part)}
    changes: dict[float, list[tuple[int, float, str]]] = {}
    for name, part in parts.items():
        for start, end, rate in spans_of_one(part, scenario):
            changes.setdefault(start, []).append((1, part.count * rate, name))
            changes.setdefault(end, []).append((-1, part.count * rate, name))
    edges = sorted(changes)
    tells = any(part.is_sized for part in scenario.submitters.values()) and (
        len(edges) * len(parts) * len(scenario.processors) <= _MOST_TOLD
    )
    total, at_work, found = Fraction(0), dict[str, float](), list[Phase]()
    for start, end in pairwise(edges):
        for sign, change, name in sorted(changes[start]):  # who ends a stretch may begin the next
            total += sign * Fraction(change)
            if sign > 0:
                at_work[name] = change
            else:
                del at_work[name]
        rate, offered = float(total), dict(at_work) if tells else {}
        goes_on = found and found[-1].rate == rate and found[-1].offered == offered
        begun = found.pop().start if goes_on else start
        found.append(Phase(begun, None if end == math.inf else end, rate, offered))
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
