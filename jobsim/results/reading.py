"""Results read back from disk: the figures of a run, from its folder or one of its CSVs."""

import csv
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from jobsim.errors import FileAccessError, UsageError

SUMMARY_COLUMNS = ["metric", "of", "unit", "mean", "ci_low", "ci_high", "replications"]
REPLICATION_COLUMNS = ["replication", "metric", "of", "unit", "value"]
_BESIDE_SUMMARY = ("jobs.csv", "timeline.csv", "run.json")
MOST_BYTES = 50_000_000


class Key(NamedTuple):
    """What a figure is of."""

    metric: str
    of: str
    unit: str


@dataclass(frozen=True)
class Figures:
    """The figures of one run, in the order of its file; None where there was nothing to measure."""

    path: Path
    folder: Path
    """The folder of the result; for one in memory, its name."""
    values: dict[Key, float | None]
    run: dict[str, Any]
    """What run.json says; empty where there is none."""


def read_figures(path: str | Path) -> Figures:
    """Read a results folder, its summary.csv or replications.csv; another of its CSVs stands for the folder.

    Raises FileAccessError for what cannot be read, UsageError for what is no result, naming file and line.
    """
    path = Path(path)
    try:
        path.stat()
    except OSError as error:
        raise FileAccessError(f"{path}: {error.strerror}") from error
    folder = path if path.is_dir() else path.parent
    file = path
    if path.is_dir():
        file = path / "summary.csv"
        if not file.exists():
            raise UsageError(f"{path} is not a folder of results: it has no summary.csv")
    elif path.name in _BESIDE_SUMMARY and (folder / "summary.csv").exists():
        file = folder / "summary.csv"
    return Figures(path, folder.absolute(), _read_values(file), _read_run(folder))


def _read_values(file: Path) -> dict[Key, float | None]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise UsageError(f"{file} is larger than {MOST_BYTES} bytes; it is not a summary.csv or replications.csv")
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.reader(lines, strict=True)
            header = next(rows, [])
            if header == SUMMARY_COLUMNS:
                return _values(file, rows, header, "mean")
            if header == REPLICATION_COLUMNS:
                return _values(file, rows, header, "value")
            raise UsageError(
                f"{file}:1: these are not the columns of summary.csv ({', '.join(SUMMARY_COLUMNS)}) "
                f"or of replications.csv ({', '.join(REPLICATION_COLUMNS)})"
            )
    except OSError as error:
        raise FileAccessError(f"{file}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} is not a CSV file in UTF-8: {error}") from error


def _values(file: Path, rows: Any, header: list[str], column: str) -> dict[Key, float | None]:
    found: dict[Key, list[float | None]] = {}
    for row in rows:
        if len(row) != len(header):
            raise UsageError(f"{file}:{rows.line_num}: {len(row)} cells where there should be {len(header)}")
        cells = dict(zip(header, row, strict=True))
        key = Key(cells["metric"], cells["of"], cells["unit"])
        if key in found and column == "mean":
            raise UsageError(f"{file}:{rows.line_num}: {key.metric} of {key.of} stands here twice")
        found.setdefault(key, []).append(_number(cells[column], f"{file}:{rows.line_num}: {column}"))
    if not found:
        raise UsageError(f"{file} holds no figures")
    return {key: _mean(values) for key, values in found.items()}


def _number(text: str, where: str) -> float | None:
    if text == "":
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"{where}: {text[:40]!r} is not a number")
    return number


def _mean(values: list[float | None]) -> float | None:
    numbers = [value for value in values if value is not None]
    return math.fsum(numbers) / len(numbers) if numbers else None


def _read_run(folder: Path) -> dict[str, Any]:
    try:
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return run if isinstance(run, dict) else {}
