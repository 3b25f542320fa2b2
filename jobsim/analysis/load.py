"""The load a scenario offers over time, before anything runs."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from jobsim.scenario.schema import Scenario
from jobsim.scenario.submitter import Pacing, Submitter
from jobsim.units import SECOND, format_duration


@dataclass(frozen=True)
class Phase:
    """A stretch of time in which the same open submitters are at work. Seconds and jobs per second.

    `end` is None where nothing ends it but the run. `rate` is the mean number of jobs offered each second.
    """

    start: float
    end: float | None
    rate: float


def is_open(submitter: Submitter) -> bool:
    """Whether it goes on submitting while its jobs are served; `after_response` waits for them."""
    return submitter.pacing is not Pacing.AFTER_RESPONSE


def phases(scenario: Scenario, wanted: Callable[[Submitter], bool] = is_open) -> list[Phase]:
    """The load of the wanted submitters (by default, the open ones) over time, by the means of their cadences.

    Submitters of cadence 0 put their jobs at one instant and are left out, as are those whose cadence has no mean.
    """
    submitters = [submitter for submitter in scenario.submitters.values() if wanted(submitter)]
    spans = [
        (start, end, submitter.count * rate)
        for submitter in submitters
        for start, end, rate in spans_of_one(submitter, scenario)
    ]
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    found: list[Phase] = []
    for start, end in pairwise(edges):
        rate = math.fsum(rate for begun, ended, rate in spans if begun <= start and end <= ended)
        begun = found.pop().start if found and found[-1].rate == rate else start
        found.append(Phase(begun, None if end == math.inf else end, rate))
    return [phase for phase in found if phase.rate]


def cadence_rate(submitter: Submitter, extra: float = 0.0) -> float | None:
    """Jobs per second of one submitter by its mean cadence, `extra` seconds added to each gap; None without a mean.

    In the long run: batches at their mean size, bursts at the share of the time that they are on.
    """
    assert submitter.cadence is not None
    gap = submitter.cadence.moments.mean
    if gap is None:
        return None
    jobs = 1.0 if submitter.batch is None else submitter.batch.moments.mean or 0.0
    if submitter.bursts is not None:
        on, off = submitter.bursts.on.moments.mean, submitter.bursts.off.moments.mean
        if on is None or off is None:
            return None
        jobs *= on / (on + off)
    return jobs / (gap + extra) if gap + extra else math.inf


def spans_of_one(submitter: Submitter, scenario: Scenario) -> Iterator[tuple[float, float, float]]:
    """(start, end, jobs per second) of each stretch of one submitter's schedule, in seconds, by the means.

    None of a cadence of 0 or without a mean. Ramps count with their middle, repeated phases and traces with their
    average.
    """
    start = submitter.start.moments.mean
    if start is None:
        return
    start += submitter.stagger / SECOND * (submitter.count - 1) / 2
    ends = [math.inf, *(time / SECOND for time in (submitter.stop, scenario.until) if time is not None)]
    left = math.inf if submitter.jobs is None else float(submitter.jobs)
    for begun, length, rate in _stretches(submitter):
        if rate and math.isfinite(rate):
            end = min(*ends, start + begun + length, start + begun + left / rate)
            if start + begun < end:
                yield start + begun, end, rate
                left -= (end - start - begun) * rate


def _stretches(submitter: Submitter) -> Iterator[tuple[float, float, float]]:
    """(from the start, length, rate), whatever ends the submitter."""
    batch = 1.0 if submitter.batch is None else submitter.batch.moments.mean or 0.0
    if submitter.cadence is not None:
        yield 0.0, math.inf, cadence_rate(submitter) or 0.0
    elif submitter.trace is not None:
        length = submitter.trace.at[-1] / SECOND
        yield 0.0, length, batch * len(submitter.trace.at) / length if length else 0.0
    else:
        assert submitter.phases is not None
        lengths = [phase.for_ / SECOND for phase in submitter.phases]
        rates = [batch * float(sum(phase.rates) / 2) for phase in submitter.phases]
        if submitter.repeat:
            area = math.fsum(length * rate for length, rate in zip(lengths, rates, strict=True))
            yield 0.0, math.inf, area / math.fsum(lengths)
        else:
            yield from zip(accumulate([0.0, *lengths[:-1]]), lengths, rates, strict=True)


def span(phase: Phase) -> str:
    """`from 30s to 40s`."""
    return f"from {instant(phase.start)} to {'the end' if phase.end is None else instant(phase.end)}"


def instant(at: float) -> str:
    """Seconds as a duration."""
    return format_duration(round(at * SECOND))
