"""What a sweep came to, as a table for the terminal: what is varied, and a handful of figures."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from jobsim.analysis.words import replications_in_words
from jobsim.report.figures import fits, table
from jobsim.report.sweep_figures import SweepFigure, columns_of, expected
from jobsim.results.sweep import Sweep

MOST_ROWS = 25
_LONGEST_VALUE = 16
_USUAL = (
    SweepFigure("loss_rate", "lost", ""),
    SweepFigure("utilisation", "busy", ""),
    SweepFigure("mean(waiting)", "mean wait", "s"),
    SweepFigure("p95(response)", "p95 response", "s"),
)


def sweep_summary(sweep: Sweep, folder: Path | None) -> RenderableType:
    """A sweep at one look."""
    lines = [Text(line) for line in _head(sweep)]
    shown = _table(sweep)
    rest = sweep.ended - MOST_ROWS
    more = [Text(f"... and {rest:,} more points")] if rest > 0 else []
    return Group(*lines, shown, *more, *([Text(f"Results: {folder}")] if folder is not None else []))


def headline(sweep: Sweep) -> str:
    """How it ended, in one line."""
    name, points = sweep.grid.base.name, len(sweep.grid)
    if sweep.complete:
        return f"{name}: {points:,} points"
    kept = "go on with it by the same command with --resume"
    return f"{name}: stopped when {sweep.ended:,} of {points:,} points had ended, which are kept; {kept}"


def failures(sweep: Sweep) -> str:
    """What is to be said of points that failed."""
    first, why = next(iter(sweep.failed.items()))
    others = len(sweep.failed) - 1
    and_others = f", and so did {others:,} more" if others else ""
    return f"point {first} failed{and_others}: {why}"


def _head(sweep: Sweep) -> Iterator[str]:
    base = sweep.grid.base
    yield headline(sweep)
    many = f", {replications_in_words(base)} replications each" if base.most_replications > 1 else ""
    yield f"  seed {base.seed}{many}"
    if base.most_replications > 1:
        yield f"  means of replications, ± half the width of a {100 * base.confidence:g} % confidence interval"


def _table(sweep: Sweep) -> Table:
    """With as much of what is expected as there is room for."""
    usual = [figure.column for figure in _USUAL]
    asked = [figure for figure in expected(sweep.grid.base, sweep.columns) if figure.column not in usual]
    tables = (_table_of(sweep, [*_USUAL, *asked[:count]]) for count in range(len(asked), 0, -1))
    return next(filter(fits, tables), None) or _table_of(sweep, _USUAL)


def _table_of(sweep: Sweep, figures: Sequence[SweepFigure]) -> Table:
    keys = sweep.grid.keys
    made = table(*short_keys(keys), *(figure.title for figure in figures), left=0)
    for row in sweep.only(["point", *keys, "error", *columns_of(figures)]).head(MOST_ROWS).to_dicts():
        values = [str(row[key])[:_LONGEST_VALUE] for key in keys]
        if row["error"] is not None:
            cells = ["failed", *[""] * (len(figures) - 1)]
        else:
            cells = [_said(figure, row) for figure in figures]
        made.add_row(*map(Text, [*values, *cells]))
    return made


def _said(figure: SweepFigure, row: dict[str, Any]) -> str:
    unit = figure.unit if row[figure.column] is not None and figure.unit != "jobs" else ""
    return f"{figure.said(row)} {unit}".rstrip()


def short_keys(keys: Sequence[str]) -> list[str]:
    """The ends of keys, as long as they must be to tell them apart."""
    found = []
    for key in keys:
        steps = key.split(".")
        ends = (".".join(steps[-count:]) for count in range(1, len(steps) + 1))
        found.append(next(end for end in ends if sum(f".{other}".endswith(f".{end}") for other in keys) == 1))
    return found
