"""Machine repair: users who each wait for their answer, think, and ask again (pacing `after_response`).

C. Palm, 1947; Kleinrock, Queueing Systems I, 1975, section 3.8: M/M/c//M.
"""

from math import fsum

from jobsim.analysis.theory import birth_death
from jobsim.analysis.theory.expected import Expected


def machine_repair(submitters: int, cadence: float, service: float, processors: int) -> Expected:
    """So many submitters with exponential cadence, any number of waiting places, exponential service."""
    births = [(submitters - n) / cadence for n in range(submitters)]
    deaths = [min(n + 1, processors) / service for n in range(submitters)]
    law = birth_death.stationary(births, deaths)
    expected = birth_death.served(law, service, processors, submitters)
    return {**expected, "mean(response)": expected["mean(waiting)"] + service, "drop_rate": 0.0}


def must_wait(submitters: int, cadence: float, service: float, processors: int) -> float:
    """The share of jobs that find every processor at work: as one submitter fewer would see them in the long run."""
    births = [(submitters - 1 - n) / cadence for n in range(submitters - 1)]
    deaths = [min(n + 1, processors) / service for n in range(submitters - 1)]
    return fsum(birth_death.stationary(births, deaths)[processors:])
