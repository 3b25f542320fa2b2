"""Which queue of theory a scenario is."""

from math import isfinite

from jobsim.analysis.forms.bounded import at_once, never_full, puts_given_up, puts_in_turn, puts_on_schedule
from jobsim.analysis.forms.bounding import bound
from jobsim.analysis.forms.classes import mixed_services, prioritised
from jobsim.analysis.forms.closed import users, users_served_at_once
from jobsim.analysis.forms.deterministic import constant_both
from jobsim.analysis.forms.facts import facts_of
from jobsim.analysis.forms.failing import failures, time_limits
from jobsim.analysis.forms.form import Form
from jobsim.analysis.forms.holding_up import slots, token_bucket
from jobsim.analysis.forms.impatient import expiry, giving_up, giving_up_and_putting_again, retrials
from jobsim.analysis.forms.outages import breakdowns
from jobsim.analysis.forms.overload import overload
from jobsim.analysis.forms.unbounded import batched_puts, constant_puts, poisson_puts
from jobsim.scenario.schema import Scenario

_FORMS = (
    prioritised,
    poisson_puts,
    mixed_services,
    constant_puts,
    batched_puts,
    never_full,
    at_once,
    puts_on_schedule,
    puts_given_up,
    puts_in_turn,
    users,
    users_served_at_once,
    constant_both,
    failures,
    time_limits,
    expiry,
    giving_up,
    giving_up_and_putting_again,
    retrials,
    token_bucket,
    slots,
    breakdowns,
)
"""Every form that is known, the one that says more before the one that says less."""


def known_form(scenario: Scenario) -> Form | None:
    """The queue that a scenario is, solved exactly for a long run; None where theory does not solve it.

    What an end of the run, an empty queue at its start, and the last jobs change is not in it.
    """
    facts = facts_of(scenario)
    if facts is None:
        return None
    found = next(filter(None, (solve(facts) for solve in _FORMS)), None)
    if found is None or not all(isfinite(value.value) for value in found.values):
        return None
    return found


def theory_of(scenario: Scenario) -> Form | None:
    """What theory says of a scenario: the queue that it is, or what bounds it, or an estimate; None where nothing."""
    return known_form(scenario) or bound(scenario) or overload(scenario)
