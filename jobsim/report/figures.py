"""Figures for people, and plain tables to put them in."""

import math

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH, _ANY_WIDTH = 80, 1_000
"""Columns of a usual terminal; and more than any table has."""


_NEARLY = 5e-4
"""A share that would be rounded to nothing."""


def number(value: float | None) -> str:
    """Four digits for a measured figure, all of them for a count; nothing where nothing was measured."""
    if value is None:
        return "-"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"


def spread(mean: float | None, half: float | None) -> str:
    """A mean with half its interval, where it has one: two digits of that, and of the mean as many places."""
    if mean is None or not half:
        return number(mean)
    places = min(max(1 - math.floor(math.log10(half)), 0), 6)
    return f"{mean:,.{places}f} ±{half:,.{places}f}"


def percent(value: float | None) -> str:
    """A share of 1 in percent: to a tenth, but for what is nearly none or nearly all."""
    if value is None:
        return "-"
    if 0 < value < _NEARLY or 1 - _NEARLY < value < 1:
        return f"{100 * value:.{2 if value < _NEARLY else 6}g}%"
    return f"{100 * value:.1f}%"


def percent_spread(mean: float | None, half: float | None) -> str:
    """A share of 1 in percent, with half its interval in percentage points, where it has one and is not 0."""
    if not half or not mean:
        return percent(mean)
    shown, _, rest = spread(100 * mean, 100 * half).partition(" ")
    return f"{shown}% {rest}"


def is_share(metric: str, unit: str) -> bool:
    """Whether a metric is a share of 1, to be shown in percent; other plain numbers are means of counts."""
    return unit == "1" and not metric.startswith("mean(")


def table(*columns: str, left: int = 1, firm: int = 0) -> Table:
    """A table without lines; its first `left` columns hold words, the others figures.

    Where there is no room, words fold, but for the first `firm` columns; figures never do.
    """
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for at, name in enumerate(columns):
        words = firm <= at < left
        made.add_column(Text(name), justify="left" if at < left else "right", overflow="fold", no_wrap=not words)
    return made


def fits(made: Table) -> bool:
    """Whether a table fits into a usual terminal without folding its words."""
    return Console(width=_ANY_WIDTH).measure(made).maximum <= WIDTH
