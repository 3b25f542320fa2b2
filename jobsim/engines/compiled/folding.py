"""The innermost work of a fold, compiled: `folding.row_by_row` as machine code, called with where arrays lie."""

from collections.abc import Callable
from typing import Any

import numpy as np

from jobsim.engines.compiled.records import FOLD
from jobsim.results.folding.sums import Inner, Sums
from jobsim.results.jobtable import Column
from jobsim.units import Nanoseconds

Fold = Callable[[int, int], int]
"""Counts what lies at an address: jobs, or (1) stays."""


def inner(fold: Fold) -> Inner:
    """What a fold is made with."""

    def count_jobs(
        rows: Column,
        end: Nanoseconds,
        several: bool,
        sums: Sums,
        ended_in: Column,
        submitted_in: Column,
        step: Nanoseconds,
    ) -> None:
        given = np.zeros(1, FOLD)
        given["end"], given["several"], given["step"] = end, several, step
        _count(fold, given, 0, sums, rows, ended_in, submitted_in)

    def count_stays(
        rows: Column,
        processor: int,
        put: int,
        end: Nanoseconds,
        sums: Sums,
        area: Column,
        across: Column,
        step: Nanoseconds,
    ) -> None:
        given = np.zeros(1, FOLD)
        given["processor_at"], given["put_at"], given["end"], given["step"] = processor, put, end, step
        _count(fold, given, 1, sums, rows, area, across)

    return Inner(count_jobs, count_stays)


def _count(fold: Fold, given: Any, of_stays: int, sums: Sums, *more: Column) -> None:
    arrays = [*_arrays_of(sums), *more]
    for array in arrays:
        assert array.flags.c_contiguous, "the loops go by where numbers lie"
        assert array.itemsize == 8, "the loops go by 64 bits"
    # Records of ARRAY, which are several times as slow to fill one by one.
    places = np.array([(array.ctypes.data, *(*array.shape, 1, 1)[:3]) for array in arrays], dtype=np.int64)
    given["arrays"] = places.ctypes.data
    for name in ("kinds_of_names", "kinds_of_pools", "path_start", "path_step"):
        given[name] = getattr(sums, name)
    fold(given.ctypes.data, of_stays)


def _arrays_of(sums: Sums) -> list[Column]:
    return [field for name, field in sums._asdict().items() if isinstance(field, np.ndarray) and name != "leading"]
