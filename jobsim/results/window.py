"""The part of a run that is measured: jobs due in it, and the time in it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jobsim.results.jobtable import Column, JobTable
from jobsim.results.outcomes import COMPLETED
from jobsim.results.stays import Stays
from jobsim.scenario.schema import Scenario
from jobsim.units import Nanoseconds


@dataclass(frozen=True)
class Window:
    """From `start` up to `end`, which is excluded; None: up to the end of the run, which is not."""

    start: Nanoseconds = 0
    end: Nanoseconds | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.start == 0 and self.end is None

    def until(self, ended_at: Nanoseconds) -> Nanoseconds:
        """When it ends, in a run that ended then."""
        return ended_at if self.end is None else min(self.end, ended_at)

    def length(self, ended_at: Nanoseconds) -> Nanoseconds:
        """How long it is, in a run that ended then; 0 where that was before it began."""
        return max(self.until(ended_at) - self.start, 0)

    def due(self, jobs: JobTable) -> JobTable:
        """The jobs that are due in it."""
        return jobs if self.is_whole else jobs.where(self._holds(jobs.due_at))

    def done(self, jobs: JobTable) -> NDArray[np.bool_]:
        """Which jobs were completed in it, whenever they were due."""
        done: NDArray[np.bool_] = (jobs.outcome == COMPLETED) & self._holds(jobs.ended_at)
        return done

    def cut(self, stays: Stays, ended_at: Nanoseconds) -> Stays:
        """What of each stay lies in it; of one that lies outside, a stay of no time."""
        if self.is_whole:
            return stays
        until = max(self.until(ended_at), self.start)
        return Stays(*(np.clip(column, self.start, until) for column in stays))

    def _holds(self, instants: Column) -> NDArray[np.bool_]:
        later: NDArray[np.bool_] = instants >= self.start
        return later if self.end is None else later & (instants < self.end)


WHOLE = Window()


class FoundWarmup(NamedTuple):
    """When runs had forgotten their start, as far as that could be found."""

    at: Nanoseconds
    settled: bool
    """Whether it could: before half of the shortest run was over."""


def window(scenario: Scenario, found: FoundWarmup | None = None) -> Window:
    """What is measured of each run of a scenario, given the warm-up where that was to be found."""
    return Window(scenario.measured_from if found is None else found.at)
