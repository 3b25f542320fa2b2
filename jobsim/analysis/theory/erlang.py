"""Erlang's queues: Poisson puts, exponential service, several processors.

A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
exchanges", 1917; as in Kleinrock, Queueing Systems I, 1975, sections 3.4 to 3.6.
"""

from math import exp

from jobsim.analysis.theory import birth_death
from jobsim.analysis.theory.expected import Expected, quantiles, steady


def erlang_b(load: float, processors: int) -> float:
    """The share of jobs lost where nobody waits; `load` in erlangs (rate x mean service)."""
    lost = 1.0
    for number in range(1, processors + 1):
        lost = load * lost / (number + load * lost)
    return lost


def erlang_c(load: float, processors: int) -> float:
    """The share of jobs that wait, where all may wait for ever; needs load < processors."""
    lost = erlang_b(load, processors)
    return lost / (1 - load / processors * (1 - lost))


def unbounded(rate: float, service: float, processors: int) -> Expected:
    """M/M/c: any number of waiting places. Needs rate x service < processors."""
    waits = erlang_c(rate * service, processors)
    relief = processors / service - rate  # those who wait, wait an exponential time of this rate
    served = 1 / service

    def waiting(t: float) -> float:
        return waits * exp(-relief * t)

    def response(t: float) -> float:
        if abs(relief - served) < 1e-9 * served:
            return exp(-served * t) * (1 + waits * served * t)
        late = (relief * exp(-served * t) - served * exp(-relief * t)) / (relief - served)
        return (1 - waits) * exp(-served * t) + waits * late

    return {
        **steady(rate, service, processors, rate * waits / relief),
        "drop_rate": 0.0,
        **quantiles("waiting", waiting),
        **quantiles("response", response),
    }


def bounded(rate: float, service: float, processors: int, places: int) -> Expected:
    """M/M/c/(c + places): who finds no place is lost at once. Without places it is Erlang's B."""
    full = processors + places
    deaths = [min(n + 1, processors) / service for n in range(full)]
    law = birth_death.stationary([rate] * full, deaths)
    expected = birth_death.served(law, service, processors, places)
    return {**expected, "drop_rate": law[full], "mean(response)": expected["mean(waiting)"] + service}


def places_and_line(rate: float, service: float, processors: int, places: int) -> Expected:
    """M/M/c whose jobs wait in so many places, and before them, as puts, as long as it takes: one line in all.

    The number in the system beyond the processors is geometric, as in `unbounded`.
    """
    load = rate * service / processors
    waits = erlang_c(rate * service, processors)
    beyond = waits * load ** (places + 1) / (1 - load)  # in the mean, those that find all places taken
    queued = waits * load / (1 - load) - beyond
    return {"mean(queued)": queued, "mean(waiting)": queued / rate, "mean(blocked)": beyond / rate}
