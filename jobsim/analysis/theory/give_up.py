"""Submitters that give up, and whose jobs are served all the same: M/M/1 with `give_up`.

Nobody leaves the queue, so it is M/M/1, where the response is exponential with the rate 1 / service - rate, and the
wait is so too where there is one (Erlang 1917; Kleinrock, Queueing Systems I, 1975, section 5.12).
"""

from math import exp, fsum

from jobsim.analysis.theory.expected import Expected


def given_up(rate: float, service: float, patience: float) -> Expected:
    """Poisson puts at one processor; each submitter waits so long for the response. Needs rate x service < 1.

    The job of one who gave up is served in vain: the share of the work that is wasted is
    E[service; response > patience] / E[service], by the wait, which knows nothing of the service.
    """
    load, served = rate * service, 1 / service
    relief = served - rate
    lost = exp(-relief * patience)
    before = 1 - lost  # answered in time
    # E[service; response > patience], in mean services: without a wait; with one of patience - t; with a longer one.
    without = (1 - load) * exp(-served * patience) * (1 + patience * served)
    passed = exp(-rate * patience)
    shorter = load * relief * lost * (served * (1 - passed * (1 + rate * patience)) / rate**2 + (1 - passed) / rate)
    longer = load * lost
    return {
        "loss_rate": lost,
        "throughput": rate * before,
        "utilisation": load,
        "mean(queued)": load * load / (1 - load),
        "mean(waiting)": load * _mean_below(relief, patience) / (1 - load * lost),  # of those that start in time
        "mean(response)": _mean_below(relief, patience) / before,
        "waste_rate": without + shorter + longer,
    }


def put_again(
    rate: float, service: float, processors: int, patience: float, attempts: int, delay: float = 0.0
) -> Expected:
    """So many processors that nobody waits, exponential service: who gives up puts again, this mean delay later.

    Up to so many puts of a job, each with a service of its own, which is executed to its end whoever waits for it.
    """
    late = exp(-patience / service)
    lost, puts = late**attempts, fsum(late**k for k in range(attempts))
    in_vain = fsum(k * late**k for k in range(attempts)) * (1 - late) / (1 - lost)  # puts before the one that succeeds
    return {
        "loss_rate": lost,
        "mean(puts)": puts,
        "utilisation": rate * puts * service / processors,
        "waste_rate": late * (1 + patience / service),
        "mean(response)": in_vain * (patience + delay) + _mean_below(1 / service, patience) / (1 - late),
    }


def _mean_below(rate: float, most: float) -> float:
    """E[T; T < most] of an exponential T with this rate."""
    return (1 - exp(-rate * most) * (1 + rate * most)) / rate
