"""What of a scenario's load is more than its processors can do, and what becomes of it, before anything runs."""

from collections.abc import Callable, Iterator
from itertools import islice

from jobsim.analysis.capacity import Load, loads
from jobsim.analysis.load import overlap, phases, span
from jobsim.scenario.distributions import Constant, Exponential
from jobsim.scenario.facts.expected import is_open
from jobsim.scenario.parts.arrivals import Spacing
from jobsim.scenario.parts.queue import Overflow
from jobsim.scenario.parts.submitter import Pacing, Submitter
from jobsim.scenario.schema import Scenario

_A_BIT_LESS, _A_BIT_MORE = 1 - 1e-9, 1 + 1e-9
_MOST_ALIKE = 6


def overloads(scenario: Scenario) -> Iterator[str]:
    """Each stretch of time in which too many jobs come: whether a line grows, or how much is lost."""
    queue = scenario.queue
    if not _is_known(scenario):
        return
    if queue.expire is not None or queue.overflow is not Overflow.BLOCK:
        yield from _losing(scenario, is_open, is_open)
    elif queue.capacity is None:
        yield from _growing(scenario, is_open, "the queue")
    else:
        some = " of puts that wait for ever" * any(map(_gives_up, scenario.submitters.values()))
        yield from _growing(scenario, _waits_for_ever, "the line of waiting puts", some)
        yield from _losing(scenario, _on_schedule, _gives_up)


def _is_known(scenario: Scenario) -> bool:
    """Whether it is known how long a job takes where it is cut off."""
    sized = any(part.is_sized for part in scenario.submitters.values())
    cut_off = [pool for pool in scenario.processors.values() if pool.time_limit is not None]
    return not cut_off or not (sized or any(not isinstance(pool.service, (Constant, Exponential)) for pool in cut_off))


def _growing(scenario: Scenario, wanted: Callable[[Submitter], bool], what: str, whose: str = "") -> Iterator[str]:
    for load in _crowded(scenario, wanted):
        if not load.able:
            yield f"nobody is there {span(load.phase)}: {what} can only grow"
        elif load.share > _A_BIT_MORE:
            yield f"load {load.share:.3g}{whose} {span(load.phase)}: {what} can only grow"
        elif load.share > _A_BIT_LESS and _varies(scenario):
            yield f"load 1{whose} {span(load.phase)}: {what} never settles"


def _losing(
    scenario: Scenario, wanted: Callable[[Submitter], bool], lose: Callable[[Submitter], bool]
) -> Iterator[str]:
    """Of all that the wanted ones offer, while any of those are at work that lose what is too much."""
    at_work = phases(scenario, lose)
    for load in _crowded(scenario, wanted):
        if load.able and load.share > _A_BIT_MORE and any(overlap(load.phase, phase) for phase in at_work):
            lost = 1 - 1 / load.share
            yield f"load {load.share:.3g} on schedule {span(load.phase)}: about {lost:.0%} of it is too much"


def _crowded(scenario: Scenario, wanted: Callable[[Submitter], bool]) -> Iterator[Load]:
    """The first of those stretches in which not everybody can have a processor at once, and too many come."""
    processors = sum(pool.most for pool in scenario.processors.values())
    too_much = (
        load
        for load in loads(scenario, wanted)
        if load.share > _A_BIT_LESS
        and (load.phase.end is None or (load.phase.end - load.phase.start) * load.phase.rate > processors * _A_BIT_MORE)
    )
    yield from islice(too_much, _MOST_ALIKE)


def _varies(scenario: Scenario) -> bool:
    """Whether anything of what comes, or of how long it takes, is drawn."""
    laws = [pool.service for pool in scenario.processors.values()]
    for part in scenario.submitters.values():
        laws += [law for law in (part.cadence, part.size) if law is not None]
        if part.spacing is Spacing.POISSON or part.trace is not None:
            return True
    return any(law.moments.variance != 0 for law in laws)


def _on_schedule(submitter: Submitter) -> bool:
    return submitter.pacing is Pacing.FIXED


def _gives_up(submitter: Submitter) -> bool:
    return _on_schedule(submitter) and not (submitter.timeout is None and submitter.give_up is None)


def _waits_for_ever(submitter: Submitter) -> bool:
    return _on_schedule(submitter) and not _gives_up(submitter)
