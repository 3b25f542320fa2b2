"""When jobs come, as theory asks for it."""

import math
from fractions import Fraction

from jobsim.analysis.forms.service import exponential_mean
from jobsim.scenario.parts.arrivals import Spacing
from jobsim.scenario.parts.queue import Overflow, Queue
from jobsim.scenario.parts.submitter import Pacing, Submitter
from jobsim.scenario.schema import Scenario
from jobsim.scenario.values.delay import is_zero


def poisson_rates(scenario: Scenario) -> dict[str, float] | None:
    """Puts a second of each submitter's name, where all of them are Poisson streams of one rate; else None.

    Streams that are Poisson are one together, however many there are.
    """
    rates: dict[str, float] = {}
    for name, submitter in scenario.submitters.items():
        gap = exponential_mean(submitter.cadence)
        steady = _steady_rate(submitter)
        if not comes_on_schedule(submitter, scenario.queue) or (gap is None and steady is None):
            return None
        rates[name] = submitter.count * (1 / gap if gap is not None else float(steady or 0))
    return rates


def comes_on_schedule(submitter: Submitter, queue: Queue) -> bool:
    """Whether its jobs come whatever became of those before: by its pacing, or since its puts end at once."""
    at_once = queue.takes_all or queue.overflow is not Overflow.BLOCK or is_zero(submitter.timeout)
    return submitter.pacing is Pacing.FIXED or (submitter.pacing is Pacing.AFTER_PUT and at_once)


def begin_and_end_together(scenario: Scenario) -> bool:
    """Whether all submitters are at work from the very start to one common end, so that a long run settles.

    Who puts a number of jobs must be alone: of several, one is through before the others.
    """
    submitters = scenario.submitters.values()
    if not all(is_zero(submitter.start) and submitter.stagger == 0 for submitter in submitters):
        return False
    if any(submitter.jobs is not None for submitter in submitters):
        [first, *others] = submitters
        return not others and first.count == 1 and first.jobs != 0
    return len({_end(submitter, scenario) for submitter in submitters}) == 1


def _steady_rate(submitter: Submitter) -> Fraction | None:
    """The rate of phases that are all of one rate, at random."""
    if submitter.phases is None or submitter.spacing is not Spacing.POISSON:
        return None
    rates = {rate for phase in submitter.phases for rate in phase.rates}
    return max(rates) if len(rates) == 1 and 0 not in rates else None


def _end(submitter: Submitter, scenario: Scenario) -> float:
    ends = [float(time) for time in (submitter.stop, scenario.until) if time is not None]
    if submitter.phases is not None and not submitter.repeat:
        ends.append(float(sum(phase.for_ for phase in submitter.phases)))
    return min(ends, default=math.inf)
