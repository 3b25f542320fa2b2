"""A piece of a sweep's work, as it is sent to a worker and comes back: some replications of one point.

Figures come back, not tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jobsim.analysis.memory import check_memory
from jobsim.engines.engine import Options
from jobsim.engines.interruption import Interruption
from jobsim.engines.running import run_scenario
from jobsim.errors import JobsimError, LimitReached, printable
from jobsim.experiment.replicating import replicate
from jobsim.results.estimates import Estimate, Found
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.result import Result
from jobsim.results.run import Run
from jobsim.results.window import FoundWarmup
from jobsim.scenario.asked.warmup import AUTO
from jobsim.scenario.schema import Scenario


@dataclass(frozen=True)
class Task:
    """Replications `first` to `first + count - 1` of a point."""

    point: int
    scenario: Scenario
    first: int
    count: int
    tables: bool = False
    """Whether all that happened is to come back, too."""

    @property
    def whole(self) -> bool:
        """Whether they are all there can be of the point."""
        return self.count == self.scenario.most_replications


@dataclass(frozen=True)
class Failure:
    """Why a point has no metrics."""

    message: str
    """In one line."""
    limit: bool = False
    """Whether a limit stopped it, rather than a fault of ours."""


@dataclass
class Answer:
    """What came of a task: of all its replications, or of those before the one that failed."""

    found: Found = field(default_factory=Found)
    failure: Failure | None = None
    estimates: list[Estimate] = field(default_factory=list)
    """Every metric with its interval, where the task was the whole of its point."""
    runs: list[Run | FoldedRun] = field(default_factory=list)
    """The replications themselves, where they were asked for."""
    warmup: FoundWarmup | None = None
    """Where it was to be found."""


def measure(task: Task, interruption: Interruption | None = None) -> Answer:
    """Run the replications of a task; if they are interrupted, only those that were whole by then come back."""
    answer = Answer()
    try:
        for result in _results(task, Options() if interruption is None else Options(interruption=interruption)):
            if not result.complete:
                break
            _take(result, task, answer)
        if task.whole and len(answer.found) == task.count and not answer.estimates:
            answer.estimates = answer.found.estimates(task.scenario.confidence)
    except JobsimError as error:
        answer.failure = Failure(printable(str(error)), isinstance(error, LimitReached))
    except MemoryError:
        answer.failure = Failure("the memory is used up; fewer jobs need less of it", limit=True)
    except Exception as error:
        answer.failure = Failure(printable(f"a fault of jobsim's own: {type(error).__name__}: {error}"))
    return answer


def _take(result: Result, task: Task, answer: Answer) -> None:
    """Keep of replications what is asked for: figures, and not the tables they come from."""
    answer.found.extend(Found.of(one.metrics for one in result.measured))
    answer.warmup = result.found
    if task.tables:
        answer.runs.extend(result.runs)
    if task.whole and result.in_batches:
        answer.estimates = result.metrics


def _results(task: Task, options: Options) -> Iterator[Result]:
    """Each replication by itself; all of them at once, where their warm-up is to be found."""
    if task.scenario.warmup == AUTO:
        check_memory(task.scenario)
        yield replicate(task.scenario, options)
        return
    check_memory(task.scenario.model_copy(update={"replications": 1, "precision": None}))
    for replication in range(task.first, task.first + task.count):
        run = run_scenario(task.scenario, replace(options, replication=replication))
        yield Result.of([run], run.ending)
