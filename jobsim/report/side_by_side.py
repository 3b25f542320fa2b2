"""Results side by side, as a table for the terminal."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from string import ascii_uppercase

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from jobsim.analysis.compared import Comparison, Row
from jobsim.report import judged
from jobsim.report.figures import table

Columns = dict[str, Callable[[Row], str]]
"""The cells of a row under each head."""
_WORDS = ("metric", "of", "unit")
"""Columns that hold words, before those of figures."""


def side_by_side(comparison: Comparison, width: int) -> RenderableType:
    """Each run beside the baseline: what differs, in full over all jobs, in short by submitter and pool.

    All columns where the width of the terminal has room for them.
    """
    letters = _letters(comparison.names)
    parts: list[RenderableType] = [Text(f"{letter} = {name}") for name, letter in letters.items() if letter != name]
    for name, group in groupby(comparison.rows, key=lambda row: row.run):
        rows = list(group)
        a, b = letters[comparison.baseline], letters[name]
        if all(map(judged.is_same, rows)):
            parts.append(Text(f"All {len(rows)} figures are the same in {a} and {b}."))
            continue
        shown = judged.worth_showing(rows, comparison)
        if shown:
            parts.append(_table(shown, a, b, width))
        parts.append(Text(judged.tally(rows, len(shown), comparison.margin)))
    parts += map(Text, judged.explained(comparison, letters))
    parts += [Text(f"Note: {note}") for note in comparison.notes]
    return Group(*parts)


def _table(rows: Sequence[Row], a: str, b: str, width: int) -> Table:
    narrowing = list(_narrowing(rows, a, b))
    columns = next((some for some in narrowing if _width(some, rows) <= width), narrowing[-1])
    apart = "of" not in columns
    made = table(*columns, left=sum(name in columns for name in _WORDS), firm=0 if apart else 1)
    if "verdict" in columns:
        made.columns[-1].justify = "left"
    order = list(dict.fromkeys(row.of for row in rows))
    for of, group in groupby(sorted(rows, key=lambda row: order.index(row.of)), key=lambda row: row.of):
        if apart and of != "all":
            made.add_row(Text(f"of {of}"))
        for row in group:
            made.add_row(*(Text(cell(row)) for cell in columns.values()))
    return made


def _narrowing(rows: Sequence[Row], a: str, b: str) -> Iterator[Columns]:
    """Ever narrower tables: without ratios, which are missed least; with units beside metrics; with names apart."""
    whole: Columns = {
        "metric": lambda row: row.metric,
        "of": lambda row: row.of,
        "unit": judged.unit,
        a: lambda row: judged.values(row)[0],
        b: lambda row: judged.values(row)[1],
        f"{b} - {a}": judged.difference,
        f"{b} / {a}": judged.ratio,
    }
    if any(row.verdict for row in rows):
        whole["verdict"] = judged.verdict
    yield whole
    yield _without(whole, f"{b} / {a}")
    beside = _without(whole, f"{b} / {a}", "unit") | {"metric": _with_unit}
    yield beside
    yield _without(beside, "of")


def _without(columns: Columns, *names: str) -> Columns:
    return {name: cell for name, cell in columns.items() if name not in names}


def _with_unit(row: Row) -> str:
    """Jobs are what is counted where nothing else is said."""
    unit = judged.unit(row)
    return row.metric if unit in ("", "jobs") else f"{row.metric}, {unit}"


def _width(columns: Columns, rows: Sequence[Row]) -> int:
    widest = [max(len(name), *(len(cell(row)) for row in rows)) for name, cell in columns.items()]
    return sum(widest) + 2 * (len(widest) - 1)


def _letters(names: Sequence[str]) -> dict[str, str]:
    """Letters that stand for the names; where these are letters themselves, they stand for themselves."""
    letters = {name: _letter(number) for number, name in enumerate(names)}
    return {name: name for name in names} if letters.keys() & letters.values() else letters


def _letter(number: int) -> str:
    return ascii_uppercase[number] if number < len(ascii_uppercase) else f"R{number + 1}"
