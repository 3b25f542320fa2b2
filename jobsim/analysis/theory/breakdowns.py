"""Processors that break down, whether they have a job or not: exponential times up, any law of repairs.

One processor is M/G/1 with the time that a job keeps it from others as its service, repairs included, and with repairs
of an idle processor, which make the next jobs wait (H. White and L. S. Christie, "Queuing with preemptive priorities or
with breakdown", Operations Research 6, 1958; D. P. Gaver, "A waiting line with interrupted service, including
priorities", JRSS B 24, 1962; B. Avi-Itzhak and P. Naor, "Some queuing problems with the service station subject to
breakdown", Operations Research 11, 1963, model A). Several that hand their jobs back are a Markov chain where all is
exponential (I. L. Mitrany and B. Avi-Itzhak, "A many-server queue with service interruptions", Operations Research 16,
1968).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobsim.analysis.theory.expected import Expected


@dataclass(frozen=True)
class Outages:
    """Of one processor: the mean time up, in seconds, and the repair's first two moments."""

    up: float
    repair: float
    second_moment: float

    @property
    def present(self) -> float:
        """The share of time that it is there."""
        return self.up / (self.up + self.repair)


def resumed(rate: float, mean: float, variance: float, outages: Outages) -> Expected:
    """A job goes on after the repair where it was (`resume`); any law of service, one processor.

    Breakdowns during a service are Poisson, so it is stretched to mean x (1 + repair / up).
    """
    stretched = mean / outages.present
    second_moment = (mean**2 + variance) / outages.present**2 + mean / outages.up * outages.second_moment
    wait = _wait(rate, stretched, second_moment, outages)
    return {
        **_of_one(rate, wait, rate * stretched, outages),
        "mean(service)": stretched,
        "mean(response)": wait + stretched,
    }


def lost(rate: float, service: float, outages: Outages) -> Expected:
    """A breakdown ends the job (`lose`); exponential service, one processor.

    It keeps the processor from others until it is done or the repair is.
    """
    broken = service / (service + outages.up)
    executed = service * outages.up / (service + outages.up)  # whichever comes first
    kept = executed + broken * outages.repair
    second_moment = 2 * executed**2 + 2 * executed * broken * outages.repair + broken * outages.second_moment
    wait = _wait(rate, kept, second_moment, outages)
    return {
        **_of_one(rate, wait, rate * executed / outages.present, outages),
        "throughput": rate * (1 - broken),
        "loss_rate": broken,
        "waste_rate": broken,
        "mean(service)": executed,
        "mean(response)": wait + executed,
    }


def handed_back(rate: float, service: float, processors: int, up: float, repair: float, most: int = 400) -> Expected:
    """A job is handed back to the queue and begins anew (`requeue`); all exponential, several processors.

    The chain of jobs in the system and processors that are there, level by level from the far end, cut off at `most`
    jobs. As with `restart`, where one processor has its job to itself, an attempt takes as long as any other.
    """
    count = processors + 1
    there = np.arange(count)
    change = np.zeros((count, count))
    change[there[1:], there[:-1]] = there[1:] / up
    change[there[:-1], there[1:]] = (processors - there[:-1]) / repair

    def within(n: int, puts: float) -> NDArray[np.float64]:
        served = np.minimum(n, there) / service
        return change - np.diag(change.sum(1) + served + puts)

    ratios: list[NDArray[np.float64]] = []
    put: NDArray[np.float64] = np.diag(np.full(count, rate))
    returned = put  # at the far end, puts are turned away
    for n in range(most, 0, -1):
        ratios.append(-put @ np.linalg.inv(within(n, rate) + returned))
        returned = ratios[-1] @ np.diag(np.minimum(n, there) / service)
    balance = (within(0, rate) + returned).T
    balance[-1] = 1
    law = np.linalg.solve(balance, np.eye(count)[-1])
    total, queued, busy = float(law.sum()), 0.0, 0.0
    for n, ratio in enumerate(reversed(ratios), start=1):
        law = law @ ratio
        total += float(law.sum())
        queued += float(np.maximum(n - there, 0) @ law)
        busy += float(np.minimum(n, there) @ law)
    present = up / (up + repair)
    return {
        "throughput": rate,
        "utilisation": busy / total / processors / present,
        "mean(queued)": queued / total,
        "mean(processors)": processors * present,
        "mean(response)": (queued + busy) / total / rate,
        "mean(attempts)": 1 + service / up,
        "waste_rate": service / (service + up),
    }


def _wait(rate: float, kept: float, second_moment: float, outages: Outages) -> float:
    """The mean wait: for those before (Pollaczek, Khinchine), and for the rest of a repair that goes on anyway."""
    idle_repair = outages.second_moment / (2 * (outages.up + outages.repair))
    return rate * second_moment / (2 * (1 - rate * kept)) + idle_repair


def _of_one(rate: float, wait: float, utilisation: float, outages: Outages) -> Expected:
    return {
        "throughput": rate,
        "utilisation": utilisation,
        "mean(queued)": rate * wait,
        "mean(waiting)": wait,
        "mean(processors)": outages.present,
    }
