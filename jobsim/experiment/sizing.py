"""The least that meets a scenario's expectations: which points of a grid are run, and for how long."""

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from jobsim.analysis.sized import Looked, Sizing
from jobsim.analysis.verdicts import Verdict
from jobsim.engines.interruption import Interruption
from jobsim.errors import UsageError
from jobsim.experiment.candidates import Candidates, candidates
from jobsim.experiment.enough import judge_found, until_judged
from jobsim.experiment.places import Where
from jobsim.experiment.points import Point
from jobsim.experiment.preparing import Prepared, prepare
from jobsim.experiment.search import Look, Search, Spot
from jobsim.experiment.sweeping import Place, ended_points
from jobsim.scenario.asked.precision import LEAST
from jobsim.scenario.grids.grid import Grid, Vary, read_grid
from jobsim.scenario.schema import Scenario

MOST_REPLICATIONS = 500


def find(
    prepared: Prepared,
    asked: Candidates,
    where: Where,
    interruption: Interruption,
    most: int = MOST_REPLICATIONS,
    told: Callable[[Looked], None] = lambda _: None,
) -> Sizing:
    """Search the grid; `told` is told each point that was looked at. Ctrl-C ends it, and keeps what was found."""
    search, looked = Search(asked.costs), dict[Spot, Looked]()
    with where.place(most, interruption) as place:
        while (spot := search.next()) is not None:
            point = _run(prepared, asked.point(spot), most, place, interruption)
            if point is None:
                break
            looked[spot] = _looked(prepared, asked, spot, point)
            search.tell(spot, _look(looked[spot]))
            told(looked[spot])
    best = search.best
    return Sizing(
        asked.grid,
        tuple(found for _, found in sorted(looked.items())),
        None if best is None else looked[best],
        spot is None,
        search.as_assumed,
        most,
    )


def _run(prepared: Prepared, number: int, most: int, place: Place, interruption: Interruption) -> Point | None:
    """One point until it is judged; None where that was stopped."""
    point = prepared.point(number)
    point.wanted = until_judged(most)
    return next(ended_points(iter([point]), place, lambda: interruption.ending is not None), None)


def _look(found: Looked) -> Look:
    verdicts = [judged.verdict for judged in found.judged]
    return Look(
        tuple(verdict is Verdict.MET for verdict in verdicts),
        tuple(verdict is Verdict.MISSED for verdict in verdicts),
        tuple(judged.room for judged in found.judged),
    )


def _looked(prepared: Prepared, asked: Candidates, spot: Spot, point: Point) -> Looked:
    values = tuple(value.text for value in prepared.grid.values(point.number))
    if point.failure is not None:
        return Looked(point.number, values, asked.costs[spot], len(point.found), (), error=point.failure.message)
    judged = tuple(judge_found(point.scenario, point.found))
    lost = point.found.estimate("loss_rate", "all", point.scenario.confidence).mean
    return Looked(point.number, values, asked.costs[spot], len(point.found), judged, lost)


def most_of(grid: Grid, most: int | None) -> int:
    """How many replications a point gets at most: what is asked for, or what the scenario's precision allows."""
    if most is None:
        return MOST_REPLICATIONS if grid.base.precision is None else grid.base.precision.most
    if not LEAST <= most <= 100_000:
        raise UsageError(f"--most must be a number from {LEAST} to 100,000, not {most}")
    return most


def size(
    scenario: Scenario | str | Path,
    vary: Vary = (),
    *,
    cost: str | None = None,
    most: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    executor: Executor | None = None,
    engine: str | None = None,
) -> Sizing:
    """Find the least that meets the expectations of a scenario, or of the scenario file of that path.

    `vary` has the keys with their values, `{"processors.w.count": "1:64"}`, and goes before the scenario's own `sweep`.
    Each expectation must go one way along a key, which is checked where it can be seen. Of several keys, the cheapest
    by `cost`, like `"processors.w.count*3 + queue.capacity*0.01"`. A point that is undecided gets more replications, up
    to `most`, and is then not met. Where points run is as for `sweep`. Raises ScenarioError, UsageError, WorkersLost.
    """
    where = Where(workers, cluster, executor)
    grid = read_grid(scenario, vary, [] if engine is None else [f"engine={engine}"])
    asked = candidates(grid, cost)
    most = most_of(grid, most)
    with Interruption() as interruption:
        return find(prepare(grid), asked, where, interruption, most)
