"""What is to be expected of a scenario by its means: when its submitters put jobs, how often, and how many."""

import math
from collections.abc import Iterator
from itertools import accumulate

from jobsim.scenario.parts.queue import Overflow
from jobsim.scenario.parts.submitter import Pacing, Submitter
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND


def expected_jobs(scenario: Scenario) -> int:
    """About how many jobs a run will have, by the means; 0 for submitters whose number only the run will show."""
    return round(sum(part.count * _jobs_of_one(part, scenario) for part in scenario.submitters.values()))


def is_open(submitter: Submitter) -> bool:
    """Whether it goes on submitting while its jobs are served; `after_response` waits for them."""
    return submitter.pacing is not Pacing.AFTER_RESPONSE


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


def _jobs_of_one(submitter: Submitter, scenario: Scenario) -> float:
    most = math.inf if submitter.puts is None else float(submitter.puts)
    queue = scenario.queue
    held_up = submitter.pacing is Pacing.AFTER_PUT and queue.capacity is not None and queue.overflow is Overflow.BLOCK
    spans = list(spans_of_one(submitter, scenario))
    if is_open(submitter) and not held_up and spans and math.isfinite(spans[-1][1]):
        most = min(most, math.fsum((end - start) * rate for start, end, rate in spans))
    return 0.0 if math.isinf(most) else most


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
