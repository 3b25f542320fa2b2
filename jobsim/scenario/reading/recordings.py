"""CSV files of what was measured: columns read cell by cell, each cell as a scenario would write it."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from jobsim.scenario.reading.budget import MOST_COLUMN_BYTES, MOST_COLUMN_VALUES, Budget
from jobsim.scenario.reading.scalars import SurpriseError, resolve
from jobsim.scenario.values.fields import read_duration
from jobsim.units import Nanoseconds

LONGEST_ROW = 100_000

_PLAIN = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?")
"""Seconds that are right without a closer look, as most cells are."""

Cell: TypeAlias = str | int | float
Read: TypeAlias = Callable[[str], Cell]
"""What a cell becomes in the scenario. Raises ValueError for one that it cannot be."""


class ColumnError(ValueError):
    """A column that cannot be read, with the row to blame."""


def read_columns(
    path: Path, wanted: Mapping[str, tuple[str, Read]], budget: Budget
) -> tuple[dict[str, list[Cell]], str]:
    """Cells of some columns as a scenario would write them, and the file's SHA-256.

    `wanted` names, for each key of the answer, a column and how to read its cells. Raises ColumnError, naming line and
    column, for a cell that cannot be read so; OSError for a file that cannot be read.
    """
    content = _content(path, budget)
    lines = _Lines(content)
    cells: dict[str, list[Cell]] = {key: [] for key in wanted}
    try:
        rows = csv.reader(lines, strict=True)
        header = next(rows, [])
        columns = [(cells[key], _place(header, column), read) for key, (column, read) in wanted.items()]
        for row in rows:
            lines.row = 0
            take(budget, len(columns))
            if row:
                if len(row) != len(header):
                    message = f"row in line {rows.line_num} has {len(row)} cells where the header has {len(header)}"
                    raise ColumnError(message)
                for found, at, read in columns:
                    found.append(_cell(row[at].strip(), header[at], rows.line_num, read))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ColumnError(f"is not a CSV file in UTF-8: {error}") from None
    for key, (column, _) in wanted.items():
        if not cells[key]:
            raise ColumnError(f"column {column!r} has 0 values; there must be 1 to {MOST_COLUMN_VALUES}")
    return cells, hashlib.sha256(content).hexdigest()


def take(budget: Budget, values: int) -> None:
    """Count so many values of columns. Raises ColumnError where they are too many for one scenario."""
    budget.column_values -= values
    if budget.column_values < 0:
        raise ColumnError(f"makes the columns of the scenario more than {MOST_COLUMN_VALUES} values")


def _content(path: Path, budget: Budget) -> bytes:
    if path.exists() and not path.is_file():
        raise ColumnError("is not a file")
    with path.open("rb") as file:
        content = file.read(budget.column_bytes + 1)
    if len(content) > budget.column_bytes:
        budget.column_bytes = 0  # so that a thousand more such columns are not read
        raise ColumnError(f"makes the columns of the scenario larger than {MOST_COLUMN_BYTES} bytes")
    budget.column_bytes -= len(content)
    return content


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


def _place(header: list[str], column: str) -> int:
    if header.count(column) != 1:
        known = ", ".join(name[:64] for name in header[:24])
        commas = "; columns are separated by commas" if len(header) == 1 and re.search("[;\\t]", known) else ""
        raise ColumnError(f"must have one column {column[:64]!r}; its columns are {known or '(none)'}{commas}")
    return header.index(column)


def _cell(text: str, column: str, line: int, read: Read) -> Cell:
    try:
        return read(text)
    except ValueError as error:
        raise ColumnError(f"row in line {line}, column {column[:64]!r}: {text[:40]!r}: {error}") from None


def duration(text: str) -> Cell:
    """A duration as in a scenario; a bare number is seconds."""
    if _PLAIN.fullmatch(text):
        return float(text) if "." in text else int(text)
    try:
        value = resolve(text)
    except SurpriseError:  # whose remedies are for YAML
        raise ValueError("is neither a number of seconds, counted from the start, nor a duration like 1m30s") from None
    read_duration(value)
    assert isinstance(value, (str, int, float))
    return value


def rising() -> Read:
    """Durations that never get less from row to row."""
    last: Nanoseconds = 0

    def read(text: str) -> Cell:
        nonlocal last
        value = duration(text)
        instant = read_duration(value)
        if instant < last:
            raise ValueError("is earlier than the row before; sort the file by this column")
        last = instant
        return value

    return read


def whole_number(text: str) -> Cell:
    """A whole number, as a priority is one."""
    value = resolve(text)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("must be a whole number")
    return value


def payload(text: str) -> Cell:
    """Any text but none."""
    if not text:
        raise ValueError("is empty")
    return text
