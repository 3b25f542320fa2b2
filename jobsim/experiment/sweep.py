"""A sweep from its grid to its table."""

import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from jobsim.engines.interruption import Interruption
from jobsim.errors import FileAccessError, UsageError
from jobsim.experiment.places import Where
from jobsim.experiment.points import Point
from jobsim.experiment.preparing import Prepared, prepare
from jobsim.experiment.sweeping import Place, ended_points
from jobsim.experiment.work import Failure
from jobsim.results.journal import Journal
from jobsim.results.sweep import Sweep
from jobsim.results.sweep_folder import TABLE, begin, finish, in_memory
from jobsim.results.target import check_target, default_folder
from jobsim.scenario.grids.grid import Vary, read_grid
from jobsim.scenario.schema import Scenario


@dataclass(frozen=True)
class Progress:
    """How far a sweep is."""

    ended: int
    """Points, those that had ended before it was gone on with included."""
    points: int
    failed: int
    share: float
    """Of the replications that were still to be run at its begin."""


def go_through(
    prepared: Prepared,
    where: Where,
    folder: Path | None,
    interruption: Interruption,
    *,
    resume: bool = False,
    tables: Path | None = None,
    told: Callable[[Progress], None] = lambda _: None,
) -> Sweep:
    """Run every point; with `resume`, every one that has not ended well in the folder yet.

    With `tables`, what `run` would write of each is written into a folder of its own below that one. While
    `interruption` is entered, Ctrl-C and SIGTERM end it, and keep what has ended.
    """
    grid, columns = prepared.grid, prepared.columns
    if tables is not None:
        _check_tables(prepared, tables, folder)
    journal = in_memory(grid, columns) if folder is None else begin(folder, grid, columns, resume=resume)
    with journal.file:
        failed: dict[int, Failure] = {}
        most = (len(grid) - len(journal)) * grid.base.most_replications
        with where.place(most, interruption) as place:
            _run(prepared, journal, place, interruption, failed, tables, told)
        sweep = Sweep(
            grid,
            columns,
            b"".join(journal.in_order()) if folder is None else folder / TABLE,
            len(journal),
            {point: failure.message for point, failure in sorted(failed.items())},
            sum(not failure.limit for failure in failed.values()),
        )
        if folder is not None and sweep.complete:
            finish(folder, grid, journal, len(failed))
    return sweep


def _run(
    prepared: Prepared,
    journal: Journal,
    place: Place,
    interruption: Interruption,
    failed: dict[int, Failure],
    tables: Path | None,
    told: Callable[[Progress], None],
) -> None:
    grid = prepared.grid
    wanted = (len(grid) - len(journal)) * grid.base.fewest_replications
    back = 0

    def tell(more: int = 0) -> None:
        nonlocal back
        back += more
        told(Progress(len(journal), len(grid), len(failed), min(back / wanted, 1.0) if wanted else 1.0))

    numbers = (number for number in range(1, len(grid) + 1) if number not in journal)
    left = (prepared.point(number, tables=tables is not None) for number in numbers)
    for point in ended_points(left, place, lambda: interruption.ending is not None, tell):
        if point.failure is not None:
            failed[point.number] = point.failure
        elif tables is not None:
            point.result().write(tables / _name(prepared, point.number))
        try:
            journal.append(point.number, _row(prepared, point))
        except OSError as error:
            raise FileAccessError(f"the table cannot be written on: {error.strerror}; --resume goes on") from error
        tell()


def _check_tables(prepared: Prepared, tables: Path, folder: Path | None) -> None:
    """Raise UsageError or FileAccessError where a point's own results could not be put."""
    if folder is not None:
        places = [Path(os.path.abspath(place)) for place in (tables, folder)]
        if any(one == other or one in other.parents for one, other in (places, reversed(places))):
            raise UsageError(f"--tables {tables} and the sweep's own folder {folder} must lie beside each other")
    for number in range(1, len(prepared.grid) + 1):
        place = tables / _name(prepared, number)
        if number == 1 or place.exists():
            check_target(place)


def _name(prepared: Prepared, number: int) -> str:
    """The name of a point's own results: that of the same run with --set."""
    grid = prepared.grid
    said = [f"{key}={value.text}" for key, value in zip(grid.keys, grid.values(number), strict=True)]
    return default_folder(grid.base.name, said).name


def _row(prepared: Prepared, point: Point) -> bytes:
    values = [value.text for value in prepared.grid.values(point.number)]
    if point.failure is not None:
        return prepared.columns.row_of_error(point.number, values, point.failure.message)
    return prepared.columns.row(point.number, values, len(point.found), point.metrics())


def sweep(
    scenario: Scenario | str | Path,
    vary: Vary = (),
    *,
    out: str | Path | None = None,
    resume: bool = False,
    tables: str | Path | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    executor: Executor | None = None,
    engine: str | None = None,
    record: str | None = None,
    replications: int | None = None,
) -> Sweep:
    """Run a scenario, or the scenario file of that path, at every point of a grid; each with the same draws.

    `vary` has the keys with their values, `{"queue.capacity": [5, 10], "processors.w.count": "1:8"}`, and goes before
    the scenario's own `sweep`. Points run in as many processes as there are cores; in `workers` (1: this one); on the
    Dask `cluster` at that address; or on any `executor`. What comes of them is the same. With `out`, each point is
    written to sweep.csv in that folder as it ends, and `resume` goes on with what is there; with `tables`, all that
    `run` would write of a point is written to a folder of its own below that one. Ctrl-C ends it; the result
    then says so. A point that fails is a row with its error. `engine`, `record` and `replications` are as for `run`.
    Raises ScenarioError, UsageError, FileAccessError, or WorkersLost.
    """
    where = Where(workers, cluster, executor)
    settings = {"engine": engine, "record": record, "replications": replications}
    overrides = [f"{key}={value}" for key, value in settings.items() if value is not None]
    prepared = prepare(read_grid(scenario, vary, overrides))
    with Interruption() as interruption:
        return go_through(
            prepared,
            where,
            None if out is None else Path(out),
            interruption,
            resume=resume,
            tables=None if tables is None else Path(tables),
        )
