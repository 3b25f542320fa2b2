"""One point of a sweep while it is worked on: what is still to be run, and what has been found."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from jobsim.engines.choosing import expected_work
from jobsim.experiment.enough import wanted
from jobsim.experiment.work import Answer, Failure, Task
from jobsim.results.estimates import Estimate, Found
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.result import Result
from jobsim.results.run import Run
from jobsim.results.window import FoundWarmup
from jobsim.scenario.asked.warmup import AUTO
from jobsim.scenario.schema import EngineName, Scenario

TASK_SECONDS = 0.2
"""About so long a task is to take at least: what sending it costs is then next to nothing."""
TIMES_AS_FAST = 15
"""How much less a job takes `compiled` than SimPy."""
_LEAST_SECONDS = 0.001
"""What the shortest replication takes."""


@dataclass
class Point:
    """A point with its scenario; its tasks come in batches, and end in any order."""

    number: int
    scenario: Scenario
    tables: bool = False
    """Whether its replications themselves are kept, beside their metrics."""
    wanted: Callable[[Scenario, Found], int] = wanted
    """How many more replications are wanted, given what was found in those there are."""
    found: Found = field(default_factory=Found)
    """In its replications, in their order, of the batches that have ended."""
    runs: list[Run | FoldedRun] = field(default_factory=list)
    failure: Failure | None = None
    warmup: FoundWarmup | None = None
    """Where it was to be found."""
    _estimates: list[Estimate] = field(default_factory=list)
    """Made by the one task that was the whole of it."""
    _open: int = 0
    _answers: dict[int, Answer] = field(default_factory=dict)
    """Of the batch under way, by their first replication."""

    def tasks(self) -> list[Task]:
        """The next batch; none once the point has ended."""
        count = 0 if self.failure is not None else self.wanted(self.scenario, self.found)
        # All of one that looks at them together are one task.
        at_a_time = max(count, 1) if self.scenario.warmup == AUTO else _at_a_time(self.scenario)
        first = len(self.found) + 1
        end = first + count
        batch = [
            Task(self.number, self.scenario, begun, min(at_a_time, end - begun), self.tables)
            for begun in range(first, end, at_a_time)
        ]
        self._open = len(batch)
        return batch

    def take(self, task: Task, answer: Answer) -> bool:
        """Take the answer to one of its tasks; says whether the batch is through."""
        self._answers[task.first] = answer
        self._open -= 1
        if self._open:
            return False
        for _, each in sorted(self._answers.items()):
            self.found.extend(each.found)
            self.runs.extend(each.runs)
            self._estimates, self.warmup = each.estimates, each.warmup
            if each.failure is not None:  # the first of them, whichever came first
                self.failure = each.failure
                break
        self._answers.clear()
        return True

    def metrics(self) -> list[Estimate]:
        """Every metric over its replications, with its interval."""
        return self._estimates or self.found.estimates(self.scenario.confidence)

    def whole(self) -> list[Run | FoldedRun]:
        """Its replications so far, up to the first that is missing, where the batch under way is not through."""
        runs = list(self.runs)
        for first, answer in sorted(self._answers.items()):
            if first != len(runs) + 1:
                break
            runs.extend(answer.runs)
        return runs

    def result(self) -> Result:
        """The same with its tables, where they were kept."""
        return Result.of(self.runs, self.runs[-1].ending, self.warmup)


def _at_a_time(scenario: Scenario) -> int:
    """How many of its replications make a task. What comes of them does not depend on it."""
    seconds = expected_work(scenario).seconds / scenario.fewest_replications
    if scenario.engine is EngineName.COMPILED:
        seconds /= TIMES_AS_FAST
    return 1 if math.isinf(seconds) else max(int(TASK_SECONDS / max(seconds, _LEAST_SECONDS)), 1)
