"""When each job of a submitter is due: by a cadence, by phases, by a recording.

An arrival may be a batch of jobs; arrivals count from 0. Each kind tells the instant of the n-th arrival, given the
instant that the pacing counts it from (at first, the start). `__call__` is written out here, since a call of a method
costs half as much as one of its object.
"""

from dataclasses import dataclass
from typing import TypeAlias

from jobsim.scenario.distributions import Constant
from jobsim.scenario.parts.submitter import Submitter
from jobsim.units import NEVER, SECOND, Nanoseconds
from jobsim.workload.bursts import MOST_BURSTS, Windows
from jobsim.workload.draws import Draws, Recorded, SameAfterFirst, Since
from jobsim.workload.phases import phased
from jobsim.workload.streams import Streams


@dataclass(frozen=True, slots=True)
class Scheduled:
    """By phases or a recording, whatever the pacing."""

    draws: Draws
    """Instants, NEVER where there are no more."""

    def __call__(self, number: int, counted_from: Nanoseconds) -> Nanoseconds:
        return self.draws.__call__(number)


@dataclass(frozen=True, slots=True)
class Gaps:
    """By a cadence."""

    draws: Draws
    """Gaps."""

    def __call__(self, number: int, counted_from: Nanoseconds) -> Nanoseconds:
        return counted_from + self.draws.__call__(number)


class InBursts:
    """By a cadence whose clock runs only in bursts: `on` and `off` in turn, from the start. Asked for in order."""

    __slots__ = ("_windows", "draws", "longest", "off", "on", "start")

    def __init__(
        self, gaps: Draws, start: Nanoseconds, on: Draws, off: Draws, limit: Nanoseconds, longest: Nanoseconds
    ) -> None:
        self.draws, self.start, self.on, self.off, self.longest = gaps, start, on, off, longest
        self._windows = Windows(start, on, off, limit, longest)

    def __call__(self, number: int, counted_from: Nanoseconds) -> Nanoseconds:
        return self._windows.later(counted_from, self.draws.__call__(number))


Arrivals: TypeAlias = Scheduled | Gaps | InBursts


def arrivals(submitter: Submitter, start: Nanoseconds, streams: Streams, limit: Nanoseconds = NEVER) -> Arrivals:
    """When a submitter that begins at `start` puts its jobs, in a run that ends at `limit`."""
    if submitter.trace is not None:
        return Scheduled(Since(start, Recorded(submitter.trace.at)))
    if submitter.phases is not None:
        return Scheduled(Since(start, phased(submitter, streams)))
    gaps = _gaps(submitter, streams)
    if submitter.bursts is None:
        return Gaps(gaps)
    on, off = streams.draws(submitter.bursts.on, "on"), streams.draws(submitter.bursts.off, "off")
    mean = submitter.bursts.on.moments.mean
    longest = NEVER if mean is None else min(round(mean * SECOND * MOST_BURSTS), NEVER)
    return InBursts(gaps, start, on, off, limit, longest)


def _gaps(submitter: Submitter, streams: Streams) -> Draws:
    """A constant cadence puts its first job at the start; every other draws the first gap too."""
    cadence = submitter.cadence
    assert cadence is not None
    return SameAfterFirst(cadence.value) if isinstance(cadence, Constant) else streams.draws(cadence, "cadence")
