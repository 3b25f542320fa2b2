"""The replications of one scenario on an executor, for a result with all its tables."""

from dataclasses import replace
from importlib import import_module

from jobsim.engines.choosing import choose, expected_work
from jobsim.engines.engine import Engine, Options, Progress
from jobsim.engines.running import ENGINES
from jobsim.errors import InternalFault, LimitReached, UsageError
from jobsim.experiment.places import Where, cores
from jobsim.experiment.points import TIMES_AS_FAST, Point
from jobsim.experiment.replicating import replicate
from jobsim.experiment.sweeping import Place, ended_points
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.result import Result
from jobsim.results.run import Ending, Run
from jobsim.scenario.asked.warmup import AUTO
from jobsim.scenario.schema import EngineName, Record, Scenario

_WORTH_SECONDS = 4.0
"""What starting worker processes must save."""


def replicate_on(where: Where, scenario: Scenario, options: Options) -> Result:
    """As `replicate`, wherever that is, and to the same bytes. Raises UsageError for real time."""
    choice = choose(scenario)
    if choice.engine is EngineName.ASYNCIO:
        raise UsageError("in real time, replications would be in each other's way: run them one by one (--workers 1)")
    if choice.why is not None:
        options.notice(choice.why)
    engine: Engine = import_module(ENGINES[choice.engine])
    engine.prepare(options.notice)  # once, before the workers would each
    with where.place(scenario.most_replications, options.interruption) as place:
        return replicate(scenario, options, _Spread(scenario, choice.engine, options, place))


class _Spread:
    """A `Batch` of `replicate` on an executor."""

    def __init__(self, scenario: Scenario, engine: EngineName, options: Options, place: Place) -> None:
        self._scenario, self._options, self._place = scenario, options, place
        # A warm-up that is to be found is found here, where all replications are.
        found_here = {"warmup": 0} if scenario.warmup == AUTO else {}
        alone = scenario.model_copy(update={"engine": engine, **found_here})
        self._last = self._back = 0
        self._point = Point(1, alone, tables=True, wanted=lambda _, found: self._last - len(found))

    def __call__(self, first: int, count: int) -> tuple[list[Run | FoldedRun], Ending]:
        self._last = first + count - 1
        interruption, point = self._options.interruption, self._point
        through = any(ended_points(iter([point]), self._place, lambda: interruption.ending is not None, self._tell))
        if point.failure is not None:
            raise (LimitReached if point.failure.limit else InternalFault)(point.failure.message)
        runs = point.whole()[first - 1 :]
        if not runs and first == 1:
            raise KeyboardInterrupt  # there is nothing to keep
        ending = runs[-1].ending if through else interruption.ending or Ending.INTERRUPTED
        return [replace(run, scenario=self._scenario) for run in runs], ending

    def _tell(self, more: int) -> None:
        self._back += more
        if self._options.progress is not None:
            self._options.progress(Progress(0, 0, replication=self._back + 1))


def is_worth_it(scenario: Scenario) -> bool:
    """Whether replications are so many, and so long, that worker processes save time.

    Tables take longer to come back than to be made where they are `compiled`.
    """
    engine = choose(scenario).engine
    seconds = expected_work(scenario).seconds / (TIMES_AS_FAST if engine is EngineName.COMPILED else 1)
    light = engine is EngineName.SIMPY or (engine is EngineName.COMPILED and scenario.record is Record.SUMMARY)
    return light and scenario.most_replications > 1 and cores() > 1 and seconds > _WORTH_SECONDS
