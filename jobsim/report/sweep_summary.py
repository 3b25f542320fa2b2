"""What a sweep came to, as a table for the terminal: what is varied, and a handful of figures."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from jobsim.analysis.words import replications_in_words
from jobsim.report.figures import number, percent_spread, spread, table
from jobsim.results.sweep import Sweep

MOST_ROWS = 25
_LONGEST_VALUE = 16
_FIGURES = {"lost": "loss_rate", "busy": "utilisation", "mean wait": "mean(waiting)", "p95 response": "p95(response)"}
_SHARES = ("lost", "busy")


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
    keys = sweep.grid.keys
    made = table(*short_keys(keys), *_FIGURES, left=0)
    figures = [f"{metric}{end}" for metric in _FIGURES.values() for end in ("", " low", " high")]
    for row in sweep.only(["point", *keys, "error", *figures]).head(MOST_ROWS).to_dicts():
        values = [str(row[key])[:_LONGEST_VALUE] for key in keys]
        if row["error"] is not None:
            made.add_row(*values, "failed", *[""] * (len(_FIGURES) - 1))
        else:
            made.add_row(*values, *(_figure(row, title, metric) for title, metric in _FIGURES.items()))
    return made


def _figure(row: dict[str, Any], title: str, metric: str) -> str:
    mean, low, high = (row[f"{metric}{end}"] for end in ("", " low", " high"))
    half = None if low is None else (high - low) / 2
    if title in _SHARES:
        return percent_spread(mean, half)
    return f"{spread(mean, half)} s" if mean is not None else number(mean)


def short_keys(keys: Sequence[str]) -> list[str]:
    """The ends of keys, as long as they must be to tell them apart."""
    found = []
    for key in keys:
        steps = key.split(".")
        ends = (".".join(steps[-count:]) for count in range(1, len(steps) + 1))
        found.append(next(end for end in ends if sum(f".{other}".endswith(f".{end}") for other in keys) == 1))
    return found
