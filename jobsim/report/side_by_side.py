"""Results side by side, as a table for the terminal."""

from collections.abc import Callable, Sequence
from itertools import groupby
from string import ascii_uppercase

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from jobsim.analysis.compared import Comparison, Row
from jobsim.report import judged
from jobsim.report.figures import table

_WIDTH = 80
"""Columns that every terminal has."""


def side_by_side(comparison: Comparison) -> RenderableType:
    """Each run beside the baseline: what differs, in full over all jobs, in short by submitter and pool."""
    letters = _letters(comparison.names)
    parts: list[RenderableType] = [Text(f"{letter} = {name}") for name, letter in letters.items() if letter != name]
    for name, group in groupby(comparison.rows, key=lambda row: row.run):
        rows = list(group)
        a, b = letters[comparison.baseline], letters[name]
        if all(map(judged.is_same, rows)):
            parts.append(Text(f"All {len(rows)} figures are the same in {a} and {b}."))
            continue
        shown = judged.worth_showing(rows)
        parts.append(_table(shown, a, b))
        parts.append(Text(judged.tally(rows, len(shown), comparison.margin)))
    parts += map(Text, judged.explained(comparison, letters))
    parts += [Text(f"Note: {note}") for note in comparison.notes]
    return Group(*parts)


def _table(rows: Sequence[Row], a: str, b: str) -> Table:
    columns: dict[str, Callable[[Row], str]] = {
        "metric": lambda row: row.metric,
        "of": lambda row: row.of,
        "unit": judged.unit,
        a: lambda row: judged.values(row)[0],
        b: lambda row: judged.values(row)[1],
        f"{b} - {a}": judged.difference,
        f"{b} / {a}": judged.ratio,
    }
    if any(row.verdict for row in rows):
        columns["verdict"] = judged.verdict
    for name in (f"{b} / {a}", "unit"):  # what is missed least, where there is no room
        if _width(columns, rows) > _WIDTH:
            del columns[name]
    made = table(*columns, left=3 if "unit" in columns else 2, firm=1)
    if "verdict" in columns:
        made.columns[-1].justify = "left"
    for row in rows:
        made.add_row(*(Text(cell(row)) for cell in columns.values()))
    return made


def _width(columns: dict[str, Callable[[Row], str]], rows: Sequence[Row]) -> int:
    widest = [max(len(name), *(len(cell(row)) for row in rows)) for name, cell in columns.items()]
    return sum(widest) + 2 * (len(widest) - 1)


def _letters(names: Sequence[str]) -> dict[str, str]:
    """Letters that stand for the names; where these are letters themselves, they stand for themselves."""
    letters = {name: _letter(number) for number, name in enumerate(names)}
    return {name: name for name in names} if letters.keys() & letters.values() else letters


def _letter(number: int) -> str:
    return ascii_uppercase[number] if number < len(ascii_uppercase) else f"R{number + 1}"
