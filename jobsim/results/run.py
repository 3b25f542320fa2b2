"""One run: the scenario that was asked, and what happened."""

from dataclasses import dataclass
from enum import StrEnum

from jobsim.results.jobtable import Instants, JobTable
from jobsim.results.presence import Presence
from jobsim.results.staytable import StayTable
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

    @property
    def is_own(self) -> bool:
        """Whether it is the run's own end, rather than its being stopped."""
        return self in (Ending.FINISHED, Ending.UNTIL)


@dataclass(frozen=True)
class Totals:
    """The model's own sums, kept while it ran: integrals over time, in nanoseconds."""

    queued: int
    blocked: int
    idle: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Ran:
    """One replication of a scenario: how it went, whatever was recorded of it."""

    scenario: Scenario
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
        return labels({name: pool.most for name, pool in self.scenario.processors.items()})


@dataclass(frozen=True, eq=False, kw_only=True)
class Run(Ran):
    """What happened, as tables."""

    jobs: JobTable
    stays: StayTable | None = None
    """Where jobs can have several; else the jobs tell it all."""
    presence: Presence | None = None
    """Where processors come and go."""

    @property
    def every_stay(self) -> Instants:
        """What was blocked, waited, and was served."""
        return self.jobs if self.stays is None else self.stays

    def time_present(self, pool: str, until: Nanoseconds) -> int:
        """The time, up to then, that all processors of a pool together were there, in nanoseconds."""
        if self.presence is None:
            return self.scenario.processors[pool].count * until
        return self.presence.time_present(sorted(self.scenario.processors).index(pool), until)


def labels(counts: dict[str, int]) -> list[str]:
    """`steady-1`, `steady-2`, ...: by name (code points), then number."""
    return [f"{name}-{number}" for name in sorted(counts) for number in range(1, counts[name] + 1)]
