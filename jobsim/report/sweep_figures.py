"""What is shown of the points of a sweep: what the scenario expects something of, and what is usual."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jobsim.report.figures import percent_spread, spread
from jobsim.results.sweep_table import Columns, name_of
from jobsim.scenario.asked.measures import COUNTS, Kind, Measure
from jobsim.scenario.asked.whose import of_whom
from jobsim.scenario.schema import Scenario

_UNITS = {Kind.TIME: "s", Kind.SHARE: "", Kind.RATE: "jobs/s", Kind.NUMBER: "jobs"}


@dataclass(frozen=True)
class SweepFigure:
    """A metric in the table of a sweep."""

    column: str
    title: str
    unit: str
    """Of shares of 1: nothing."""
    limit: float | None = None
    """What it is not to pass."""

    @property
    def columns(self) -> list[str]:
        """Its columns: the mean, and the ends of its interval."""
        return [f"{self.column}{end}" for end in ("", " low", " high")]

    def values(self, row: dict[str, Any]) -> tuple[float | None, float | None, float | None]:
        """Of a point: mean, low and high."""
        mean, low, high = (row[column] for column in self.columns)
        return mean, low, high

    def said(self, row: dict[str, Any]) -> str:
        """In words, without its unit."""
        mean, low, high = self.values(row)
        half = None if low is None or high is None else (high - low) / 2
        return spread(mean, half) if self.unit else percent_spread(mean, half)


def expected(base: Scenario, known: Columns) -> Iterator[SweepFigure]:
    """What the scenario expects something of, each metric once; with its limit, if it has only one.

    As far as the table has it: points may expect something else.
    """
    there = {name_of(metric, of) for metric, of in known.metrics}
    columns = [name_of(one.measure.metric, of_whom(one.measure, base)) for one in base.expect]
    for at, (column, one) in enumerate(zip(columns, base.expect, strict=True)):
        if column in there and column not in columns[:at]:
            limit = one.limit if columns.count(column) == 1 else None
            yield SweepFigure(column, str(one.measure), _unit(one.measure), limit)


def _unit(measure: Measure) -> str:
    if measure.kind is not Kind.NUMBER or measure.metric in COUNTS:
        return _UNITS[measure.kind]
    what = measure.metric.partition("(")[2].removesuffix(")")  # of a mean or a maximum of numbers
    return "jobs" if what == "queued" else what


def columns_of(figures: Sequence[SweepFigure]) -> list[str]:
    """The columns of all."""
    return [column for figure in figures for column in figure.columns]
