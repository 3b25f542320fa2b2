"""What becomes of the kernel's rows: tables, or sums. As `jobsim.engines.recording` for the model's."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from jobsim.engines.compiled.closing import interrupted, most_queued, open_jobs, open_stays, totals
from jobsim.engines.compiled.folding import inner
from jobsim.engines.compiled.laying_out import present_at_first
from jobsim.engines.compiled.machine import Kernel
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.rooms import Sink
from jobsim.engines.drawn import deadlines_of
from jobsim.engines.engine import Happened, run_of
from jobsim.results.folding.column_wise import COLUMN_WISE
from jobsim.results.folding.fold import Ended, Fold
from jobsim.results.folding.folded import FoldedRun, summary_of
from jobsim.results.run import Ending, Run
from jobsim.scenario.schema import Record, Scenario
from jobsim.units import Nanoseconds
from jobsim.workload.plan import Plan

Table = NDArray[np.int64]
_NAME = "compiled"


class Recording(Protocol):
    """Takes rows while the kernel runs, and says in the end what happened."""

    sinks: dict[str, Sink]
    """Who takes the rows of each kind."""

    def run(self, memory: Memory, ending: Ending, ended_at: Nanoseconds) -> Run | FoldedRun: ...


def recording(scenario: Scenario, plans: Sequence[Plan], memory: Memory, kernel: Kernel, replication: int) -> Recording:
    """The recording that the scenario asks for."""
    if scenario.record is Record.SUMMARY:
        return InSummary(scenario, plans, memory, kernel, replication)
    return InTables(scenario, plans, memory)


class InTables:
    """Keeps every row."""

    def __init__(self, scenario: Scenario, plans: Sequence[Plan], memory: Memory) -> None:
        self._scenario, self._plans = scenario, plans
        self._happened = happened = Happened()
        happened.changes.extend(present_at_first(memory).tobytes())
        self.sinks: dict[str, Sink] = {"rows": lambda rows: happened.jobs.append(_table(rows))}
        if scenario.keeps_attempts:
            self.sinks["stays"] = lambda rows: happened.stays.append(_table(rows))
        if scenario.changes_presence:
            self.sinks["changes"] = lambda rows: happened.changes.extend(rows.tobytes())

    def run(self, memory: Memory, ending: Ending, ended_at: Nanoseconds) -> Run:
        self._happened.jobs.append(_table(open_jobs(memory)))
        if self._scenario.keeps_attempts:
            self._happened.stays.append(_table(open_stays(memory, ended_at)))
        return run_of(self._scenario, self._plans, self._happened, totals(memory, ended_at), ending, ended_at, _NAME)


class InSummary:
    """Hands rows over to a fold."""

    def __init__(
        self, scenario: Scenario, plans: Sequence[Plan], memory: Memory, kernel: Kernel, replication: int
    ) -> None:
        self._scenario = scenario
        self._deadlines = [planned.deadline for planned in plans]
        self._fold = fold = Fold(scenario, COLUMN_WISE if kernel.fold is None else inner(kernel.fold), replication)
        self.sinks: dict[str, Sink] = {"rows": self._count_jobs}
        if scenario.keeps_attempts:
            self.sinks["stays"] = lambda rows: fold.stays(_table(rows))
            self.sinks["puts"] = lambda rows: fold.puts(_table(rows))
        if scenario.changes_presence:
            fold.changes(_table(present_at_first(memory)))
            self.sinks["changes"] = lambda rows: fold.changes(_table(rows))

    def run(self, memory: Memory, ending: Ending, ended_at: Nanoseconds) -> FoldedRun:
        self._count_jobs(open_jobs(memory))
        if self._scenario.keeps_attempts:
            self._fold.stays(_table(open_stays(memory, ended_at)))
        summed = totals(memory, ended_at)
        ended = Ended(ended_at, summed, *most_queued(memory, ended_at), interrupted(memory))
        return FoldedRun(
            scenario=self._scenario,
            totals=summed,
            ending=ending,
            ended_at=ended_at,
            engine=_NAME,
            summary=summary_of(self._fold, ended),
        )

    def _count_jobs(self, rows: Any) -> None:
        table = _table(rows)
        self._fold.jobs(table, deadlines_of(table, self._deadlines))


def _table(rows: Any) -> Table:
    """Records of whole numbers as a table of them."""
    table: Table = rows.view(np.int64).reshape(len(rows), len(rows.dtype.names))
    return table
