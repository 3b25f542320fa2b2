"""The text of a summary.csv or replications.csv, taken apart. What is wrong in it is told with its line."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jobsim.errors import UsageError
from jobsim.results.figures import Key
from jobsim.results.student import mean_of

SUMMARY_COLUMNS = ("metric", "of", "unit", "mean", "ci_low", "ci_high", "replications")
REPLICATION_COLUMNS = ("replication", "metric", "of", "unit", "value")
_FILE_OF = {SUMMARY_COLUMNS: "summary.csv", REPLICATION_COLUMNS: "replications.csv"}
_MOST_DIGITS = 9
_LARGEST = 1e100
"""Far beyond all that can be measured, and small enough to be squared and summed."""


class Parsed(NamedTuple):
    """The means of a file, and where it has them the values of each replication by its number."""

    values: Mapping[Key, float | None]
    each: Mapping[Key, Mapping[int, float | None]]


def parse(file: Path, content: bytes, *kinds: tuple[str, ...]) -> Parsed:
    """Read a file whose columns are one of `kinds`; by default either of the two. Raises UsageError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{file}:{line}: this is not a CSV file in UTF-8: {error.reason}") from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    kinds = kinds or tuple(_FILE_OF)
    try:
        header = tuple(next(rows, []))
        if header not in kinds:
            raise UsageError(f"{file}:1: {_against(header, kinds)}")
        found = _summary(file, rows) if header == SUMMARY_COLUMNS else _replications(file, rows)
    except csv.Error as error:
        raise UsageError(f"{file}:{rows.line_num}: this is not a CSV file: {error}") from error
    if not found.values:
        raise UsageError(f"{file} holds no figures")
    return found


def gaps(each: Mapping[Key, Mapping[int, float | None]]) -> bool:
    """Whether replications that a run numbers from 1 are not all there, or not with the same figures."""
    whole = set(range(1, max(map(len, each.values())) + 1))
    return any(values.keys() != whole for values in each.values())


def _against(header: tuple[str, ...], kinds: Sequence[tuple[str, ...]]) -> str:
    known = " or of ".join(f"{_FILE_OF[kind]} ({', '.join(kind)})" for kind in kinds)
    nearest = max(kinds, key=lambda kind: len(set(kind) & set(header)))
    missing = [name for name in nearest if name not in header]
    some = f"; missing: {', '.join(missing)}" if 0 < len(missing) < len(nearest) else ""
    return f"these are not the columns of {known}{some}"


def _summary(file: Path, rows: Any) -> Parsed:
    values: dict[Key, float | None] = {}
    known: set[Key] = set()
    for where, row in _whole(file, rows, len(SUMMARY_COLUMNS)):
        metric, of, unit, mean, *_ = row
        key = _key(where, metric, of, unit, known)
        if key in values:
            raise UsageError(f"{where}: {metric} of {of} stands here twice")
        values[key] = _number(mean, f"{where}: mean")
    return Parsed(values, {})


def _replications(file: Path, rows: Any) -> Parsed:
    each: dict[Key, dict[int, float | None]] = {}
    known: set[Key] = set()
    for where, (number, metric, of, unit, value) in _whole(file, rows, len(REPLICATION_COLUMNS)):
        if not (number.isascii() and number.isdecimal() and int(number[:_MOST_DIGITS]) and len(number) < _MOST_DIGITS):
            raise UsageError(f"{where}: replication: {number[:40]!r} is not the number of a replication, from 1")
        values = each.setdefault(_key(where, metric, of, unit, known), {})
        if int(number) in values:
            raise UsageError(f"{where}: {metric} of {of} stands here twice for replication {int(number)}")
        values[int(number)] = _number(value, f"{where}: value")
    return Parsed({key: _mean(values) for key, values in each.items()}, each)


def _whole(file: Path, rows: Any, cells: int) -> Iterator[tuple[str, list[str]]]:
    for row in rows:
        where = f"{file}:{rows.line_num}"
        if len(row) != cells:
            raise UsageError(f"{where}: {len(row)} cells where there should be {cells}")
        yield where, row


def _key(where: str, metric: str, of: str, unit: str, known: set[Key]) -> Key:
    key = Key(metric, of, unit)
    if key not in known:
        for name, word in key._asdict().items():
            if not word.isprintable():  # it would reach the terminal
                raise UsageError(f"{where}: {name}: {word[:40]!r} holds what cannot be printed")
        known.add(key)
    return key


def _number(text: str, where: str) -> float | None:
    if text == "":
        return None
    try:
        # Python alone reads 1_000, and the digits of other scripts.
        number = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"{where}: {text[:40]!r} is not a number")
    if abs(number) > _LARGEST:
        raise UsageError(f"{where}: {text[:40]!r} is beyond all that can be measured")
    return number


def _mean(values: Mapping[int, float | None]) -> float | None:
    numbers = [value for value in values.values() if value is not None]
    return mean_of(numbers) if numbers else None
