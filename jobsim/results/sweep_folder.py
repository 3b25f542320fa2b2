"""The folder of a sweep: its table, which is a journal until the sweep has ended, and run.json.

As with a run, the folder is made beside its place, and takes the place of an older result only. A sweep that has not
ended is not replaced by another one: its points may have taken days.
"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: there, nobody notices a second one
    fcntl = None  # type: ignore[assignment]

from jobsim.errors import FileAccessError, UsageError
from jobsim.results.folder import put_folder
from jobsim.results.format import FORMAT, RUN_FILE
from jobsim.results.journal import Journal
from jobsim.results.provenance import fingerprint, scenario_as_run, surroundings
from jobsim.results.sweep_table import Columns, cells_of, line
from jobsim.results.target import SWEEP_MARK, check_target
from jobsim.scenario.grids.grid import Grid
from jobsim.version import __version__

TABLE = SWEEP_MARK
_UNFINISHED, _FINISHED = "unfinished", "finished"
_BYTES_PER_CELL = 10
_MOST_SHOWN = 5


def in_memory(grid: Grid, columns: Columns) -> Journal:
    """The journal of a sweep that leaves nothing behind."""
    return Journal(io.BytesIO(line(columns.header)), _Rows(grid, columns, "").point_of)


def begin(folder: Path, grid: Grid, columns: Columns, *, resume: bool) -> Journal:
    """The journal in the folder of a sweep; with `resume`, with the points that have ended well in an earlier one.

    Raises FileAccessError where the folder cannot be had, UsageError where what is there is another sweep.
    """
    check_target(folder, len(grid) * len(columns.header) * _BYTES_PER_CELL, TABLE)
    run = _read_run(folder)
    rows = _Rows(grid, columns, str(folder / TABLE))
    try:
        if run is None:
            return _opened(folder, grid, [line(columns.header)], rows)
        with (folder / TABLE).open("rb") as file:
            _lock(file, folder)
            if resume:
                _compare(folder, run, grid)
                earlier = Journal(file, rows.point_of)
                return _opened(folder, grid, earlier.in_order(), rows)
            ended = sum(1 for _ in file) - 1
            if run["ending"] == _UNFINISHED and ended > 0:
                raise FileAccessError(
                    f"{folder} holds {ended:,} points of a sweep that has not ended: go on with it by --resume, or "
                    "remove it, or choose another place with --out"
                )
        return _opened(folder, grid, [line(columns.header)], rows)
    except OSError as error:
        raise FileAccessError(f"{folder}: {error.strerror}") from error


def finish(folder: Path, grid: Grid, journal: Journal, failed: int) -> None:
    """Write the table in the order of the grid, and that the sweep has ended. Raises FileAccessError."""
    put_folder(folder, {TABLE: lambda file: file.writelines(journal.in_order())}, _provenance(grid, _FINISHED, failed))


class _Rows:
    """What a row must be to belong to a sweep."""

    def __init__(self, grid: Grid, columns: Columns, file: str) -> None:
        self._grid, self._columns, self._file = grid, columns, file
        self._width = len(columns.header)

    def point_of(self, row: bytes, number: int) -> int | None:
        """The point of a row; None of one that failed, to be tried again."""
        try:
            cells = cells_of(row)
        except (ValueError, csv.Error):
            cells = []
        keys = len(self._columns.keys)
        if len(cells) == self._width and cells[0].isdecimal() and 1 <= int(cells[0]) <= len(self._grid):
            point = int(cells[0])
            if cells[1 : keys + 1] == [value.text for value in self._grid.values(point)]:
                return None if cells[keys + 2] else point
        raise UsageError(f"{self._file}:{number}: this is no row of this sweep")


def _opened(folder: Path, grid: Grid, lines: Iterator[bytes] | list[bytes], rows: _Rows) -> Journal:
    put_folder(folder, {TABLE: lambda file: file.writelines(lines)}, _provenance(grid, _UNFINISHED, 0))
    file = (folder / TABLE).open("r+b")
    _lock(file, folder)
    return Journal(file, rows.point_of)


def _lock(file: BinaryIO, folder: Path) -> None:
    if fcntl is None:  # pragma: no cover - Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise FileAccessError(f"{folder}: another sweep is writing there") from None


def _provenance(grid: Grid, ending: str, failed: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "jobsim": __version__,
        "name": grid.base.name,
        "files": [RUN_FILE, TABLE],
        "seed": grid.base.seed,
        "ending": ending,
        "points": len(grid),
        "failed": failed,
        "sweep": {axis.key: [value.text for value in axis.values] for axis in grid.axes},
        **surroundings(),
        "scenario_sha256": fingerprint(grid.base),
        "scenario": scenario_as_run(grid.base),
    }


def _read_run(folder: Path) -> dict[str, Any] | None:
    """What run.json says, if a sweep is there."""
    try:
        run = json.loads((folder / RUN_FILE).read_bytes())
    except (OSError, ValueError):
        return None
    return run if isinstance(run, dict) and isinstance(run.get("sweep"), dict) and "ending" in run else None


def _compare(folder: Path, run: dict[str, Any], grid: Grid) -> None:
    """Raise UsageError if the sweep there is about anything else."""
    now = json.loads(json.dumps(_provenance(grid, _UNFINISHED, 0)))
    found = list(_differences(run, now))
    if found:
        more = [f"and {len(found) - _MOST_SHOWN} more"] if len(found) > _MOST_SHOWN else []
        raise UsageError(
            f"{folder} holds another sweep, which --resume cannot go on with: {'; '.join(found[:_MOST_SHOWN] + more)}. "
            "Choose another place with --out, or remove it"
        )


def _differences(run: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    for key in ("format", "jobsim"):
        if run.get(key) != now[key]:
            yield f"{key} was {run.get(key)}, and is {now[key]}"
    if list(run["sweep"].items()) != list(now["sweep"].items()):
        if list(run["sweep"]) != list(now["sweep"]):
            yield f"it varies {', '.join(run['sweep']) or 'nothing'}, this one {', '.join(now['sweep'])}"
        for key in now["sweep"].keys() & run["sweep"].keys():
            if run["sweep"][key] != now["sweep"][key]:
                yield f"{key} was varied otherwise"
    if run.get("scenario_sha256") != now["scenario_sha256"]:
        yield from _changes(run.get("scenario"), now["scenario"], "")


def _changes(before: Any, now: Any, path: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*before, *now)):
            yield from _changes(before.get(key), now.get(key), f"{path}.{key}" if path else key)
    elif before != now:
        yield f"{path} was {json.dumps(before)[:60]}, and is {json.dumps(now)[:60]}"
