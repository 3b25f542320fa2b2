"""What the processors of a scenario can do, over time, against the load it offers, before anything runs."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from jobsim.analysis.load import Phase, phases
from jobsim.analysis.services import closed_rate_of, mean_size, until_it_fails
from jobsim.analysis.sharing import Able, rate_of_all
from jobsim.analysis.shifts import most_changes, processors_up, shift_changes
from jobsim.scenario.distributions import Constant
from jobsim.scenario.facts.expected import is_open, spans_of_one
from jobsim.scenario.parts.limits import Shared
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario
from jobsim.scenario.values.delay import is_zero
from jobsim.units import SECOND


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
    usual, edges = _means(scenario), shift_changes(scenario)
    always = None if usual is None or edges else _able(usual, None)
    told_until = edges[-1] if len(edges) == most_changes(scenario) else math.inf
    for phase in phases(scenario, wanted):
        means = _means(scenario, phase.offered) if phase.offered else usual
        if means is None:
            return
        known = always if means is usual else None if edges else _able(means, None)
        end = math.inf if phase.end is None else phase.end
        within = edges[bisect_right(edges, phase.start) : bisect_left(edges, end)]
        cuts = [(start, _able(means, start) if known is None else known) for start in [phase.start, *within]]
        # A shift that changes nothing, since a limit or slots hold everybody back, is no cut.
        stretches = [next(group) for _, group in groupby(cuts, key=itemgetter(1))]
        for (start, able), (until, _) in pairwise([*stretches, (end, 0.0)]):
            if start >= told_until:
                return
            yield Load(Phase(start, None if until == math.inf else until, phase.rate), able)


class AtOnce(NamedTuple):
    """Jobs that a submitter puts at one instant, which are no load over time."""

    name: str
    start: float
    """Seconds."""
    jobs: int
    seconds: float | None
    """So long they keep all processors that are there then busy; None where nobody can say."""


def at_once(scenario: Scenario) -> Iterator[AtOnce]:
    """Of each open submitter without any time between its jobs, all of them."""
    ends = math.inf if scenario.until is None else scenario.until / SECOND
    for name, part in sorted(scenario.submitters.items()):
        start = part.start.value / SECOND if isinstance(part.start, Constant) and not part.stagger else math.inf
        if part.cadence is not None and is_zero(part.cadence) and is_open(part) and part.puts and start < ends:
            means, jobs = _means(scenario, {name: 1.0}), part.count * part.puts
            able = 0.0 if means is None else _able(means, start)
            yield AtOnce(name, start, jobs, jobs / able if able else None)


def capacity(scenario: Scenario) -> float | None:
    """Jobs per second that all processors together can do, when all are on shift, within their limits and slots.

    inf without service time, None without a mean.
    """
    means = _means(scenario)
    return None if means is None else _able(means, None)


def _able(means: list[tuple[float, Pool]], at: float | None) -> float:
    """The same at a time, in seconds, with those on shift then; None: with all."""
    sharing: dict[object, list[Able]] = {}
    for number, (mean, pool) in enumerate(means):
        limit = math.inf if pool.limit is None else float(pool.limit)
        together = pool.slots.shared if isinstance(pool.slots, Shared) else number
        sharing.setdefault(together, []).append(Able(processors_up(pool, at), mean, limit, _slots(pool)))
    return math.fsum(map(rate_of_all, sharing.values()))


def _slots(pool: Pool) -> float:
    if pool.slots is None:
        return math.inf
    return float(pool.slots.slots if isinstance(pool.slots, Shared) else pool.slots)


def _means(scenario: Scenario, offered: Mapping[str, float] | None = None) -> list[tuple[float, Pool]] | None:
    """How long a job takes in each pool, in seconds; None where one of them has no mean.

    A mean over the submitters, by how many jobs they offer: in the long run, or as is given.
    """
    seconds = _seconds(scenario)
    by = offered or {name: _offered(part, scenario, seconds) for name, part in scenario.submitters.items()}
    means = [(_mean_service(scenario, pool, by), pool) for pool in scenario.processors.values()]
    known = [(mean, pool) for mean, pool in means if mean is not None]
    return known if len(known) == len(means) else None


def _mean_service(scenario: Scenario, pool: Pool, offered: Mapping[str, float]) -> float | None:
    work = 0.0
    for name, rate in offered.items():
        mean = mean_size(scenario.submitters[name], pool)
        if mean is None:
            return None
        work += rate * mean
    return until_it_fails(pool, work / math.fsum(offered.values()) / pool.speed)


def _offered(submitter: Submitter, scenario: Scenario, seconds: float) -> float:
    """How many jobs a submitter offers each second of so many; 1 where its means do not tell."""
    if is_open(submitter):
        spans = list(spans_of_one(submitter, scenario))
        endless = [rate for _, end, rate in spans if math.isinf(end)]
        jobs = math.fsum(endless or [(end - start) * rate for start, end, rate in spans])
        return submitter.count * jobs / (1.0 if endless else seconds or 1.0) or 1.0
    rate = closed_rate_of(submitter, scenario)
    return rate if rate and math.isfinite(rate) else 1.0


def _seconds(scenario: Scenario) -> float:
    """How long anything is offered, as far as that has an end."""
    ends = [
        end
        for part in scenario.submitters.values()
        if is_open(part)
        for _, end, _ in spans_of_one(part, scenario)
        if math.isfinite(end)
    ]
    return max(ends, default=0.0) if scenario.until is None else scenario.until / SECOND
