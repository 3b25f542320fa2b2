"""Users who each wait for their answer before they ask again (pacing `after_response`)."""

from math import fsum

from jobsim.analysis.forms.facts import Facts
from jobsim.analysis.forms.form import Form, form
from jobsim.analysis.forms.patience import MOST_IN_SYSTEM
from jobsim.analysis.forms.service import exponential_mean
from jobsim.analysis.theory.machine_repair import machine_repair
from jobsim.analysis.words import counted
from jobsim.scenario.parts.submitter import Pacing

_OF_PLACES = {"capacity", "overflow", "timeout"}
"""What matters only where places can run out."""


def users(facts: Facts) -> Form | None:
    """Machine repair, M/M/c//M: exponential cadences and services."""
    many, processors, service = facts.population, facts.processors, facts.exponential
    gap = exponential_mean(facts.same("cadence"))
    if service is None or gap is None or not facts.all_paced(Pacing.AFTER_RESPONSE) or many > MOST_IN_SYSTEM:
        return None
    capacity = facts.queue.capacity
    enough = capacity is None or capacity >= many - processors
    if not facts.odd - {"discipline"} <= (_OF_PLACES if enough else {"capacity"}):
        return None
    expected = machine_repair(many, gap, service, processors)
    if not enough:  # some wait for a place, and only then in one
        expected = {m: value for m, value in expected.items() if m not in ("mean(queued)", "mean(waiting)")}
    return form(f"M/M/{processors}//{many}, machine repair", "Palm 1947", expected)


def users_served_at_once(facts: Facts) -> Form | None:
    """No more users than processors: nobody waits, whatever the laws; each asks once in a cadence and a service."""
    if facts.population > facts.processors or not facts.all_paced(Pacing.AFTER_RESPONSE):
        return None
    if not facts.odd - {"discipline", "shortest"} <= _OF_PLACES:
        return None
    rates, at_work = [], []
    for name, submitter in facts.submitters.items():
        assert submitter.cadence is not None  # it has another pacing otherwise
        gap, service = submitter.cadence.moments.mean, facts.services[name].mean
        if gap is None or not service:
            return None
        rates.append(submitter.count / (gap + service))
        at_work.append(submitter.count / (gap + service) * service)
    expected = {
        "throughput": fsum(rates),
        "utilisation": fsum(at_work) / facts.processors,
        "drop_rate": 0.0,
        "mean(queued)": 0.0,
        "mean(waiting)": 0.0,
        "mean(response)": fsum(at_work) / fsum(rates),
    }
    return form(f"{counted(facts.population, 'submitter')}, a processor for each", "", expected)
