"""The queues that theory can solve, as scenarios, with every measure that is held against it."""

from tests.theory.cases import attempts, flows, losses, processors
from tests.theory.cases.case import Case

CASES = [
    *flows.erlang(),
    *flows.other_services(),
    *losses.put_timeouts(),
    *flows.in_batches(),
    *losses.refusals_and_expiries(),
    *flows.by_priority(),
    *flows.finite_populations(),
    *flows.finite_runs(),
    *attempts.failures(),
    *attempts.retries(),
    *attempts.time_limits(),
    *losses.give_ups(),
    *processors.limits(),
    *processors.breakdowns(),
]
"""In the order of the manual."""

__all__ = ["CASES", "Case"]
