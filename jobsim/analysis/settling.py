"""Where a run has forgotten its start: MSER-5, on the path averaged over replications.

K. P. White, M. J. Cobb and S. C. Spratt, "A comparison of five steady-state truncation heuristics for simulation",
Winter Simulation Conference 2000: of what is left after leaving out a beginning, the standard error of the mean,
computed as if its values were independent, is least. A single path would have its busy starts cut away, which biases.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jobsim.results.path import in_system
from jobsim.results.run import Run
from jobsim.results.window import FoundWarmup, Window
from jobsim.scenario.asked.warmup import LEAST_REPLICATIONS

_BATCHES = 200
"""Averages of five intervals each, of equal length, over the shortest of the runs."""
_IN_A_BATCH = 5


def settling(runs: Sequence[Run]) -> FoundWarmup:
    """When the number of jobs in the system has forgotten how the runs began.

    Of too few runs nothing is left out, and it is not settled.
    """
    shortest = min(run.ended_at for run in runs)
    step = shortest // (_BATCHES * _IN_A_BATCH)
    if len(runs) < LEAST_REPLICATIONS or step == 0:
        return FoundWarmup(0, settled=False)
    window = Window(0, step * _BATCHES * _IN_A_BATCH)
    path = np.mean([in_system(run, window, _BATCHES * _IN_A_BATCH) for run in runs], axis=0)
    left_out = mser(path.reshape(_BATCHES, _IN_A_BATCH).mean(axis=1))
    return FoundWarmup(left_out * _IN_A_BATCH * step, settled=left_out < _BATCHES // 2)


def mser(values: NDArray[np.float64]) -> int:
    """How many values to leave out at the start, half of them at the most."""
    # From the end: sums of what is left when the first d are left out, of values near 0 to keep their digits.
    near = values - values[len(values) // 2 :].mean()
    left = np.arange(len(near), 0, -1)
    total, squares = (np.cumsum(column[::-1])[::-1] for column in (near, near * near))
    error = np.maximum(squares - total * total / left, 0) / (left * left)
    return int(np.argmin(error[: len(near) // 2 + 1]))
