"""Measured durations from a CSV column: `{distribution: empirical, file: measured.csv, column: seconds}`.

The column is read into the scenario when the scenario is loaded, so that a Scenario is whole in itself.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

from jobsim.errors import LONGEST_PATH, LONGEST_SHOWN_PATH, Problem
from jobsim.scenario.budget import MOST_COLUMN_BYTES, MOST_COLUMN_VALUES, Budget
from jobsim.scenario.fields import read_duration
from jobsim.scenario.reading import UNREADABLE, Mapping, Node, Scalar, Sequence
from jobsim.scenario.scalars import SurpriseError, resolve

LONGEST_ROW = 100_000

_PLAIN = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?")
"""Seconds that are right without a closer look, as most cells are."""


class ColumnError(ValueError):
    """A column that cannot be read, with the row to blame."""


def bring_in_columns(node: Node, problems: list[Problem], budget: Budget, path: str = "") -> None:
    """Replace `file` and `column` of every empirical distribution in the tree by the values of that column."""
    if not isinstance(node, Mapping):
        return
    name = node.entries.get("distribution")
    if isinstance(name, Scalar) and name.value == "empirical" and ("file" in node.entries or "column" in node.entries):
        _bring_in(node, problems, budget, path)
    for key, child in node.entries.items():
        bring_in_columns(child, problems, budget, (f"{path}.{key}" if path else key)[: LONGEST_PATH + 1])


def _bring_in(node: Mapping, problems: list[Problem], budget: Budget, path: str) -> None:
    file, column = node.entries.pop("file", None), node.entries.pop("column", None)
    place = node.key_places.get("file") or node.key_places.get("column") or node.place
    values: Node = Scalar(place, UNREADABLE)
    if "values" in node.entries:
        problems.append(place.problem(path, "an empirical distribution has values, or file and column, not both"))
    elif not (isinstance(file, Scalar) and isinstance(file.value, str)):
        problems.append(place.problem(path, "file must name a CSV file, beside column"))
    elif not (isinstance(column, Scalar) and isinstance(column.value, str)):
        problems.append(place.problem(path, "column must name a column of the file"))
    else:
        # Beside the scenario that names it: a base scenario's beside the base.
        target = place.folder / file.value
        try:
            if (target, column.value) not in budget.columns:
                budget.columns[target, column.value] = read_column(target, column.value, budget)
            else:
                _take(budget, len(budget.columns[target, column.value][0]))
            texts, digest = budget.columns[target, column.value]
            values = Sequence(place, [Scalar(place, text) for text in texts])
            source = f"{file.value}:{column.value} sha256:{digest}"
            node.entries["source"] = Scalar(place, source)
            node.key_places["source"] = place
        except (ValueError, OSError) as error:  # a ValueError also for a name that no file can have
            reason = error.strerror if isinstance(error, OSError) else str(error)
            problems.append(place.problem(f"{path}.file", f"{str(target)[:LONGEST_SHOWN_PATH]}: {reason}"))
    node.entries["values"] = values
    node.key_places["values"] = place


def read_column(path: Path, column: str, budget: Budget) -> tuple[list[str | int | float], str]:
    """The cells of one column as a scenario would write them, and the file's SHA-256.

    Raises ColumnError, naming the row, for a cell that is not a duration; OSError for a file that cannot be read.
    """
    if path.exists() and not path.is_file():
        raise ColumnError("is not a file")
    with path.open("rb") as file:
        content = file.read(budget.column_bytes + 1)
    if len(content) > budget.column_bytes:
        budget.column_bytes = 0  # so that a thousand more such columns are not read
        raise ColumnError(f"makes the columns of the scenario larger than {MOST_COLUMN_BYTES} bytes")
    budget.column_bytes -= len(content)
    lines = _Lines(content)
    try:
        rows = csv.reader(lines, strict=True)
        header = next(rows, [])
        if header.count(column) != 1:
            column = column[:64]
            known = ", ".join(name[:64] for name in header[:16])
            commas = "; columns are separated by commas" if len(header) == 1 and re.search("[;\\t]", known) else ""
            raise ColumnError(f"must have one column {column!r}; its columns are {known or '(none)'}{commas}")
        at = header.index(column)
        cells = []
        for row in rows:
            lines.row = 0
            _take(budget, 1)
            if row:
                cells.append(_cell(row, header, at, rows.line_num))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ColumnError(f"is not a CSV file in UTF-8: {error}") from None
    if not cells:
        raise ColumnError(f"column {column!r} has 0 values; there must be 1 to {MOST_COLUMN_VALUES}")
    return cells, hashlib.sha256(content).hexdigest()


class _Lines:
    """The lines of a file, never more of them at once than a row may take."""

    def __init__(self, content: bytes) -> None:
        self.text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")
        self.row = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.text.readline(LONGEST_ROW + 1):
            self.row += len(line)
            if self.row > LONGEST_ROW:
                raise ColumnError(f"has a row of more than {LONGEST_ROW} characters")
            yield line


def _take(budget: Budget, values: int) -> None:
    budget.column_values -= values
    if budget.column_values < 0:
        raise ColumnError(f"makes the columns of the scenario more than {MOST_COLUMN_VALUES} values")


def _cell(row: list[str], header: list[str], at: int, line: int) -> str | int | float:
    if len(row) != len(header):
        raise ColumnError(f"row in line {line} has {len(row)} cells where the header has {len(header)}")
    text = row[at].strip()
    if _PLAIN.fullmatch(text):
        return float(text) if "." in text else int(text)
    try:
        value = resolve(text)
        read_duration(value)
    except (SurpriseError, ValueError) as error:
        raise ColumnError(f"row in line {line}, column {header[at][:64]!r}: {text[:40]!r}: {error}") from None
    assert isinstance(value, (str, int, float))
    return value
