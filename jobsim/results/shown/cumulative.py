"""How long jobs waited, or took in all: the share of jobs below each duration, for pictures."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jobsim.results.findings import Findings
from jobsim.results.run import labels
from jobsim.units import SECOND

_SHARES = np.unique(
    np.concatenate([np.linspace(0, 1, 201), 1 - np.geomspace(5e-3, 1e-5, 40), np.geomspace(1e-4, 5e-3, 10)])
)
_FEW = 400
"""So many are shown one by one."""


@dataclass(frozen=True, eq=False)
class Cumulative:
    """A distribution; of several replications, of all their jobs together."""

    jobs: int
    seconds: NDArray[np.float64]
    """Rising; each is the duration of a job."""
    shares: NDArray[np.float64]
    """Of jobs that took no longer."""


def cumulative(findings: Findings, column: str, submitter: str | None = None) -> Cumulative | None:
    """Of a duration that is a column of jobs.csv, of all jobs or those of the submitters of one name.

    None where no job has it, or no table of jobs was kept.

    Jobs due within the warm-up are left out; of `response`, as in the metrics, those that were not completed, and of
    `waiting` those that no processor started.
    """
    counted = "started_at" if column == "waiting" else "outcome"
    whose = [] if submitter is None else ["submitter"]
    table = findings.table("jobs", ["due_at", counted, column, *whose])
    if table is None:
        return None
    if submitter is not None:
        own = labels({submitter: findings.scenario.submitters[submitter].count})
        table = table.filter(pl.col("submitter").is_in(own))
    due = pl.col("due_at").cast(pl.Float64) >= findings.warmup / SECOND
    those = pl.col(counted).is_not_null() if column == "waiting" else pl.col(counted) == "completed"
    values = np.sort(table.filter(due & those)[column].cast(pl.Float64).to_numpy())
    count = len(values)
    if not count:
        return None
    if count <= _FEW:
        return Cumulative(count, values, np.arange(1, count + 1) / count)
    at = np.unique(np.clip(np.ceil(_SHARES * count - 1e-6).astype(np.int64), 1, count))
    return Cumulative(count, values[at - 1], at / count)
