"""Measured durations from a CSV column: `{distribution: empirical, file: measured.csv, column: seconds}`.

The column is read into the scenario when the scenario is loaded, so that a Scenario is whole in itself.
"""

import csv
import hashlib
import io
import re
from pathlib import Path

from jobsim.errors import Problem
from jobsim.scenario.fields import read_duration
from jobsim.scenario.reading import LONGEST_SHOWN_PATH, UNREADABLE, Mapping, Node, Scalar, Sequence
from jobsim.scenario.scalars import SurpriseError, resolve

MOST_FILE_BYTES = 20_000_000
MOST_VALUES = 1_000_000


class ColumnError(ValueError):
    """A column that cannot be read, with the row to blame."""


def bring_in_columns(node: Node, problems: list[Problem], path: str = "") -> None:
    """Replace `file` and `column` of every empirical distribution in the tree by the values of that column."""
    if not isinstance(node, Mapping):
        return
    name = node.entries.get("distribution")
    if isinstance(name, Scalar) and name.value == "empirical" and ("file" in node.entries or "column" in node.entries):
        _bring_in(node, problems, path)
    for key, child in node.entries.items():
        bring_in_columns(child, problems, f"{path}.{key}" if path else key)


def _bring_in(node: Mapping, problems: list[Problem], path: str) -> None:
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
            texts, digest = read_column(target, column.value)
            values = Sequence(place, [Scalar(place, text) for text in texts])
            source = f"{file.value}:{column.value} sha256:{digest}"
            node.entries["source"] = Scalar(place, source)
            node.key_places["source"] = place
        except (ValueError, OSError) as error:  # a ValueError also for a name that no file can have
            reason = error.strerror if isinstance(error, OSError) else str(error)
            problems.append(place.problem(f"{path}.file", f"{str(target)[:LONGEST_SHOWN_PATH]}: {reason}"))
    node.entries["values"] = values
    node.key_places["values"] = place


def read_column(path: Path, column: str) -> tuple[list[str | int | float], str]:
    """The cells of one column as a scenario would write them, and the file's SHA-256.

    Raises ColumnError, naming the row, for a cell that is not a duration; OSError for a file that cannot be read.
    """
    if path.exists() and not path.is_file():
        raise ColumnError("is not a file")
    content = path.read_bytes() if path.stat().st_size <= MOST_FILE_BYTES else None
    if content is None:
        raise ColumnError(f"is larger than {MOST_FILE_BYTES} bytes")
    try:
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = next(rows, [])
        if header.count(column) != 1:
            known = ", ".join(header[:16])
            commas = "; columns are separated by commas" if len(header) == 1 and re.search("[;\\t]", known) else ""
            raise ColumnError(f"must have one column {column!r}; its columns are {known or '(none)'}{commas}")
        at = header.index(column)
        cells = [_cell(row, header, at, rows.line_num) for row in rows if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ColumnError(f"is not a CSV file in UTF-8: {error}") from None
    if not 0 < len(cells) <= MOST_VALUES:
        raise ColumnError(f"column {column!r} has {len(cells)} values; there must be 1 to {MOST_VALUES}")
    return cells, hashlib.sha256(content).hexdigest()


def _cell(row: list[str], header: list[str], at: int, line: int) -> str | int | float:
    if len(row) != len(header):
        raise ColumnError(f"row in line {line} has {len(row)} cells where the header has {len(header)}")
    text = row[at].strip()
    try:
        value = resolve(text)
        read_duration(value)
    except (SurpriseError, ValueError) as error:
        raise ColumnError(f"row in line {line}, column {header[at]!r}: {text[:40]!r}: {error}") from None
    assert isinstance(value, (str, int, float))
    return value
