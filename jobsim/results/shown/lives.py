"""The life of each job of a small run: when it was blocked, waited, and was in service."""

from typing import Any, NamedTuple

import polars as pl

from jobsim.results.findings import Findings

MOST_LIVES = 150


class Life(NamedTuple):
    """One job, or one stay of it where a job can have several. Times are seconds from the start; None: never."""

    job: int
    submitter: str
    processor: str | None
    end: str
    """Its outcome, or what became of the stay."""
    submitted_at: float | None
    """None of what is only gone on with: it was put before."""
    admitted_at: float | None
    started_at: float | None
    ended_at: float | None
    """None where the run ended first."""


def lives(findings: Findings) -> list[Life]:
    """All of them, by processor and the time of their start; none where they are too many to be looked at."""
    if findings.replicated > 1:
        return []
    columns = ["job", "submitter", "processor", "submitted_at", "admitted_at", "started_at", "ended_at"]
    frame = findings.table("attempts", [*columns, "result"], MOST_LIVES + 1)
    if frame is None:
        frame = findings.table("jobs", [*columns, "outcome"], MOST_LIVES + 1)
    if frame is None or len(frame) > MOST_LIVES:
        return []
    texts, times = ("submitter", "processor", frame.columns[-1]), columns[3:]
    frame = frame.filter(pl.col("submitted_at").is_not_null() | pl.col("started_at").is_not_null()).select(
        "job", *(pl.col(name).cast(pl.String) for name in texts), *(pl.col(name).cast(pl.Float64) for name in times)
    )
    rows: list[Any] = frame.rows()
    return sorted(map(Life._make, rows), key=_in_order)


def _in_order(life: Life) -> tuple[bool, str, float]:
    began = life.submitted_at if life.started_at is None else life.started_at
    return life.processor is None, life.processor or "", began or 0.0
