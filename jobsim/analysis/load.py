"""The load a scenario offers against what its processors can do, before anything runs."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from jobsim.scenario.limits import Shared
from jobsim.scenario.pool import Pool
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


def capacity(scenario: Scenario) -> float | None:
    """Jobs per second that all processors together can do, when all are on shift, within their limits and slots.

    inf without service time, None without a mean.
    """
    means = _means(scenario)
    if means is None:
        return None
    rates: list[float] = []
    left: dict[str, float] = {}
    # Who is fastest gets most out of a slot.
    for mean, pool in sorted(means, key=lambda pair: pair[0]):
        shared = pool.slots.shared if isinstance(pool.slots, Shared) else None
        if isinstance(pool.slots, Shared):
            slots = left.setdefault(pool.slots.shared, float(pool.slots.slots))
        else:
            slots = math.inf if pool.slots is None else float(pool.slots)
        at_once = min(_there(pool), slots)
        rate = at_once / mean if mean else math.inf
        rate = rate if pool.limit is None else min(rate, float(pool.limit))
        if shared is not None and mean:
            left[shared] = max(left[shared] - rate * mean, 0.0)
        rates.append(rate)
    return math.fsum(rates)


def _means(scenario: Scenario) -> list[tuple[float, Pool]] | None:
    """How long a job takes in each pool, in seconds; None where one of them has no mean."""
    means = [(mean_service(scenario, pool), pool) for pool in scenario.processors.values()]
    known = [(mean, pool) for mean, pool in means if mean is not None]
    return known if len(known) == len(means) else None


def _there(pool: Pool) -> float:
    """How many processors are up at a time, in the long run."""
    if pool.breakdowns is None:
        return pool.most
    up, down = pool.breakdowns.every.moments.mean, pool.breakdowns.repair.moments.mean
    return pool.most if up is None or down is None else pool.most * up / (up + down)


def mean_service(scenario: Scenario, pool: Pool) -> float | None:
    """Seconds that a job takes in the pool: over the submitters, by how many jobs they offer; None without a mean."""
    jobs, work = 0.0, 0.0
    for submitter in scenario.submitters.values():
        mean = _mean_size(submitter, pool)
        if mean is None:
            return None
        offered = submitter.count * math.fsum(rate for _, _, rate in spans_of_one(submitter, scenario)) or 1.0
        jobs, work = jobs + offered, work + offered * mean
    return _until_it_fails(pool, work / jobs / pool.speed)


def _until_it_fails(pool: Pool, mean: float) -> float:
    if pool.failure is not None:
        mean *= 1 - pool.failure.probability * (1 - pool.failure.after)
    return mean if pool.time_limit is None else min(mean, pool.time_limit / SECOND)


def _mean_size(submitter: Submitter, pool: Pool) -> float | None:
    if submitter.trace is not None and submitter.trace.size is not None:
        return math.fsum(submitter.trace.size) / len(submitter.trace.size) / SECOND
    return (pool.service if submitter.size is None else submitter.size).moments.mean


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


def closed_rate(scenario: Scenario) -> float | None:
    """Jobs per second at most from those who wait for the end of their last job: N / (gap + service).

    Without waiting in the queue; None where a mean is missing.
    """
    means = _means(scenario)
    if means is None:
        return None
    able = math.fsum(_there(pool) / mean if mean else math.inf for mean, pool in means)
    service = sum(_there(pool) for _, pool in means) / able
    rates = []
    for submitter in scenario.submitters.values():
        if not is_open(submitter):
            rate = cadence_rate(submitter, service)
            if rate is None:
                return None
            rates.append(submitter.count * rate)
    return math.fsum(rates)


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
