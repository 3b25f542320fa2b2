"""One run: the scenario that was asked, and what happened."""

from dataclasses import dataclass
from enum import StrEnum

from jobsim.results.jobtable import JobTable
from jobsim.scenario.schema import Scenario
from jobsim.units import Nanoseconds


class Ending(StrEnum):
    """Why a run ended."""

    FINISHED = "finished"
    """No job was open and none could come."""
    UNTIL = "until"
    """The scenario's `until` was reached."""
    INTERRUPTED = "interrupted"
    """Ctrl-C."""
    TERMINATED = "terminated"
    """SIGTERM."""
    LATE = "late"
    """An event of real time came later than was allowed."""


@dataclass(frozen=True)
class Totals:
    """The model's own sums, kept while it ran: integrals over time, in nanoseconds."""

    queued: int
    blocked: int
    idle: int


@dataclass(frozen=True, eq=False)
class Run:
    """What happened in one replication of a scenario."""

    scenario: Scenario
    jobs: JobTable
    totals: Totals
    ending: Ending
    ended_at: Nanoseconds
    engine: str
    speed: float | None = None
    """How much faster than the wall clock time passed; None where it was computed."""
    worst_lag: Nanoseconds | None = None
    """How late, in the scenario's time, an event came at the worst; None where time was computed."""
    wall_seconds: float = 0.0
    replication: int = 1

    @property
    def submitters(self) -> list[str]:
        """Names of the submitters, each with its number, by rank."""
        return labels({name: part.count for name, part in self.scenario.submitters.items()})

    @property
    def processors(self) -> list[str]:
        """Names of the processors, each with its number, by rank."""
        return labels({name: part.count for name, part in self.scenario.processors.items()})


def labels(counts: dict[str, int]) -> list[str]:
    """`steady-1`, `steady-2`, ...: by name (code points), then number."""
    return [f"{name}-{number}" for name in sorted(counts) for number in range(1, counts[name] + 1)]
