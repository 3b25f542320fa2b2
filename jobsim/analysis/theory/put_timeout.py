"""Puts that wait for a place at most so long: the queue that jobsim exists for, with an exact solution.

Poisson puts, c processors with exponential service, Q waiting places; a put that finds them full waits in line, first
come first served, until a place frees or its timeout. It is the queue M(n)/M(m)/s+GI of A. Brandt and M. Brandt, "On
the M(n)/M(n)/s queue with impatient calls", Performance Evaluation 35, 1999, whose impatient calls are our puts beyond
c + Q jobs. The law of the number in the system follows by level crossing.
"""

from collections.abc import Callable
from math import exp, fsum, lgamma, log

from jobsim.analysis.theory import birth_death
from jobsim.analysis.theory.expected import Expected

_NEGLIGIBLE = 1e-18
_MOST_LEVELS = 100_000

Patience = Callable[[float, int], float]
"""The factor of level c + Q + m, of the m puts that wait, for processors that together serve at a rate."""


def fixed(timeout: float) -> Patience:
    """Every put waits the same time at most: P(m jobs or more are served within it)."""
    return lambda rate, m: _poisson_tail(rate * timeout, m)


def exponential(timeout: float) -> Patience:
    """The most that a put waits is exponential with this mean."""

    def factor(rate: float, m: int) -> float:
        product = 1.0
        for i in range(m):
            product *= rate / (rate + (i + 1) / timeout)
        return product

    return factor


def for_ever(rate: float, m: int) -> float:
    """Every put waits as long as it takes."""
    return 1.0


def open_line(rate: float, service: float, processors: int, places: int, patience: Patience) -> Expected:
    """Puts come as a Poisson stream, however many wait (pacing `fixed`)."""
    return _expected(lambda n: rate, service, processors, places, patience)


def closed_line(
    submitters: int, cadence: float, service: float, processors: int, places: int, patience: Patience
) -> Expected:
    """So many submitters with exponential cadence, each stopped while its put waits (pacing `after_put`)."""
    full = processors + places
    return _expected(lambda n: (submitters - max(n - full, 0)) / cadence, service, processors, places, patience)


def _expected(
    puts: Callable[[int], float], service: float, processors: int, places: int, patience: Patience
) -> Expected:
    full = processors + places
    law = _law(puts, service, processors, full, patience)
    offered = fsum(puts(n) * probability for n, probability in enumerate(law))
    expected = birth_death.served(law, service, processors, places)
    return {
        **expected,
        "drop_rate": 1 - expected["throughput"] / offered,
        "mean(blocked)": birth_death.blocked(law, full) / offered,
    }


def _law(puts: Callable[[int], float], service: float, processors: int, full: int, patience: Patience) -> list[float]:
    weights = [1.0]
    for n in range(full):
        weights.append(weights[-1] * puts(n) * service / min(n + 1, processors))
    rate = processors / service
    above, product = [], weights[full]
    for m in range(1, _MOST_LEVELS + 1):
        product *= puts(full + m - 1) / rate
        above.append(product * patience(rate, m))
        if above[-1] < _NEGLIGIBLE * weights[full]:
            break
    total = fsum(weights) + fsum(above)
    return [weight / total for weight in (*weights, *above)]


def _poisson_tail(mean: float, least: int) -> float:
    """P(a Poisson number is `least` or more), summed from the small end so that far tails keep their digits."""
    if mean == 0:
        return 1.0 if least == 0 else 0.0
    if least <= mean:
        return 1 - fsum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(least))
    term = exp(least * log(mean) - mean - lgamma(least + 1))
    total, k = 0.0, least
    while term > 0 and term > _NEGLIGIBLE * total:
        total += term
        k += 1
        term *= mean / k
    return total
