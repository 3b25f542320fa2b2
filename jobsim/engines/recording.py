"""What becomes of the rows of a system while it runs: they stay, for tables, or are summed and forgotten."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from jobsim.engines.drawn import deadlines_of
from jobsim.engines.engine import disassemble
from jobsim.model.attempts import PUT_COLUMNS, STAY_COLUMNS, SystemWithAttempts
from jobsim.model.outages import CHANGE_COLUMNS, SystemWithOutages
from jobsim.model.peaks import Watched
from jobsim.model.system import COLUMNS, System
from jobsim.results.folding.fold import Ended, Fold
from jobsim.results.folding.folded import FoldedRun, summary_of
from jobsim.results.jobtable import Column
from jobsim.results.run import Ending, Run, Totals
from jobsim.scenario.schema import Record, Scenario
from jobsim.units import Nanoseconds
from jobsim.workload.plan import Plan

MANY_BYTES = 65_536 * len(COLUMNS) * 8


class Recording(Protocol):
    """Looks at a system now and then, and says in the end what happened."""

    def look(self) -> None: ...
    def run(self, ending: Ending, ended_at: Nanoseconds, engine: str) -> Run | FoldedRun: ...


def recording(scenario: Scenario, plans: Sequence[Plan], system: System, replication: int) -> Recording:
    """The recording that the scenario asks for, of a system in which nothing has happened yet."""
    if scenario.record is Record.SUMMARY:
        return InSummary(scenario, plans, system, replication)
    return InTables(scenario, plans, system)


class InTables:
    """Keeps every row."""

    def __init__(self, scenario: Scenario, plans: Sequence[Plan], system: System) -> None:
        self._parts = scenario, plans, system

    def look(self) -> None:
        pass

    def run(self, ending: Ending, ended_at: Nanoseconds, engine: str) -> Run:
        return disassemble(*self._parts, ending, ended_at, engine)


class InSummary:
    """Hands rows over to a fold."""

    def __init__(self, scenario: Scenario, plans: Sequence[Plan], system: System, replication: int) -> None:
        self._scenario, self._system = scenario, system
        self._deadlines = [planned.deadline for planned in plans]
        names = {name: group for group, name in enumerate(sorted(scenario.submitters))}
        groups = [names[planned.name] for planned in plans]
        self._line = Watched(system.queue.waiting, system, groups, scenario.measured_from)
        system.queue.waiting = self._line
        if isinstance(system, SystemWithAttempts):
            system.puts = bytearray()
        self._fold = Fold(scenario, replication=replication)

    def look(self) -> None:
        """Hand over what there is, if it is worth it."""
        system = self._system
        rows = len(system.rows)
        if isinstance(system, SystemWithOutages):
            rows = max(rows, len(system.stays), len(system.changes))
        if rows >= MANY_BYTES:
            self._hand_over()

    def run(self, ending: Ending, ended_at: Nanoseconds, engine: str) -> FoldedRun:
        system = self._system
        interrupted = system.interrupted() if isinstance(system, SystemWithOutages) else ()
        system.close(ended_at)
        self._hand_over()
        totals = Totals(system.queued_time, system.blocked_time, system.idle_time)
        ended = Ended(ended_at, totals, *self._line.most(ended_at), interrupted)
        return FoldedRun(
            scenario=self._scenario,
            totals=totals,
            ending=ending,
            ended_at=ended_at,
            engine=engine,
            summary=summary_of(self._fold, ended),
        )

    def _hand_over(self) -> None:
        system, fold = self._system, self._fold
        jobs = _table(system.take_rows(), COLUMNS)
        fold.jobs(jobs, deadlines_of(jobs, self._deadlines))
        if isinstance(system, SystemWithOutages):
            stays, puts, changes = system.take_stays(), system.take_puts(), system.take_changes()
            if self._scenario.keeps_attempts:
                fold.stays(_table(stays, STAY_COLUMNS))
                fold.puts(_table(puts, PUT_COLUMNS))
            if self._scenario.changes_presence:
                fold.changes(_table(changes, CHANGE_COLUMNS))


def _table(rows: bytearray, columns: Sequence[str]) -> Column:
    return np.frombuffer(rows, dtype=np.int64).reshape(-1, len(columns))
