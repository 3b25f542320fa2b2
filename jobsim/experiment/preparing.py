"""What is settled before the first point of a sweep runs: its engines, its columns, and the machine code."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from jobsim.engines.choosing import Work, choose, expected_work
from jobsim.engines.engine import Engine
from jobsim.engines.refusals import refusals
from jobsim.engines.running import ENGINES
from jobsim.errors import UsageError
from jobsim.experiment.points import Point
from jobsim.results.known_metrics import known_metrics
from jobsim.results.sweep_table import Columns
from jobsim.scenario.grids.grid import Grid
from jobsim.scenario.schema import EngineName, Scenario


@dataclass(frozen=True)
class Prepared:
    """A sweep that can begin."""

    grid: Grid
    columns: Columns
    work: Work
    """Of all points together: it decides whether compiling is worth while."""

    def point(self, number: int, *, tables: bool = False) -> Point:
        """A point, its engine chosen: it is not for each worker to choose, and to tell."""
        scenario = self.grid.scenario(number)
        return Point(number, scenario.model_copy(update={"engine": choose(scenario, self.work).engine}), tables)


def prepare(grid: Grid, notice: Callable[[str], None] = lambda _: None) -> Prepared:
    """Look at every point, and make what their engines need; `notice` is told what takes a while, and why.

    Raises UsageError where a point asks for an engine that cannot run it.
    """
    jobs, seconds = 0.0, 0.0
    metrics: dict[tuple[str, str], None] = {}
    shapes: set[object] = set()
    kinds: dict[object, Scenario] = {}
    """One scenario of each kind that is run by another engine."""
    for scenario in grid.scenarios():
        of_one = expected_work(scenario)
        jobs, seconds = jobs + of_one.jobs, seconds + of_one.seconds
        if (shape := _shape(scenario)) not in shapes:
            shapes.add(shape)
            metrics |= {(key.metric, key.of): None for key in known_metrics(scenario)}
        kinds.setdefault((scenario.engine, *refusals(scenario)), scenario)
    work = Work(jobs, seconds)
    engines: dict[EngineName, None] = {}
    whys: dict[str, None] = {}
    for scenario in kinds.values():
        choice = choose(scenario, work)
        if choice.engine is EngineName.ASYNCIO:
            raise UsageError(
                f"{scenario.name}: a sweep computes time, and does not wait for it: choose the engine auto, simpy or "
                "compiled (--engine auto)"
            )
        engines[choice.engine] = None
        if choice.why is not None:
            whys[choice.why] = None
    for why in whys:
        notice(why)
    for name in engines:
        engine: Engine = import_module(ENGINES[name])
        engine.prepare(notice)
    return Prepared(grid, Columns(grid.keys, tuple(metrics)), work)


def _shape(scenario: Scenario) -> object:
    """What decides which metrics there are."""
    names = (*scenario.submitters, 0, *scenario.processors)
    deadlines = any(part.deadline is not None for part in scenario.submitters.values())
    return names, scenario.keeps_attempts, scenario.changes_presence, deadlines, scenario.measures
