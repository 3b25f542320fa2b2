"""Queues without any chance: D/D/c, alone or with as many puts in each instant."""

from jobsim.analysis.forms.facts import Facts
from jobsim.analysis.forms.form import Form, form
from jobsim.analysis.theory.constant_both import all_done_in_between, nobody_waits
from jobsim.scenario.distributions import Constant
from jobsim.scenario.parts.submitter import Pacing
from jobsim.scenario.values.whole_numbers import ConstantNumber

_MOST_AT_ONCE = 100_000


def constant_both(facts: Facts) -> Form | None:
    """D/D/c: one constant cadence for all, which begin at one instant, and one constant service.

    Where nobody waits for a place, puts end at once, and it is one whether the cadence counts from their end or not.
    """
    cadence, service = facts.same("cadence"), facts.service
    if not facts.odd - {"discipline", "shortest"} <= {"batch", "capacity", "overflow", "timeout"}:
        return None
    if any(part.pacing is Pacing.AFTER_RESPONSE for part in facts.submitters.values()):
        return None
    if not isinstance(cadence, Constant) or service is None or not isinstance(service.law, Constant):
        return None
    at_once, capacity, processors = _at_once(facts), facts.queue.capacity, facts.processors
    time, gap = round(service.law.value / service.speed), cadence.value
    if not at_once or not gap or at_once > _MOST_AT_ONCE:
        return None
    name = f"D/D/{processors}" if at_once == 1 else f"D/D/{processors}, {at_once} puts at once"
    if at_once * -(-time // gap) <= processors:
        return form(name, "", nobody_waits(gap, at_once, time, processors))
    if time * -(-at_once // processors) <= gap and (capacity is None or capacity >= at_once - processors):
        return form(name, "", all_done_in_between(gap, at_once, time, processors))
    return None


def _at_once(facts: Facts) -> int | None:
    """How many jobs come in one instant; None where that is drawn."""
    jobs = 0
    for submitter in facts.submitters.values():
        batch = submitter.batch or ConstantNumber(distribution="constant", value=1)
        if not isinstance(batch, ConstantNumber):
            return None
        jobs += submitter.count * batch.value
    return jobs
