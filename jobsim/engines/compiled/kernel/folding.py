"""The innermost loops of a fold, over arrays that Python has made and tells the places of."""

from typing import Any

import numpy as np
from numba import carray, njit  # type: ignore[attr-defined]

from jobsim.engines.compiled.kernel.access import array_at, fold_at, pointer_to
from jobsim.engines.compiled.kernel.compiling import OPTIONS, compiled
from jobsim.results.folding import row_by_row
from jobsim.results.folding.sums import Sums

_count_jobs = njit(**OPTIONS)(row_by_row.count_jobs)
_count_stays = njit(**OPTIONS)(row_by_row.count_stays)


def fold(address: int, of_stays: int) -> int:
    """Count rows of jobs, or of stays: the arrays of `Sums`, and after them rows and bins."""
    given = fold_at(address, 0)
    sums = _sums(given)
    rows = _table(given, 16)
    if of_stays:
        area, across = _table(given, 17), _table(given, 18)
        _count_stays(rows, given.processor_at, given.put_at, given.end, sums, area, across, given.step)
    else:
        ended, submitted = _table(given, 17), _column(given, 18)
        _count_jobs(rows, given.end, given.several != 0, sums, ended, submitted, given.step)
    return 0


@compiled
def _sums(given: Any) -> Sums:
    buckets = array_at(given.arrays, 6)
    leading = array_at(given.arrays, 13)
    return Sums(
        _column(given, 0),
        _column(given, 1),
        given.kinds_of_names,
        given.kinds_of_pools,
        _table(given, 2),
        _table(given, 3),
        _table(given, 4),
        _table(given, 5),
        carray(pointer_to(buckets.address), (buckets.first, buckets.second, buckets.third), np.int64),
        _table(given, 7),
        _table(given, 8),
        _column(given, 9),
        _column(given, 10),
        _column(given, 11),
        _column(given, 12),
        carray(pointer_to(leading.address), (1,), np.float64),
        _column(given, 13),
        given.path_start,
        given.path_step,
        _column(given, 14),
        _column(given, 15),
    )


@compiled
def _column(given: Any, index: int) -> Any:
    array = array_at(given.arrays, index)
    return carray(pointer_to(array.address), (array.first,), np.int64)


@compiled
def _table(given: Any, index: int) -> Any:
    array = array_at(given.arrays, index)
    return carray(pointer_to(array.address), (array.first, array.second), np.int64)
