"""What a mean wait cannot exceed: independent gaps and services of any law, GI/G/c.

J. F. C. Kingman, "Some inequalities for the queue GI/G/1", Biometrika 49, 1962; for several processors R. W. Wolff, "An
upper bound for multi-channel queues", Journal of Applied Probability 14, 1977.
"""


def longest_mean_wait(rate: float, gap_variance: float, service_variance: float, processors: int, load: float) -> float:
    """Any number of waiting places, first come, first served; `load` is the share of the processors' time, below 1.

    Dealt out in turn, jobs would wait longer than in one line; and then each processor is Kingman's GI/G/1, to which
    every c-th job comes.
    """
    return rate * (gap_variance + service_variance / processors) / (2 * (1 - load))
