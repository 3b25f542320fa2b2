"""Batches of jobs as a Poisson stream at one processor with exponential service: M^X/M/1.

Gross and Harris, Fundamentals of Queueing Theory, section 3.1; M. L. Chaudhry and J. G. C. Templeton, A First Course in
Bulk Queues, 1983.
"""

from jobsim.analysis.theory.expected import Expected, steady


def batches(rate: float, mean: float, variance: float, service: float) -> Expected:
    """`rate` batches a second, each of a number of jobs with this mean and variance. Needs a load below 1."""
    load = rate * mean * service
    second_moment = variance + mean * mean
    in_system = load * (1 + second_moment / mean) / (2 * (1 - load))
    return {**steady(rate * mean, service, 1, in_system - load), "drop_rate": 0.0}
