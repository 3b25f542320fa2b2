"""Attempts that may take only so long: M/G/1 with an exponential service that is cut off (Pollaczek, Khinchine).

The moments of min(S, limit) by integrating its tail, P(S > t) = exp(-t / service) up to the limit.
"""

from math import exp, expm1

from jobsim.analysis.theory.expected import Expected
from jobsim.analysis.theory.general_service import one_processor


def time_limited(rate: float, service: float, limit: float) -> Expected:
    """Poisson puts at one processor, any number of places; an attempt that reaches `limit` fails, the job with it."""
    reached = limit / service
    lost = exp(-reached)
    mean = -service * expm1(-reached)
    second_moment = 2 * service**2 * (1 - lost * (1 + reached))
    found = one_processor(rate, mean, second_moment - mean**2)
    completed = (mean - limit * lost) / (1 - lost)  # the mean of a service that is shorter than the limit
    return {
        **{measure: found[measure] for measure in ("utilisation", "mean(queued)", "mean(waiting)")},
        "throughput": rate * (1 - lost),
        "mean(service)": completed,
        "mean(response)": found["mean(waiting)"] + completed,
        "loss_rate": lost,
        "waste_rate": limit * lost / mean,
    }
