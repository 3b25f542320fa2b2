"""What lies between the instants of jobs, or of their stays, in nanoseconds; -1 where it has no end, or no start."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobsim.results.jobtable import Instants


def blocked(table: Instants) -> NDArray[np.int64]:
    return _between(table.submitted_at, np.where(table.admitted_at >= 0, table.admitted_at, table.ended_at))


def waiting(table: Instants) -> NDArray[np.int64]:
    return _between(table.admitted_at, np.where(table.started_at >= 0, table.started_at, table.ended_at))


def service(table: Instants) -> NDArray[np.int64]:
    return _between(table.started_at, table.ended_at)


def response(table: Instants) -> NDArray[np.int64]:
    return _between(table.due_at, table.ended_at)


def _between(start: Any, end: Any) -> NDArray[np.int64]:
    return np.where((start >= 0) & (end >= 0), end - start, -1)
