"""A sweep that is read back from its folder."""

import csv
import json
from pathlib import Path
from typing import Any

from jobsim.errors import FileAccessError, ScenarioError, UsageError
from jobsim.results.folder import SWEEP_MARK
from jobsim.results.format import FORMAT, RUN_FILE
from jobsim.results.sweep import Sweep
from jobsim.results.sweep_table import Columns
from jobsim.scenario.grid import grid_again
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
        grid = grid_again(scenario_of(run["scenario"], str(run.get("name"))), run["sweep"])
    except ScenarioError as error:
        message = error.problems[0].message
        raise UsageError(f"{folder / RUN_FILE}: this jobsim does not read the scenario: {message}") from error
    try:
        with table.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = next(rows, [])
            columns = _columns(table, header, grid.keys)
            at = header.index("error")
            errors = {int(row[0]): row[at] for row in rows if len(row) == len(header)}
    except OSError as error:
        raise FileAccessError(f"{table}: {error.strerror}") from error
    except (ValueError, csv.Error) as error:
        raise UsageError(f"{table}: this is not as a sweep wrote it: {error}") from error
    failed = {point: error for point, error in sorted(errors.items()) if error}
    return Sweep(grid, columns, table, len(errors), failed)


def _run_of(folder: Path) -> dict[str, Any]:
    file = folder / RUN_FILE
    try:
        run = json.loads(file.read_bytes())
    except OSError as error:
        raise FileAccessError(f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"{file} cannot be read: {error}") from error
    if not (isinstance(run, dict) and isinstance(run.get("sweep"), dict) and isinstance(run.get("scenario"), dict)):
        raise UsageError(f"{file} is not that of a sweep")
    if run.get("format") != FORMAT:
        raise UsageError(
            f"{file}: the sweep has format {str(run.get('format'))[:40]}; this jobsim reads format {FORMAT}"
        )
    return run


def _columns(table: Path, header: list[str], keys: tuple[str, ...]) -> Columns:
    head = [_FIRST, *keys, *_AFTER_KEYS]
    names = header[len(head) :: len(_ENDS)]
    if header != [*head, *(f"{name}{end}" for name in names for end in _ENDS)]:
        raise UsageError(f"{table}:1: these are not the columns of this sweep")
    pairs = [name.rpartition(" of ") for name in names]
    return Columns(keys, tuple((metric, of) if metric else (of, "all") for metric, _, of in pairs))
