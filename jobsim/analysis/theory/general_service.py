"""Poisson puts at one processor with any service: M/G/1."""

from jobsim.analysis.theory.expected import Expected, steady


def one_processor(rate: float, mean: float, variance: float) -> Expected:
    """From the first two moments of the service (Pollaczek 1930, Khinchine 1932; Kleinrock I, 1975, section 5.7)."""
    waiting = rate * (mean * mean + variance) / (2 * (1 - rate * mean))
    return {**steady(rate, mean, 1, rate * waiting), "drop_rate": 0.0}
