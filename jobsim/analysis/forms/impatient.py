"""Jobs that leave the queue, submitters that give up, and puts that are refused and tried again."""

from math import inf

from jobsim.analysis.forms.facts import Facts
from jobsim.analysis.forms.failing import mean_delay
from jobsim.analysis.forms.form import Form, form
from jobsim.analysis.forms.patience import at_most, holdable, patience_of
from jobsim.analysis.forms.service import exponential_mean
from jobsim.analysis.theory.erlang import erlang_c
from jobsim.analysis.theory.expiry import expiring
from jobsim.analysis.theory.give_up import given_up, put_again
from jobsim.scenario.distributions import Constant
from jobsim.scenario.parts.submitter import Pacing
from jobsim.scenario.values.delay import is_zero
from jobsim.units import SECOND

_NEVER = 1e-9
_MOST_AWAY, _MOST_PROCESSORS = 100, 4
"""Of the chain of one retry, which is cut off at 200 jobs away, and solved as a whole."""


def expiry(facts: Facts) -> Form | None:
    """Erlang A, and its like with a fixed time to live."""
    rate, service, expire = facts.rate, facts.exponential, facts.queue.expire
    if rate is None or service is None or expire is None:
        return None
    fixed = isinstance(expire, Constant)
    # With an exponential time to live it does not matter who is next: all that wait leave at one rate.
    known = facts.says("expire") or (not fixed and facts.says("expire", "discipline"))
    patience, mean = patience_of(expire), expire.moments.mean
    if not known or patience is None or mean is None or not holdable(rate, service, facts.processors, 0, mean, inf):
        return None
    name = f"M/M/{facts.processors}+{'D' if fixed else 'M'}, expiry after {at_most(expire)}"
    return form(name, "Barrer 1957" if fixed else "Palm 1943", expiring(rate, service, facts.processors, patience))


def giving_up(facts: Facts) -> Form | None:
    """M/M/1 whose submitters stop waiting for the response, once and for all, after a fixed time."""
    rate, service, give_up = facts.rate, facts.exponential, facts.submitter.give_up
    if rate is None or service is None or not isinstance(give_up, Constant) or not give_up.value:
        return None
    if not facts.says("give_up") or not facts.all_paced(Pacing.FIXED) or facts.processors > 1:
        return None
    if not facts.stable(rate * service):
        return None
    return form("M/M/1, giving up", "Erlang 1917", given_up(rate, service, give_up.value / SECOND))


def giving_up_and_putting_again(facts: Facts) -> Form | None:
    """The same with retries, where there are so many processors that nobody ever waits for one."""
    rate, service, part = facts.rate, facts.exponential, facts.submitter
    give_up, retry, processors = part.give_up, part.retry, facts.processors
    delay = mean_delay(retry)
    if rate is None or service is None or delay is None or retry is None or facts.sized:
        return None
    if not isinstance(give_up, Constant) or not give_up.value or not facts.says("give_up", "retry"):
        return None
    expected = put_again(rate, service, processors, give_up.value / SECOND, retry.attempts, delay)
    load = expected["utilisation"] * processors
    if not facts.all_paced(Pacing.FIXED) or not facts.stable(load) or erlang_c(load, processors) > _NEVER:
        return None
    return form(f"M/M/{processors}, giving up, nobody waits", "", expected)


def retrials(facts: Facts) -> Form | None:
    """Refused puts that are made again, without places."""
    rate, service, retry, queue = facts.rate, facts.exponential, facts.submitter.retry, facts.queue
    refused = facts.says("capacity", "overflow", "retry") or (
        facts.says("capacity", "timeout", "retry") and is_zero(facts.submitter.timeout)
    )
    if rate is None or service is None or retry is None or not refused or queue.capacity != 0 or facts.sized:
        return None
    if not facts.all_paced(Pacing.FIXED) or retry.backoff is not None or isinstance(retry.delay, list):
        return None
    processors, name = facts.processors, f"M/M/{facts.processors}/{facts.processors}, retrials"
    delay = exponential_mean(retry.delay)
    if not retry.pauses:
        from jobsim.analysis.theory.retrials import retried_at_once

        return form(name, "Erlang 1917", retried_at_once(rate * service, processors, retry.attempts))
    if delay is None:
        return None
    if retry.attempts == 2 and processors <= _MOST_PROCESSORS and rate * delay <= _MOST_AWAY:
        from jobsim.analysis.theory.retrials import retried_once

        expected = retried_once(rate, service, processors, delay)
        del expected["mean(response)"]  # of those only that are served, which it does not tell
        return form(name, "Falin & Templeton 1997", expected)
    if processors == 1 and facts.stable(rate * service):
        from jobsim.analysis.theory.retrials import retried_for_ever

        expected = retried_for_ever(rate, service, delay)
        if expected["mean(puts)"] * 100 <= retry.attempts:
            expected["loss_rate"] = 0.0  # as good as: so often has none to be put again
            return form(name, "Falin & Templeton 1997", expected)
    return None
