"""Attempts that fail and come back to the queue: feedback, as often as `redelivery` allows.

Poisson puts, exponential service, each attempt failing by the same chance. A job's class is the number of its attempt:
first come, first served, with one exponential law for all classes, so the number in the queue is that of M/M/c with all
attempts as puts, wherever the failed jobs wait until they come back (F. Baskett, K. M. Chandy, R. R. Muntz and F. G.
Palacios, "Open, closed, and mixed networks of queues with different classes of customers", Journal of the ACM 22,
1975; for feedback without end, L. Takács, "A single server queue with feedback", Bell System Technical Journal 42,
1963).
"""

from math import fsum

from jobsim.analysis.theory.erlang import unbounded
from jobsim.analysis.theory.expected import Expected
from jobsim.analysis.theory.general_service import one_processor


def feedback(
    rate: float, service: float, processors: int, failure: float, attempts: int, delay: float = 0.0
) -> Expected:
    """Up to so many attempts of a job, each failing by the chance `failure`, with this mean delay between them.

    Any number of waiting places; any law of the delay. Every attempt waits as in M/M/c, so a job that is completed by
    its k-th has taken k times its response, and k - 1 delays. Needs mean(attempts) x rate x service < processors.
    """
    lost = failure**attempts
    tried = fsum(failure**k for k in range(attempts))
    completing = fsum((k + 1) * failure**k for k in range(attempts)) * (1 - failure) / (1 - lost)
    each = unbounded(rate * tried, service, processors)
    return {
        **{measure: each[measure] for measure in ("utilisation", "mean(queued)", "mean(waiting)", "p95(waiting)")},
        "throughput": rate * (1 - lost),
        "mean(response)": completing * each["mean(response)"] + (completing - 1) * delay,
        "mean(attempts)": tried,
        "loss_rate": lost,
        "waste_rate": failure,
    }


def failing_early(rate: float, service: float, failure: float, after: float) -> Expected:
    """One attempt of each job at one processor, failing by this chance after such a share of its service: M/G/1."""
    mean = service * (1 - failure + failure * after)
    second_moment = 2 * service**2 * (1 - failure + failure * after**2)
    found = one_processor(rate, mean, second_moment - mean**2)
    return {
        **{measure: found[measure] for measure in ("utilisation", "mean(queued)", "mean(waiting)")},
        "throughput": rate * (1 - failure),
        "mean(response)": found["mean(waiting)"] + service,
        "loss_rate": failure,
        "waste_rate": service * failure * after / mean,
    }
