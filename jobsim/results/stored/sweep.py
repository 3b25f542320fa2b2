"""A sweep that is read back from its folder."""

import csv
import io
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from jobsim.errors import FileAccessError, ScenarioError, UsageError
from jobsim.results.format import RUN_FILE
from jobsim.results.stored.reading import read_run
from jobsim.results.sweep import Sweep
from jobsim.results.sweep_table import Columns
from jobsim.results.target import SWEEP_MARK
from jobsim.scenario.grids.grid import grid_again
from jobsim.scenario.loading import scenario_of

_FIRST, _AFTER_KEYS = "point", ("replications", "error")
_ENDS = ("", " low", " high")


def is_sweep(folder: str | Path) -> bool:
    """Whether a sweep has been written there, rather than a run."""
    folder = Path(folder)
    return (folder / SWEEP_MARK).is_file() or (folder.name == SWEEP_MARK and folder.is_file())


def read_sweep(folder: str | Path) -> Sweep:
    """Read the folder of a sweep, or its table, which stands for it.

    Raises FileAccessError for what cannot be read, UsageError for what is no sweep.
    """
    folder = Path(folder)
    folder = folder.parent if folder.is_file() else folder
    run, table = _run_of(folder), folder / SWEEP_MARK
    try:
        grid = grid_again(scenario_of(run.get("scenario"), str(run.get("name"))), run["sweep"])
    except ScenarioError as error:
        message = error.problems[0].message
        raise UsageError(f"{folder / RUN_FILE}: this jobsim does not read the scenario: {message}") from error
    try:
        source = _without_torn_line(table)
        with (
            io.StringIO(source.decode())
            if isinstance(source, bytes)
            else source.open(encoding="utf-8", newline="") as file
        ):
            rows = csv.reader(file, strict=True)
            header = next(rows, [])
            columns = _columns(table, header, grid.keys)
            at = header.index("error")
            errors = {int(row[0]): row[at] for row in rows if _whole(table, row, rows.line_num, len(header))}
        found = Sweep(grid, columns, source, len(errors), {})
        _ = found.points
    except OSError as error:
        raise FileAccessError(f"{table}: {error.strerror}") from error
    except (ValueError, csv.Error, pl.exceptions.PolarsError) as error:
        raise UsageError(f"{table}: this is not as a sweep wrote it: {str(error).splitlines()[0][:200]}") from error
    failed = {point: error for point, error in sorted(errors.items()) if error}
    return replace(found, failed=failed)


def _without_torn_line(table: Path) -> Path | bytes:
    """The table; of one whose writer died in the middle of a line, what it holds before."""
    with table.open("rb") as file:
        file.seek(0, os.SEEK_END)
        if not file.tell():
            return table
        file.seek(-1, os.SEEK_END)
        if file.read(1) == b"\n":
            return table
    return table.read_bytes().rpartition(b"\n")[0] + b"\n"


def _whole(table: Path, row: list[str], line: int, cells: int) -> bool:
    if len(row) != cells:
        raise UsageError(f"{table}:{line}: {len(row)} cells where there should be {cells}: cut off?")
    return True


def _run_of(folder: Path) -> dict[str, Any]:
    run, doubts = read_run(folder)
    if doubts:
        raise UsageError(f"{folder}: {doubts[0]}")
    if not run:
        raise FileAccessError(f"{folder / RUN_FILE}: No such file")
    varied = run.get("sweep")
    if not isinstance(varied, dict) or not varied or not all(map(_texts, varied.values())):
        raise UsageError(f"{folder / RUN_FILE} is not that of a sweep")
    return run


def _texts(values: object) -> bool:
    return isinstance(values, list) and bool(values) and all(isinstance(value, str) for value in values)


def _columns(table: Path, header: list[str], keys: tuple[str, ...]) -> Columns:
    head = [_FIRST, *keys, *_AFTER_KEYS]
    names = header[len(head) :: len(_ENDS)]
    if header != [*head, *(f"{name}{end}" for name in names for end in _ENDS)]:
        raise UsageError(f"{table}:1: these are not the columns of this sweep")
    pairs = [name.rpartition(" of ") for name in names]
    return Columns(keys, tuple((metric, of) if metric else (of, "all") for metric, _, of in pairs))
