"""Processors that wait before they execute: for a token of their pool's `limit`, or for one of its `slots`.

With no service the tokens are all that takes time, and they come like a constant service: the tokens that are missing
are the work of M/D/1, and with `burst` tokens a job waits only for what there is of that beyond burst - 1 (J. S.
Turner, "New directions in communications", IEEE Communications Magazine 24, 1986; A. W. Berger, "Performance analysis
of a rate-control throttle where tokens and jobs queue", IEEE JSAC 9, 1991). Slots are the processors of M/M/c.
"""

from math import fsum

from jobsim.analysis.theory import birth_death
from jobsim.analysis.theory.constant_service import number_in_system
from jobsim.analysis.theory.expected import Expected, far_level


def token_bucket(rate: float, limit: float, burst: int) -> Expected:
    """Poisson puts at one processor with no service, and so many tokens a second. Needs rate < limit.

    As many jobs wait for a token as M/D/1 has jobs beyond `burst`; the first of them is with the processor.
    """
    law = number_in_system(rate / limit, 1).tolist()
    beyond = fsum((n - burst) * probability for n, probability in enumerate(law) if n > burst)
    busy = fsum(probability for n, probability in enumerate(law) if n > burst)
    return {
        "utilisation": busy,
        "limited_rate": 1.0,
        "mean(queued)": beyond - busy,
        "mean(waiting)": (beyond - busy) / rate,
        "mean(response)": beyond / rate,
    }


def slots(rate: float, service: float, processors: int, shared: int) -> Expected:
    """Poisson puts, exponential service, any number of places, and more processors than slots for them to execute.

    M/M/c with a slot as a processor, and processors as waiting places. Needs rate x service < shared.
    """
    far = far_level(rate * service / shared, processors)
    law = birth_death.stationary([rate] * far, [min(n + 1, shared) / service for n in range(far)])
    at_work, executing = birth_death.busy(law, processors), birth_death.busy(law, shared)
    queued = birth_death.queued(law, processors, far)
    return {
        "utilisation": at_work / processors,
        "limited_rate": (at_work - executing) / at_work,
        "mean(queued)": queued,
        "mean(waiting)": queued / rate,
        "mean(service)": at_work / rate,
        "mean(response)": (queued + at_work) / rate,
    }
