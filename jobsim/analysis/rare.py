"""Shares of jobs that are so rare that their scatter over replications says little; or nothing, where none was seen."""

from jobsim.results.estimates import Estimate

_FEW = 20
"""With so many, the scatter tells."""


def with_rare(known: Estimate, jobs: float, confidence: float) -> Estimate:
    """A share of so many jobs in all, its interval no narrower than if each were counted for itself.

    Of k jobs, the exact bounds of a Poisson number (Garwood, Biometrika 28, 1936): of none, 3.7 at most may have been
    to be expected where confidence is 95 %.
    """
    if known.mean is None or known.low is None or known.high is None or not jobs:
        return known
    seen, others = known.mean * jobs, (1 - known.mean) * jobs
    if min(seen, others) >= _FEW:
        return known
    if seen <= others:
        low, high = (bound / jobs for bound in _bounds(seen, confidence))
    else:
        low, high = (1 - bound / jobs for bound in reversed(_bounds(others, confidence)))
    return known._replace(low=max(min(known.low, low), 0.0), high=min(max(known.high, high), 1.0))


def _bounds(seen: float, confidence: float) -> tuple[float, float]:
    from scipy.special import gammaincinv  # noqa: PLC0415 - a tenth of a second that most need not wait for

    tail = (1 - confidence) / 2
    low = float(gammaincinv(seen, tail)) if seen else 0.0
    return low, float(gammaincinv(seen + 1, 1 - tail))
