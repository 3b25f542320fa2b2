"""Puts that are refused and tried again: retrial queues, without waiting places.

Poisson puts, exponential service and delays; every refused put comes back by itself (G. I. Falin and J. G. C.
Templeton, Retrial Queues, 1997, chapters 1 and 2; J. W. Cohen, "Basic problems of telephone traffic theory and the
influence of repeated calls", Philips Telecommunication Review 18, 1957).
"""

import numpy as np

from jobsim.analysis.theory.erlang import erlang_b
from jobsim.analysis.theory.expected import Expected


def retried_at_once(load: float, processors: int, attempts: int) -> Expected:
    """Retries that come at the instant of the refusal find what it found: Erlang's B, and puts in vain.

    `load` in erlangs (rate x mean service).
    """
    lost = erlang_b(load, processors)
    return {
        "loss_rate": lost,
        "utilisation": load * (1 - lost) / processors,
        "mean(puts)": 1 + lost * (attempts - 1),
    }


def retried_for_ever(rate: float, service: float, delay: float) -> Expected:
    """One processor, and as many retries as it takes. Needs rate x service < 1."""
    load = rate * service
    away = load * (rate * delay + load) / (1 - load)
    return _by_those_away(rate, service, 1, delay, load, away)


def retried_once(rate: float, service: float, processors: int, delay: float, most: int = 200) -> Expected:
    """One retry: two attempts in all."""
    return _chain(rate, service, processors, delay, most, persistent=False)


def retried_until_served(rate: float, service: float, processors: int, delay: float, most: int = 200) -> Expected:
    """As many retries as it takes, by the chain of the jobs in service and those away, cut off at `most` of these."""
    return _chain(rate, service, processors, delay, most, persistent=True)


def _chain(rate: float, service: float, processors: int, delay: float, most: int, persistent: bool) -> Expected:
    """States (jobs in service, jobs away), solved as one system of equations."""

    def state(busy: int, away: int) -> int:
        return busy * (most + 1) + away

    size = (processors + 1) * (most + 1)
    rates = np.zeros((size, size))
    for busy in range(processors + 1):
        for away in range(most + 1):
            here = state(busy, away)
            if busy:
                rates[here, state(busy - 1, away)] += busy / service
            if busy < processors:
                rates[here, state(busy + 1, away)] += rate
                if away:
                    rates[here, state(busy + 1, away - 1)] += away / delay
            else:
                if away < most:
                    rates[here, state(busy, away + 1)] += rate
                if away and not persistent:
                    rates[here, state(busy, away - 1)] += away / delay
    balance = (rates - np.diag(rates.sum(1))).T
    balance[-1] = 1  # the last equation says nothing new; in its place, probabilities add up to 1
    right = np.zeros(size)
    right[-1] = 1
    law = np.linalg.solve(balance, right).reshape(processors + 1, most + 1)
    at_work = float(np.arange(processors + 1) @ law.sum(1))
    away_on_average = float(law.sum(0) @ np.arange(most + 1))
    return _by_those_away(rate, service, processors, delay, at_work, away_on_average)


def _by_those_away(rate: float, service: float, processors: int, delay: float, at_work: float, away: float) -> Expected:
    """What follows from the mean numbers of jobs in service and away; each of the latter makes a put every `delay`."""
    return {
        "throughput": at_work / service,
        "loss_rate": 1 - at_work / service / rate,
        "utilisation": at_work / processors,
        "mean(puts)": 1 + away / delay / rate,
        "mean(response)": away / rate + service,  # where none is lost
    }
