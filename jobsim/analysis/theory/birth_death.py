"""Birth and death: a number of jobs that rises and falls by one, at rates that depend on it."""

from collections.abc import Sequence
from math import fsum

from jobsim.analysis.theory.expected import Expected

Law = Sequence[float]
"""Probabilities by the number of jobs in the system."""


def stationary(births: Sequence[float], deaths: Sequence[float]) -> list[float]:
    """The stationary law of the numbers 0, 1, ..., len(births), by the balance between neighbours.

    `births[n]` is the rate from n to n + 1, `deaths[n]` the rate back. (Any textbook; Kleinrock 1975, section 3.1.)
    """
    weights = [1.0]
    for birth, death in zip(births, deaths, strict=True):
        weights.append(weights[-1] * birth / death)
        if weights[-1] > 1e200:  # scaled down before it overflows
            weights = [weight * 1e-200 for weight in weights]
    total = fsum(weights)
    return [weight / total for weight in weights]


def busy(law: Law, processors: int) -> float:
    """The mean number of processors at work."""
    return fsum(min(n, processors) * probability for n, probability in enumerate(law))


def queued(law: Law, processors: int, places: int) -> float:
    """The mean number of jobs in the waiting places."""
    return fsum(min(max(n - processors, 0), places) * probability for n, probability in enumerate(law))


def blocked(law: Law, full: int) -> float:
    """The mean number of jobs beyond a full system."""
    return fsum((n - full) * probability for n, probability in enumerate(law) if n > full)


def served(law: Law, service: float, processors: int, places: int) -> Expected:
    """What follows from the law alone, for those who get a place: flows, and means by Little's law."""
    throughput = busy(law, processors) / service
    waiting = queued(law, processors, places)
    return {
        "throughput": throughput,
        "utilisation": busy(law, processors) / processors,
        "mean(queued)": waiting,
        "mean(waiting)": waiting / throughput,
    }
