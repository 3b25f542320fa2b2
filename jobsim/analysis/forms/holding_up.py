"""Processors that wait before they execute: for a token of their limit, or for a slot."""

from jobsim.analysis.forms.facts import Facts
from jobsim.analysis.forms.form import Form, form
from jobsim.analysis.forms.unbounded import MOST_LEVELS, constant_service
from jobsim.analysis.theory.erlang import unbounded
from jobsim.analysis.theory.expected import far_level
from jobsim.scenario.parts.limits import Shared

_MOST_LEVELS = 100_000
_A_BIT_LESS = 1 - 1e-9


def token_bucket(facts: Facts) -> Form | None:
    """A limit before one processor that takes no time."""
    rate, limit, service = facts.rate, facts.pool.limit, facts.service
    if rate is None or limit is None or service is None or service.mean != 0:
        return None
    if not facts.says("limit") or facts.processors > 1 or rate >= limit * _A_BIT_LESS:
        return None
    if far_level(rate / float(limit), 1) > MOST_LEVELS:
        return None
    from jobsim.analysis.theory.limits import token_bucket as solved

    expected = solved(rate, float(limit), facts.pool.burst)
    if facts.pool.burst == 1:  # then a job waits for its token as it would in M/D/1 for its service
        waits = constant_service(rate, float(1 / limit), 1)
        expected |= {f"p{p}(response)": waits[f"p{p}(waiting)"] for p in (50, 95, 99)}
    return form("M/D/1, tokens for services", "Turner 1986, Berger 1991", expected)


def slots(facts: Facts) -> Form | None:
    """Fewer slots than processors: M/M/c of the slots."""
    rate, service, limiting = facts.rate, facts.exponential, facts.pool.slots
    if rate is None or service is None or limiting is None or not facts.says("slots"):
        return None
    alone = len(facts.scenario.processors) == 1
    number = limiting.slots if isinstance(limiting, Shared) else limiting if alone else None
    if number is None or rate * service >= number * _A_BIT_LESS:
        return None
    if far_level(rate * service / number, facts.processors) > _MOST_LEVELS:
        return None
    from jobsim.analysis.theory.limits import slots as solved

    expected = solved(rate, service, facts.processors, number)
    each = unbounded(rate, service, number)
    expected |= {f"p{p}(response)": each[f"p{p}(response)"] for p in (50, 95, 99)}
    return form(f"M/M/{number}, slots for processors", "Erlang 1917", expected)
