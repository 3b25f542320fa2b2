"""Jobs that leave the queue when they have waited their time: Erlang A, and its likes with other times to live.

The same law as that of puts that wait for a processor with a timeout, where there are no waiting places: only that here
they wait inside the queue (C. Palm 1943 for exponential times; D. Y. Barrer 1957 for fixed ones).
"""

from jobsim.analysis.theory.expected import Expected
from jobsim.analysis.theory.put_timeout import Patience, open_line


def expiring(rate: float, service: float, processors: int, patience: Patience) -> Expected:
    """Poisson puts, exponential service, any number of places, each job waiting as long as `patience` says."""
    outside = open_line(rate, service, processors, 0, patience)
    return {
        "throughput": outside["throughput"],
        "utilisation": outside["utilisation"],
        "loss_rate": outside["drop_rate"],
        "mean(queued)": outside["mean(blocked)"] * rate,
    }
