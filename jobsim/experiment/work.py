"""A piece of a sweep's work, as it is sent to a worker and comes back: some replications of one point.

Figures come back, not tables: without the names that they have in common, since a thousand small objects take longer
to send than ten thousand jobs to run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from jobsim.analysis.memory import check_memory
from jobsim.engines.engine import Options
from jobsim.engines.interruption import Interruption
from jobsim.engines.running import run_scenario
from jobsim.errors import JobsimError, LimitReached, printable
from jobsim.results.folded import FoldedRun
from jobsim.results.measured import Measured
from jobsim.results.metrics import Metric
from jobsim.results.run import Run
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
    runs: tuple[Run | FoldedRun, ...] = ()
    """The replications themselves, where they were asked for."""

    def metrics(self) -> Iterator[list[Metric]]:
        """Those of each replication."""
        for values in self.values:
            yield [Metric(*name, value) for name, value in zip(self.names, values, strict=True)]


def measure(task: Task, interruption: Interruption | None = None) -> Answer:
    """Run the replications of a task; if they are interrupted, only those that were whole by then come back."""
    names: Names = ()
    values: list[tuple[float | int | None, ...]] = []
    runs: list[Run | FoldedRun] = []
    options = Options() if interruption is None else Options(interruption=interruption)
    failure = None
    try:
        check_memory(task.scenario.model_copy(update={"replications": 1}))
        for replication in range(task.first, task.first + task.count):
            result = run_scenario(task.scenario, replace(options, replication=replication))
            if not result.complete:
                break
            found = Measured(result.run).metrics
            names = names or tuple((metric, of, unit) for metric, of, unit, _ in found)
            values.append(tuple(one.value for one in found))
            if task.tables:
                runs.append(result.run)
    except JobsimError as error:
        failure = Failure(printable(str(error)), isinstance(error, LimitReached))
    except MemoryError:
        failure = Failure("the memory is used up; fewer jobs need less of it", limit=True)
    except Exception as error:
        failure = Failure(printable(f"a fault of jobsim's own: {type(error).__name__}: {error}"))
    return Answer(names, tuple(values), failure, tuple(runs))
