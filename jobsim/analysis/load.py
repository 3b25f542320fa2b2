"""The load a scenario offers against what its processors can do, before anything runs."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from jobsim.scenario.schema import Pacing, Scenario, Submitter
from jobsim.units import SECOND


@dataclass(frozen=True)
class Phase:
    """A stretch of time in which the same open submitters are at work. Seconds and jobs per second.

    `end` is None where nothing ends it but the run. `rate` is the mean number of jobs offered each second.
    """

    start: float
    end: float | None
    rate: float


def capacity(scenario: Scenario) -> float | None:
    """Jobs per second that all processors together can do; inf without service time, None without a mean."""
    means = [(pool.count, pool.service.moments.mean) for pool in scenario.processors.values()]
    if any(mean is None for _, mean in means):
        return None
    return math.fsum(count / mean if mean else math.inf for count, mean in means)


def is_open(submitter: Submitter) -> bool:
    """Whether it goes on submitting while its jobs are served; `after_response` waits for them."""
    return submitter.pacing is not Pacing.AFTER_RESPONSE


def phases(scenario: Scenario, wanted: Callable[[Submitter], bool] = is_open) -> list[Phase]:
    """The load of the wanted submitters (by default, the open ones) over time, by the means of their cadences.

    Submitters of cadence 0 put their jobs at one instant and are left out, as are those whose cadence has no mean.
    """
    submitters = [submitter for submitter in scenario.submitters.values() if wanted(submitter)]
    spans = [span for submitter in submitters for span in _span(submitter, scenario)]
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    found: list[Phase] = []
    for start, end in pairwise(edges):
        rate = math.fsum(rate for begun, ended, rate in spans if begun <= start and end <= ended)
        begun = found.pop().start if found and found[-1].rate == rate else start
        found.append(Phase(begun, None if end == math.inf else end, rate))
    return [phase for phase in found if phase.rate]


def closed_rate(scenario: Scenario) -> float | None:
    """Jobs per second at most from those who wait for the end of their last job: N / (gap + service).

    Without waiting in the queue; None where a mean is missing.
    """
    able = capacity(scenario)
    if able is None:
        return None
    service = sum(pool.count for pool in scenario.processors.values()) / able
    rates = []
    for submitter in scenario.submitters.values():
        gap = submitter.cadence.moments.mean
        if not is_open(submitter):
            if gap is None:
                return None
            rates.append(submitter.count / (gap + service) if gap + service else math.inf)
    return math.fsum(rates)


def _span(submitter: Submitter, scenario: Scenario) -> Iterator[tuple[float, float, float]]:
    gap, start = submitter.cadence.moments.mean, submitter.start.moments.mean
    if not gap or start is None or submitter.jobs == 0:
        return
    ends = [math.inf]
    ends += [time / SECOND for time in (submitter.stop, scenario.until) if time is not None]
    if submitter.jobs is not None:
        ends.append(start + submitter.jobs * gap)
    if start < min(ends):
        yield start, min(ends), submitter.count / gap
