"""Attempts that fail: by chance, with or without coming back, or because they take too long."""

from math import expm1

from jobsim.analysis.forms.facts import Facts
from jobsim.analysis.forms.form import Form, form
from jobsim.analysis.theory.feedback import failing_early, feedback
from jobsim.analysis.theory.time_limit import time_limited
from jobsim.scenario.parts.retry import Retry
from jobsim.units import SECOND


def failures(facts: Facts) -> Form | None:
    """Each attempt fails by the same chance, and the job comes back as often as it may."""
    rate, service, failure, again = facts.rate, facts.exponential, facts.pool.failure, facts.queue.redelivery
    if rate is None or service is None or failure is None or failure.probability == 1 or facts.sized:
        return None
    if facts.says("failure") and failure.after < 1:
        spent = service * (1 - failure.probability * (1 - failure.after))
        if facts.processors > 1 or not facts.stable(rate * spent):
            return None
        expected = failing_early(rate, service, failure.probability, failure.after)
        return form("M/G/1, attempts that fail early", "Pollaczek 1930, Khinchine 1932", expected)
    delay = mean_delay(again)
    attempts = 1 if again is None else again.attempts
    tried = (1 - failure.probability**attempts) / (1 - failure.probability)
    known = facts.says("failure") or facts.says("failure", "redelivery")
    if not known or failure.after < 1 or delay is None or not facts.stable(rate * tried * service):
        return None
    expected = feedback(rate, service, facts.processors, failure.probability, attempts, delay)
    return form(f"M/M/{facts.processors}, feedback", "Baskett & al. 1975", expected)


def time_limits(facts: Facts) -> Form | None:
    """An attempt that takes too long is cut off, and the job with it."""
    rate, service, limit = facts.rate, facts.exponential, facts.pool.time_limit
    if rate is None or service is None or limit is None or not facts.says("time_limit") or facts.processors > 1:
        return None
    if not facts.stable(rate * -service * expm1(-limit / SECOND / service)):
        return None
    expected = time_limited(rate, service, limit / SECOND)
    return form("M/G/1, attempts cut short", "Pollaczek 1930, Khinchine 1932", expected)


def mean_delay(again: Retry | None) -> float | None:
    """How long before the next attempt, in seconds, where each waits by one law; None where they do not."""
    if again is None or (again.delay is None and again.backoff is None):
        return 0.0
    if again.delay is None or isinstance(again.delay, list):
        return None
    return again.delay.moments.mean
