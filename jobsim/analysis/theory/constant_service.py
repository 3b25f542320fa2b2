"""Poisson puts at several processors with a constant service: M/D/c.

The number in the system by C. D. Crommelin, "Delay probability formulae when the holding times are constant", 1932; the
wait by G. J. Franx, "A simple solution for the M/D/c waiting time distribution", Operations Research Letters 29, 2001.
"""

from math import exp, lgamma, log

import numpy as np
from numpy.typing import NDArray

from jobsim.analysis.theory.expected import Expected, far_level, quantiles, steady


def constant_service(rate: float, service: float, processors: int) -> Expected:
    """Any number of waiting places. Needs rate x service < processors."""
    law = number_in_system(rate * service, processors)
    up_to = np.cumsum(law)
    queued = float(np.maximum(np.arange(len(law)) - processors, 0) @ law)

    def waiting(t: float) -> float:
        # In the k-th service time from now: who must then have been let in by those who wait now.
        k = int(t / service) + 1
        load = rate * (k * service - t)
        at_most = 0.0
        for j in range(k * processors):
            place = min(k * processors - j - 1 + processors, len(up_to) - 1)
            at_most += float(up_to[place]) * _poisson(load, j)
        return 1 - at_most

    return {
        **steady(rate, service, processors, queued),
        "drop_rate": 0.0,
        **quantiles("waiting", waiting),
        **quantiles("response", lambda t: 1.0 if t < service else waiting(t - service)),
    }


def number_in_system(load: float, processors: int) -> NDArray[np.float64]:
    """The law of the number in the system M/D/c: one constant service later, all who were in service are gone."""
    size = far_level(load / processors, processors)
    arrivals = np.array([_poisson(load, n) for n in range(size)])
    after = np.zeros((size, size))  # after[n, i]: from i jobs to n, one service later
    for i in range(size):
        left = max(i - processors, 0)
        after[left:, i] = arrivals[: size - left]
    balance = after - np.eye(size)
    balance[-1] = 1  # the last equation says nothing new; in its place, probabilities add up to 1
    right = np.zeros(size)
    right[-1] = 1
    return np.linalg.solve(balance, right).astype(np.float64)


def _poisson(mean: float, number: int) -> float:
    if mean <= 0:
        return 1.0 if number == 0 else 0.0
    return exp(number * log(mean) - mean - lgamma(number + 1))
