"""A piece of a sweep's work, as it is sent to a worker and comes back: some replications of one point.

Figures come back, not tables: without the names that they have in common, since a thousand small objects take longer
to send than ten thousand jobs to run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jobsim.analysis.memory import check_memory
from jobsim.engines.engine import Options
from jobsim.engines.interruption import Interruption
from jobsim.engines.running import run_scenario
from jobsim.errors import JobsimError, LimitReached, printable
from jobsim.experiment.replicating import replicate
from jobsim.results.estimates import Estimate
from jobsim.results.folded import FoldedRun
from jobsim.results.metrics import Metric
from jobsim.results.result import Result
from jobsim.results.run import Run
from jobsim.results.window import FoundWarmup
from jobsim.scenario.schema import Scenario
from jobsim.scenario.warmup import AUTO


@dataclass(frozen=True)
class Task:
    """Replications `first` to `first + count - 1` of a point."""

    point: int
    scenario: Scenario
    first: int
    count: int
    tables: bool = False
    """Whether all that happened is to come back, too."""


@dataclass(frozen=True)
class Failure:
    """Why a point has no metrics."""

    message: str
    """In one line."""
    limit: bool = False
    """Whether a limit stopped it, rather than a fault of ours."""


Names = tuple[tuple[str, str, str], ...]
"""Metric, of what, and unit."""


@dataclass(frozen=True)
class Answer:
    """What came of a task: the metrics of its replications, or of those before the one that failed."""

    names: Names
    values: tuple[tuple[float | int | None, ...], ...]
    failure: Failure | None = None
    in_batches: tuple[Estimate, ...] = ()
    """Of a single long run, the metrics with their intervals, where it is cut into batches."""
    runs: tuple[Run | FoldedRun, ...] = ()
    """The replications themselves, where they were asked for."""
    found: FoundWarmup | None = None
    """Where it was to be found."""

    def metrics(self) -> Iterator[list[Metric]]:
        """Those of each replication."""
        for values in self.values:
            yield [Metric._make((*name, value)) for name, value in zip(self.names, values, strict=True)]


@dataclass
class _Taken:
    """What is kept of replications while a task goes on: figures, and not the tables they come from."""

    task: Task
    names: Names = ()
    values: list[tuple[float | int | None, ...]] = field(default_factory=list)
    runs: list[Run | FoldedRun] = field(default_factory=list)
    in_batches: tuple[Estimate, ...] = ()
    found: FoundWarmup | None = None

    def take(self, result: Result) -> None:
        for one in result.measured:
            metrics = one.metrics
            self.names = self.names or tuple((metric, of, unit) for metric, of, unit, _ in metrics)
            self.values.append(tuple(metric.value for metric in metrics))
            if self.task.tables:
                self.runs.append(one.run)
        self.found = result.found
        if self.task.scenario.most_replications == 1 and result.in_batches:
            self.in_batches = tuple(result.metrics)

    def answer(self, failure: Failure | None) -> Answer:
        return Answer(self.names, tuple(self.values), failure, self.in_batches, tuple(self.runs), self.found)


def measure(task: Task, interruption: Interruption | None = None) -> Answer:
    """Run the replications of a task; if they are interrupted, only those that were whole by then come back."""
    taken, failure = _Taken(task), None
    try:
        for result in _results(task, Options() if interruption is None else Options(interruption=interruption)):
            if not result.complete:
                break
            taken.take(result)
    except JobsimError as error:
        failure = Failure(printable(str(error)), isinstance(error, LimitReached))
    except MemoryError:
        failure = Failure("the memory is used up; fewer jobs need less of it", limit=True)
    except Exception as error:
        failure = Failure(printable(f"a fault of jobsim's own: {type(error).__name__}: {error}"))
    return taken.answer(failure)


def _results(task: Task, options: Options) -> Iterator[Result]:
    """Each replication by itself; all of them at once, where their warm-up is to be found."""
    if task.scenario.warmup == AUTO:
        check_memory(task.scenario)
        yield replicate(task.scenario, options)
        return
    check_memory(task.scenario.model_copy(update={"replications": 1, "precision": None}))
    for replication in range(task.first, task.first + task.count):
        yield run_scenario(task.scenario, replace(options, replication=replication))
