"""What the processors of a scenario can do, over time, against the load it offers, before anything runs."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from heapq import merge
from itertools import groupby, islice, pairwise
from operator import itemgetter
from typing import NamedTuple

from jobsim.analysis.load import Phase, phases
from jobsim.scenario.facts.expected import cadence_rate, is_open, spans_of_one
from jobsim.scenario.parts.limits import Shared
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND, Nanoseconds


class Load(NamedTuple):
    """A stretch of time in which neither what is offered nor who is on shift changes."""

    phase: Phase
    able: float
    """Jobs per second that can be done in it."""

    @property
    def share(self) -> float:
        """Offered against possible; inf where nobody is there."""
        return self.phase.rate / self.able if self.able else math.inf


def loads(scenario: Scenario, wanted: Callable[[Submitter], bool] = is_open) -> Iterator[Load]:
    """The load of the wanted submitters (by default, the open ones), cut where shifts change.

    None at all where a service time has no mean, and of shifts not more than the first thousand changes or so.
    """
    means, edges = _means(scenario), _edges(scenario)
    if means is None:
        return
    always = None if edges else _able(means, None)
    told_until = edges[-1] if len(edges) == _most_edges(scenario) else math.inf
    for phase in phases(scenario, wanted):
        end = math.inf if phase.end is None else phase.end
        within = edges[bisect_right(edges, phase.start) : bisect_left(edges, end)]
        cuts = [(start, _able(means, start) if always is None else always) for start in [phase.start, *within]]
        # A shift that changes nothing, since a limit or slots hold everybody back, is no cut.
        stretches = [next(group) for _, group in groupby(cuts, key=itemgetter(1))]
        for (start, able), (until, _) in pairwise([*stretches, (end, 0.0)]):
            if start >= told_until:
                return
            yield Load(Phase(start, None if until == math.inf else until, phase.rate), able)


def _edges(scenario: Scenario) -> list[float]:
    """When shifts change, in seconds; a schedule that is repeated without an end, for two turns."""
    changes = merge(*(_changes(pool, scenario.until) for pool in scenario.processors.values() if pool.schedule))
    return [at / SECOND for at, _ in islice(groupby(changes), _most_edges(scenario))]


def _most_edges(scenario: Scenario) -> int:
    return max(1, min(1_000, 100_000 // len(scenario.processors)))  # each is looked at for each pool


def _changes(pool: Pool, until: Nanoseconds | None) -> Iterator[Nanoseconds]:
    turns = 1
    if pool.repeat is not None:
        turns = 2 if until is None else until // pool.repeat + 1
    for turn in range(turns):
        yield from (shift.at + turn * (pool.repeat or 0) for shift in pool.schedule or ())


def capacity(scenario: Scenario) -> float | None:
    """Jobs per second that all processors together can do, when all are on shift, within their limits and slots.

    inf without service time, None without a mean.
    """
    means = _means(scenario)
    return None if means is None else _able(means, None)


def _able(means: list[tuple[float, Pool]], at: float | None) -> float:
    """The same at a time, in seconds, with those on shift then; None: with all."""
    rates: list[float] = []
    left: dict[str, float] = {}
    # Who is fastest gets most out of a slot.
    for mean, pool in sorted(means, key=lambda pair: pair[0]):
        shared = pool.slots.shared if isinstance(pool.slots, Shared) else None
        if isinstance(pool.slots, Shared):
            slots = left.setdefault(pool.slots.shared, float(pool.slots.slots))
        else:
            slots = math.inf if pool.slots is None else float(pool.slots)
        at_once = min(_there(pool, at), slots)
        rate = 0.0 if not at_once else at_once / mean if mean else math.inf
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


def _there(pool: Pool, at: float | None = None) -> float:
    """How many processors are up at that time: of those on shift, as many as are in the long run."""
    on_shift = pool.most if at is None else _on_shift(pool, round(at * SECOND))
    if pool.breakdowns is None:
        return on_shift
    up, down = pool.breakdowns.every.moments.mean, pool.breakdowns.repair.moments.mean
    return on_shift if up is None or down is None else on_shift * up / (up + down)


def _on_shift(pool: Pool, at: Nanoseconds) -> int:
    shifts = pool.schedule or []
    turn, within = divmod(at, pool.repeat) if pool.repeat is not None else (0, at)
    before = shifts[-1].count if turn else pool.count
    place = bisect_right(shifts, within, key=lambda shift: shift.at)
    return shifts[place - 1].count if place else before


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
