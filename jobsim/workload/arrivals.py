"""When each job of a submitter is due: by a cadence, by phases, by a recording.

An arrival may be a batch of jobs; arrivals count from 0.
"""

from collections.abc import Callable
from typing import TypeAlias

from jobsim.scenario.distributions import Constant
from jobsim.scenario.submitter import Submitter
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.bursts import Windows
from jobsim.workload.phases import Integral, even, poisson
from jobsim.workload.streams import Draws, StreamOf

Arrivals: TypeAlias = Callable[[int, Nanoseconds], Nanoseconds]
"""The instant of the n-th arrival, given the instant that the pacing counts it from (at first, the start)."""


def arrivals(submitter: Submitter, start: Nanoseconds, stream: StreamOf) -> Arrivals:
    """When a submitter that begins at `start` puts its jobs."""
    if submitter.trace is not None:
        at = submitter.trace.at
        return lambda number, _: start + at[number] if number < len(at) else NEVER
    if submitter.phases is not None:
        integral = Integral(submitter.phases, submitter.repeat)
        level = even() if submitter.spacing == "even" else poisson(stream, "phases")
        return lambda number, _: start + integral.reaches(level(number))
    assert submitter.cadence is not None
    gaps = _from_start(submitter.cadence) or stream(submitter.cadence, "cadence")
    if submitter.bursts is None:
        return lambda number, counted_from: counted_from + gaps(number)
    windows = Windows(start, stream(submitter.bursts.on, "on"), stream(submitter.bursts.off, "off"))
    return lambda number, counted_from: windows.later(counted_from, gaps(number))


def _from_start(cadence: object) -> Draws | None:
    """A constant cadence puts its first job at the start; every other draws the first gap too."""
    if not isinstance(cadence, Constant):
        return None
    value = cadence.value
    return lambda position: value if position else 0
