"""Results read back from disk: the figures of a run, from its folder or one of its CSVs."""

import csv
import io
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from jobsim.errors import FileAccessError, UsageError
from jobsim.results.format import FORMAT, RUN_FILE, digest

SUMMARY_COLUMNS = ["metric", "of", "unit", "mean", "ci_low", "ci_high", "replications"]
REPLICATION_COLUMNS = ["replication", "metric", "of", "unit", "value"]
_BESIDE_SUMMARY = ("jobs.csv", "attempts.csv", "processors.csv", "timeline.csv", "run.json")
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
    doubts: tuple[str, ...] = ()
    """What speaks against these figures being those that the run wrote."""


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
    run, doubts = _read_run(folder)
    content = _read_bytes(file)
    values = _read_values(file, content)
    return Figures(path, folder.absolute(), values, run, (*doubts, *_doubts(file, content, run)))


def _read_bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            content = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileAccessError(f"{file}: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise UsageError(f"{file} is larger than {MOST_BYTES} bytes; it is not a summary.csv or replications.csv")
    return content


def _read_values(file: Path, content: bytes) -> dict[Key, float | None]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{file}:{line}: this is not a CSV file in UTF-8: {error.reason}") from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, [])
        if header == SUMMARY_COLUMNS:
            return _values(file, rows, header, "mean")
        if header == REPLICATION_COLUMNS:
            return _values(file, rows, header, "value")
    except csv.Error as error:
        raise UsageError(f"{file}:{rows.line_num}: this is not a CSV file: {error}") from error
    raise UsageError(
        f"{file}:1: these are not the columns of summary.csv ({', '.join(SUMMARY_COLUMNS)}) "
        f"or of replications.csv ({', '.join(REPLICATION_COLUMNS)})"
    )


def _values(file: Path, rows: Any, header: list[str], column: str) -> dict[Key, float | None]:
    found: dict[Key, list[float | None]] = {}
    for row in rows:
        where = f"{file}:{rows.line_num}"
        if len(row) != len(header):
            raise UsageError(f"{where}: {len(row)} cells where there should be {len(header)}")
        cells = dict(zip(header, row, strict=True))
        key = Key(cells["metric"], cells["of"], cells["unit"])
        for name, word in key._asdict().items():
            if not word.isprintable():  # it would reach the terminal
                raise UsageError(f"{where}: {name}: {word[:40]!r} holds what cannot be printed")
        if key in found and column == "mean":
            raise UsageError(f"{where}: {key.metric} of {key.of} stands here twice")
        found.setdefault(key, []).append(_number(cells[column], f"{where}: {column}"))
    if not found:
        raise UsageError(f"{file} holds no figures")
    return {key: _mean(values) for key, values in found.items()}


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
    return number


def _mean(values: list[float | None]) -> float | None:
    numbers = [value for value in values if value is not None]
    return math.fsum(numbers) / len(numbers) if numbers else None


def _read_run(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """What run.json says, and what there is to say of it. A CSV alone has none, which is well."""
    file = folder / RUN_FILE
    try:
        run = json.loads(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}, []
    except (OSError, ValueError, RecursionError):
        run = None
    if not isinstance(run, dict):
        return {}, [f"its {RUN_FILE} cannot be read: how it was run is not known"]
    if (version := run.get("format", FORMAT)) != FORMAT:
        raise UsageError(f"{file}: the result has format {str(version)[:40]}; this jobsim reads format {FORMAT}")
    return run, []


def _doubts(file: Path, content: bytes, run: dict[str, Any]) -> list[str]:
    """Lines that are missing, or figures that were changed, leave a CSV that can be read all the same."""
    digests = run.get("sha256")
    written = digests.get(file.name) if isinstance(digests, dict) else None
    if written is None:
        return [] if content.endswith((b"\n", b"\r")) else [f"its {file.name} has no end of line at its end: cut off?"]
    same = written == digest(content)
    return [] if same else [f"its {file.name} is not as the run wrote it: cut off, or edited"]
