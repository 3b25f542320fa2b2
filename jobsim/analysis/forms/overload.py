"""How many jobs an overload costs, as if jobs were a fluid: it comes and is served at the mean rates, without chance.

It fills the waiting places, and the line before them as far as a put waits; what comes beyond that is lost (Newell,
Applications of Queueing Theory, 1971). Chance adds to the loss, the more so the nearer the load is to 1.
"""

import math
from collections.abc import Callable, Iterable

from jobsim.analysis.capacity import Load, capacity, loads
from jobsim.analysis.forms.arrivals import comes_on_schedule
from jobsim.analysis.forms.form import Form, Nature, Value
from jobsim.scenario.facts.expected import is_open
from jobsim.scenario.parts.queue import Overflow
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario

_CLEARLY = 1.2
"""The load beyond which chance matters little."""
_MUCH = 0.1


def overload(scenario: Scenario) -> Form | None:
    """About how many jobs are lost while more come than can be served; None where their means do not tell."""

    def on_schedule(submitter: Submitter) -> bool:
        return comes_on_schedule(submitter, scenario.queue)

    room = _room(scenario, on_schedule)
    if room is None or not any(load.share > _CLEARLY for load in loads(scenario, on_schedule)):
        return None
    lost, of_these = (lost_as_fluid(loads(scenario, wanted), room) for wanted in (is_open, on_schedule))
    # Where many are stopped while their puts wait, they offer less than their cadence says.
    if lost is None or of_these is None or lost < 1 or lost - of_these > _MUCH * lost:
        return None
    return Form("overload as a fluid", "", (Value("lost", "all", lost, Nature.ABOUT),))


def _room(scenario: Scenario, on_schedule: Callable[[Submitter], bool]) -> Callable[[float], float] | None:
    """How many jobs can wait in the queue and before it, if so many are served a second; None where that is unclear."""
    queue, submitters = scenario.queue, scenario.submitters.values()
    able = capacity(scenario)
    trouble = (
        any(part.give_up is not None or part.retry is not None or not is_open(part) for part in submitters)
        or any(pool.fails or pool.breakdowns is not None for pool in scenario.processors.values())
        or queue.redelivery is not None
    )
    timeouts = [part.timeout for part in submitters if on_schedule(part)]
    if trouble or able is None or math.isinf(able) or not timeouts:
        return None
    places = math.inf if queue.capacity is None else queue.capacity
    lives = math.inf if queue.expire is None else queue.expire.moments.mean
    waits: float | None = 0.0
    if queue.overflow is Overflow.BLOCK and queue.capacity is not None:
        timeout, *others = timeouts
        waits = None if timeout is None or any(other != timeout for other in others) else timeout.moments.mean
    if lives is None or waits is None or (math.isinf(lives) and math.isinf(places)):
        return None

    def room(able: float) -> float:
        return (places if math.isinf(lives) else min(places, able * lives)) + able * waits

    return room


def lost_as_fluid(stretches: Iterable[Load], room: Callable[[float], float]) -> float | None:
    """What overflows, by the mean rates of each stretch; `room` is what can wait, if so much can be served a second.

    None where a stretch has no end.
    """
    waiting, lost, before, able = 0.0, 0.0, 0.0, 0.0
    for load in stretches:
        if load.phase.end is None:
            return None
        waiting = max(waiting - able * (load.phase.start - before), 0.0)  # meanwhile nothing came
        before, able = load.phase.end, load.able
        rises = (load.phase.rate - able) * (load.phase.end - load.phase.start)
        over = max(waiting + rises - room(able), 0.0)
        waiting, lost = max(waiting + rises - over, 0.0), lost + over
    return lost
