"""Queues that lose jobs for want of a place: at once, or after a put has waited its timeout."""

from math import inf

from jobsim.analysis.forms.facts import Facts
from jobsim.analysis.forms.form import Form, form
from jobsim.analysis.forms.patience import MOST_IN_SYSTEM, at_most, holdable, patience_of
from jobsim.analysis.forms.service import exponential_mean
from jobsim.analysis.theory.erlang import bounded, erlang_c, unbounded
from jobsim.analysis.theory.put_timeout import closed_line, for_ever, open_line
from jobsim.analysis.words import counted
from jobsim.scenario.parts.queue import Overflow
from jobsim.scenario.parts.submitter import Pacing
from jobsim.scenario.values.delay import is_zero

_NEVER = 1e-15


def never_full(facts: Facts) -> Form | None:
    """M/M/c with so many places that the last one is never taken: less than once in 10^15 puts."""
    rate, service, capacity = facts.rate, facts.exponential, facts.queue.capacity
    loses = facts.odd in ({"capacity", "timeout"}, {"capacity", "overflow"})
    if rate is None or service is None or capacity is None or not loses or not facts.stable(rate * service):
        return None
    processors = facts.processors
    if erlang_c(rate * service, processors) * (rate * service / processors) ** capacity > _NEVER:
        return None
    return form(f"M/M/{processors}, never full", "Erlang 1917", unbounded(rate, service, processors))


def at_once(facts: Facts) -> Form | None:
    """M/M/c/K: who finds no place is lost, or makes another one lose his. Without places, with any service."""
    rate, service, capacity = facts.rate, facts.service, facts.queue.capacity
    dropping = is_zero(facts.submitter.timeout) and facts.odd - {"discipline"} == {"capacity", "timeout"}
    refusing = facts.odd - {"discipline"} == {"capacity", "overflow"}
    if rate is None or service is None or not service.mean or capacity is None or not (dropping or refusing):
        return None
    if (capacity and service.exponential is None) or facts.processors + capacity > MOST_IN_SYSTEM:
        return None
    expected = bounded(rate, service.mean, facts.processors, capacity)
    lost = expected["drop_rate"]
    if not dropping:
        expected["drop_rate"] = 0.0
    if capacity and facts.queue.overflow is Overflow.DROP_OLDEST:
        # Some of those who wait never start.
        expected = {metric: expected[metric] for metric in ("throughput", "utilisation", "mean(queued)")}
    if not capacity:
        del expected["mean(queued)"], expected["mean(waiting)"]  # nobody ever waits
    full = facts.processors + capacity
    kind, source = ("M", "Erlang 1917") if service.exponential is not None else ("G", "Erlang 1917, Sevastyanov 1957")
    return form(f"M/{kind}/{facts.processors}/{full}", source, {**expected, "loss_rate": lost})


def puts_on_schedule(facts: Facts) -> Form | None:
    """Poisson puts, each of which waits for a place, up to its timeout."""
    rate, service, capacity, timeout = facts.rate, facts.exponential, facts.queue.capacity, facts.submitter.timeout
    known = facts.odd - {"discipline"} == {"capacity", "timeout"} and facts.all_paced(Pacing.FIXED)
    if rate is None or service is None or capacity is None or timeout is None or not known:
        return None
    patience, mean = patience_of(timeout), timeout.moments.mean
    if patience is None or mean is None or not holdable(rate, service, facts.processors, capacity, mean, inf):
        return None
    expected = open_line(rate, service, facts.processors, capacity, patience)
    name = f"M/M/{facts.processors}, {counted(capacity, 'place')}, puts wait {at_most(timeout)}"
    return form(name, "Brandt & Brandt 1999", {**expected, "loss_rate": expected["drop_rate"]})


def puts_given_up(facts: Facts) -> Form | None:
    """Poisson puts that are withdrawn when their submitter gives up, and are served in vain if it was too late.

    Which of the jobs that are served were given up, the formula does not say.
    """
    rate, service, capacity, give_up = facts.rate, facts.exponential, facts.queue.capacity, facts.submitter.give_up
    known = facts.odd - {"discipline"} == {"capacity", "give_up"}
    if rate is None or service is None or capacity is None or give_up is None or not known:
        return None
    patience, mean = patience_of(give_up), give_up.moments.mean
    if patience is None or mean is None or not facts.all_paced(Pacing.FIXED):
        return None
    if not holdable(rate, service, facts.processors, capacity, mean, inf):
        return None
    expected = open_line(rate, service, facts.processors, capacity, patience)
    kept = {metric: expected[metric] for metric in ("utilisation", "mean(queued)", "mean(blocked)")}
    name = f"M/M/{facts.processors}, {counted(capacity, 'place')}, puts given up after {at_most(give_up)}"
    return form(name, "Brandt & Brandt 1999", kept)


def puts_in_turn(facts: Facts) -> Form | None:
    """Submitters of one exponential cadence, each of which is stopped while its put waits for a place."""
    service, capacity, timeout = facts.exponential, facts.queue.capacity, facts.submitter.timeout
    gap = exponential_mean(facts.same("cadence"))
    known = facts.odd - {"discipline"} == {"capacity", *(["timeout"] if timeout is not None else [])}
    if service is None or capacity is None or gap is None or not known or not facts.all_paced(Pacing.AFTER_PUT):
        return None
    many, waits = facts.population, "for ever" if timeout is None else at_most(timeout)
    patience = for_ever if timeout is None else patience_of(timeout)
    mean = inf if timeout is None else timeout.moments.mean
    if patience is None or mean is None or not holdable(many / gap, service, facts.processors, capacity, mean, many):
        return None
    expected = closed_line(many, gap, service, facts.processors, capacity, patience)
    if timeout is None:
        expected["drop_rate"] = 0.0
    name = f"M/M/{facts.processors}, {counted(capacity, 'place')}, {counted(many, 'submitter')}, puts wait {waits}"
    return form(name, "Brandt & Brandt 1999", {**expected, "loss_rate": expected["drop_rate"]})
