"""The path of a run: how many jobs are in the system, over time."""

import numpy as np
from numpy.typing import NDArray

from jobsim.results import stays
from jobsim.results.folding.sums import Sums
from jobsim.results.jobtable import ROWS_IN_CACHE, Column
from jobsim.results.levels import areas
from jobsim.results.run import Run
from jobsim.results.window import Window
from jobsim.units import Nanoseconds


def in_system(run: Run, window: Window, count: int) -> NDArray[np.float64]:
    """The mean number of jobs in the system, puts that wait for a place included, in so many equal parts of a window.

    Its length is a multiple of their number, in nanoseconds.
    """
    assert window.end is not None
    step = (window.end - window.start) // count
    edges = np.arange(count + 1, dtype=np.int64) * step
    found = np.zeros(count, dtype=np.int64)
    for piece in run.every_stay.pieces(ROWS_IN_CACHE):
        for level in (stays.blocked, stays.waiting, stays.in_service):
            starts, ends = window.cut(level(piece, run.ended_at), run.ended_at)
            found += areas([(starts - window.start, ends - window.start)], edges)
    return _averages(found, step)


def path_of(sums: Sums) -> NDArray[np.float64]:
    """The same, to the bit, as a fold has summed it."""
    found: Column = sums.path_area + np.cumsum(sums.path_across) * sums.path_step
    return _averages(found[:-2], sums.path_step)


def _averages(area: Column, step: Nanoseconds) -> NDArray[np.float64]:
    """Of sums that may have passed 2⁶³; none passes 2⁶⁴."""
    averages: NDArray[np.float64] = area.view(np.uint64) / step
    return averages
