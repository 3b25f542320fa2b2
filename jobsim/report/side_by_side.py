"""Results side by side, as a table for the terminal."""

from collections.abc import Iterator
from itertools import groupby
from string import ascii_uppercase

from rich.console import Group, RenderableType
from rich.text import Text

from jobsim.analysis.comparison import Comparison, Row
from jobsim.report.figures import number, table
from jobsim.results.outcomes import LOSSES

_LEADING = {"completed", *LOSSES, "unfinished", "drop_rate", "utilisation", "mean(response)", "p95(response)"}


def side_by_side(comparison: Comparison) -> RenderableType:
    """Each run beside the baseline: what differs, in full over all jobs, in short by submitter and pool."""
    letters = {name: _letter(number) for number, name in enumerate(comparison.names)}
    parts: list[RenderableType] = [Text(f"{letter} = {name}") for name, letter in letters.items()]
    for name, group in groupby(comparison.rows, key=lambda row: row.run):
        rows = list(group)
        shown = [row for row in _worth_showing(rows) if row.difference != 0 and (row.baseline_value or row.value)]
        a, b = letters[comparison.names[0]], letters[name]
        made = table("metric", "of", "unit", a, b, f"{b} - {a}", f"{b} / {a}", left=3)
        for row in shown:
            made.add_row(*map(Text, _cells(row)))
        same = sum(row.difference == 0 or (row.baseline_value is None and row.value is None) for row in rows)
        if same == len(rows):
            parts.append(Text(f"All {len(rows)} figures are the same in {a} and {b}."))
            continue
        parts.append(made)
        parts.append(Text(f"{same} of {len(rows)} figures are the same; {len(shown)} are shown, --csv FILE writes all"))
    parts += [Text(f"Note: {note}") for note in comparison.notes]
    return Group(*parts)


def _worth_showing(rows: list[Row]) -> list[Row]:
    """All figures over all jobs; the leading ones of submitters and pools, where there are several."""
    kinds = [of.partition(":")[0] for of in {row.of for row in rows}]
    return [row for row in rows if row.of == "all" or (row.metric in _LEADING and kinds.count(_kind(row)) > 1)]


def _kind(row: Row) -> str:
    return row.of.partition(":")[0]


def _cells(row: Row) -> Iterator[str]:
    yield from (row.metric, row.of, "" if row.unit == "1" else row.unit)
    yield number(row.baseline_value)
    yield number(row.value)
    yield "" if row.difference is None else ("+" if row.difference > 0 else "") + number(row.difference)
    yield "" if row.ratio is None else f"{row.ratio:.4g}"


def _letter(number: int) -> str:
    return ascii_uppercase[number] if number < len(ascii_uppercase) else f"R{number + 1}"
