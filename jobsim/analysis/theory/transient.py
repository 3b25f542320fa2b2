"""A finite run from an empty queue: M/M/c/K until an instant, before anything has settled."""

from math import exp, lgamma, log

import numpy as np

from jobsim.analysis.theory.expected import Expected


def from_empty(rate: float, service: float, processors: int, places: int, until: float) -> Expected:
    """Expected values over [0, until) of Poisson puts that are lost where they find no place, from no job at all.

    By uniformisation (Jensen 1953; Grassmann 1977): the chain looked at in the instants of a Poisson stream faster
    than all its rates. The time spent in a state is the sum over looks of (its probability at the look) times the
    chance that the look comes in time.
    """
    full = processors + places
    fastest = rate + processors / service
    step = np.zeros((full + 1, full + 1))
    for n in range(full + 1):
        if n < full:
            step[n, n + 1] = rate / fastest
        if n:
            step[n, n - 1] = min(n, processors) / service / fastest
        step[n, n] = 1 - step[n].sum()
    law = np.eye(full + 1)[0]
    spent = np.zeros(full + 1)  # expected time in each state
    looks, later = fastest * until, 1.0
    for k in range(int(looks + 12 * looks**0.5) + 40):
        later -= exp(k * log(looks) - looks - lgamma(k + 1))  # P(more than k looks before the end)
        spent += law * max(later, 0.0) / fastest
        law = law @ step
    numbers = np.arange(full + 1)
    busy = float(np.minimum(numbers, processors) @ spent)
    return {
        "completed": busy / service,
        "dropped": rate * float(spent[full]),
        "throughput": busy / service / until,
        "utilisation": busy / processors / until,
        "mean(queued)": float(np.maximum(numbers - processors, 0) @ spent) / until,
    }
