"""Changes that are not to be: `p99(response) > +5%` fails a comparison in which that metric is surely up by more."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jobsim.analysis.compared import Comparison, Row
from jobsim.errors import UsageError
from jobsim.scenario.asked.expectation import limit_of
from jobsim.scenario.asked.measures import GROUPS, Kind, Measure, parse_measure
from jobsim.scenario.nearest import nearest

_WHOLE = re.compile(r"(.*\)|[^()<>]*)\s*([<>])\s*([+-])\s*([^<>()+-]+)", re.DOTALL)
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%")
_POINTS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*pp")
LIKE = "write it like 'p99(response) > +5%', 'mean(waiting) > +200ms' or 'throughput < -2%'"


@dataclass(frozen=True)
class Change:
    """A metric, and how much more (or less) of it is too much (or too little)."""

    text: str
    measure: Measure
    more: bool
    """Whether it fails above the limit, rather than below it."""
    limit: float
    """A share of the baseline's value, or an amount in the metric's unit."""
    relative: bool


class Finding(StrEnum):
    """Where the interval of a difference lies."""

    FAILED = "failed"
    """Beyond the limit, all of it."""
    PASSED = "passed"
    """Within, all of it."""
    UNDECIDED = "undecided"
    """On both sides, or there is none."""


@dataclass(frozen=True)
class Judged:
    """A change of one run, and the finding."""

    change: Change
    row: Row
    finding: Finding


def parse_change(text: str) -> Change:
    """Read a change. Raises UsageError with a sentence that says what would be right."""
    whole = _WHOLE.fullmatch(text.strip())
    if whole is None:
        raise UsageError(f"{text[:60]!r} is no change; {LIKE}")
    name, sign, direction, amount = (part.strip() for part in whole.groups())
    try:
        measure = parse_measure(name)
        limit, relative = _limit(amount, measure)
    except ValueError as error:
        raise UsageError(f"{text[:60]!r}: {error}") from None
    return Change(" ".join(text.split()), measure, sign == ">", -limit if direction == "-" else limit, relative)


def judge_changes(comparison: Comparison, changes: Sequence[Change]) -> list[Judged]:
    """The finding on each change of each run. Raises UsageError for a metric that no result has."""
    return [judged for change in changes for judged in _judged(comparison, change)]


def _limit(amount: str, measure: Measure) -> tuple[float, bool]:
    if percent := _PERCENT.fullmatch(amount):
        return float(percent[1]) / 100, True
    if measure.kind is Kind.SHARE:
        points = _POINTS.fullmatch(amount)
        if points is None:
            raise ValueError(f"{amount[:40]!r} must be a share of the baseline's value, like 5%, or points, like 1pp")
        return float(points[1]) / 100, False
    return limit_of(amount, measure), False


def _judged(comparison: Comparison, change: Change) -> Iterator[Judged]:
    of = _of_whom(comparison, change)
    for row in comparison.rows:
        if (row.metric, row.of) == (change.measure.metric, of):
            yield Judged(change, row, _finding(change, row))


def _finding(change: Change, row: Row) -> Finding:
    if row.low is None or row.high is None or row.baseline_value is None:
        return Finding.UNDECIDED
    limit = change.limit * abs(row.baseline_value) if change.relative else change.limit
    beyond = {(end > limit) if change.more else (end < limit) for end in (row.low, row.high)}
    if len(beyond) > 1:
        return Finding.UNDECIDED
    return Finding.FAILED if beyond == {True} else Finding.PASSED


def _of_whom(comparison: Comparison, change: Change) -> str:
    metric, group = change.measure.metric, change.measure.group
    there = list(dict.fromkeys(row.of for row in comparison.rows if row.metric == metric))
    if not there:
        names = list(dict.fromkeys(row.metric for row in comparison.rows))
        raise UsageError(f"{change.text!r}: no result has a metric {metric}{nearest(metric, names)}")
    if group is None:
        return "all"
    found = [of for of in there if of == group or of in {f"{kind}:{group}" for kind in GROUPS}]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{change.text!r}: {group} is the name of {' and '.join(found)}; write one of these")
    raise UsageError(f"{change.text!r}: there is no {metric} of {group}{nearest(group, there)}")
