"""Puts at a constant cadence, exponential service, several processors: D/M/c."""

from math import comb, exp, prod

from jobsim.analysis.theory.expected import Expected, quantiles, steady


def constant_arrivals(cadence: float, service: float, processors: int) -> Expected:
    """D/M/c by L. Takács, Introduction to the Theory of Queues, 1962, chapter 2 (Gross & Harris, section 5.3).

    A job that waits, waits an exponential time of rate c mu (1 - root), where the root is the chance that one more
    job is found waiting by the next put.
    """
    mu = 1 / service
    root = _root(processors * mu * cadence)

    def through(j: int) -> float:
        return exp(-j * mu * cadence)  # P(none of j services ends between two puts)

    total = 1 / (1 - root)
    for j in range(1, processors + 1):
        odds = prod(through(i) / (1 - through(i)) for i in range(1, j + 1))
        share = (processors * (1 - through(j)) - j) / (processors * (1 - root) - j)
        total += comb(processors, j) / (odds * (1 - through(j))) * share
    waits = 1 / total / (1 - root)
    relief = processors * mu * (1 - root)
    return {
        **steady(1 / cadence, service, processors, waits / relief / cadence),
        "drop_rate": 0.0,
        **quantiles("waiting", lambda t: waits * exp(-relief * t)),
    }


def _root(exponent: float) -> float:
    """The root below 1 of x = exp(-exponent (1 - x)); needs exponent > 1."""
    root = 0.0
    while (following := exp(-exponent * (1 - root))) > root:  # from below, so that it ends: only so many floats are
        root = following
    return root
