"""The tables of a run as Polars frames: the columns of the CSV files, in their order.

Times are exact decimals of seconds (nine places), null where something did not happen.
"""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jobsim.results.jobtable import Column
from jobsim.results.metrics import Metric
from jobsim.results.outcomes import OUTCOMES
from jobsim.results.presence import CAUSES, Presence
from jobsim.results.run import Run
from jobsim.results.staytable import RESULTS, StayTable
from jobsim.results.timeline import Timeline
from jobsim.scenario.schema import QUEUE

SECONDS = pl.Decimal(38, 9)
# Multiplied, not divided: Polars cuts a quotient of decimals to the dividend's places.
_NANOSECOND = pl.lit(Decimal("0.000000001"))

_INSTANTS = ("due_at", "submitted_at", "admitted_at", "started_at", "ended_at")
_DURATIONS = ("delayed", "blocked", "waiting", "service", "response")
_OF_A_STAY = ("blocked", "waiting", "limited", "service")

SUMMARY = {
    "metric": pl.String,
    "of": pl.String,
    "unit": pl.String,
    "mean": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
    "replications": pl.Int64,
}


def jobs_frame(run: Run) -> pl.DataFrame:
    """jobs.csv: one row per job."""
    jobs = run.jobs
    priority = np.zeros(len(jobs), dtype=np.int64) if jobs.priority is None else jobs.priority
    frame = pl.DataFrame(
        {
            "replication": pl.repeat(run.replication, len(jobs), dtype=pl.Int32, eager=True),
            "job": pl.Series(jobs.number + 1),
            "submitter": _words(jobs.submitter, run.submitters),
            "value": _values(run),
            "priority": pl.Series(priority),
            "queue": pl.repeat(QUEUE, len(jobs), dtype=pl.Enum([QUEUE]), eager=True),
            "processor": _words(jobs.processor, run.processors),
            "puts": pl.Series(np.ones(len(jobs)) if jobs.puts is None else jobs.puts).cast(pl.Int32),
            "attempts": pl.Series(jobs.started_at >= 0 if jobs.attempts is None else jobs.attempts).cast(pl.Int32),
            "outcome": _words(jobs.outcome, OUTCOMES),
        }
    )
    return frame.hstack(_seconds({name: getattr(jobs, name) for name in (*_INSTANTS, *_DURATIONS)}))


def attempts_frame(run: Run, stays: StayTable) -> pl.DataFrame:
    """attempts.csv: one row per stay in the queue's hands, or a processor's."""
    frame = pl.DataFrame(
        {
            "replication": pl.repeat(run.replication, len(stays), dtype=pl.Int32, eager=True),
            "job": pl.Series(stays.number + 1),
            "submitter": _words(stays.submitter, run.submitters),
            "put": pl.Series(stays.put).cast(pl.Int32),
            "attempt": _where(stays.started_at >= 0, pl.Series(stays.attempt).cast(pl.Int32)),
            "queue": pl.repeat(QUEUE, len(stays), dtype=pl.Enum([QUEUE]), eager=True),
            "processor": _words(np.where(stays.started_at >= 0, stays.processor, -1), run.processors),
            "result": _words(stays.result, RESULTS),
        }
    )
    return frame.hstack(_seconds({name: getattr(stays, name) for name in (*_INSTANTS[1:], *_OF_A_STAY)}))


def processors_frame(run: Run, presence: Presence) -> pl.DataFrame:
    """processors.csv: one row per change of a pool's number present."""
    frame = pl.DataFrame(
        {
            "replication": pl.repeat(run.replication, len(presence.time), dtype=pl.Int32, eager=True),
            "processors": _words(presence.pool, sorted(run.scenario.processors)),
            "present": pl.Series(presence.present),
            "cause": _words(presence.cause, CAUSES),
        }
    )
    return frame.insert_column(1, _seconds({"time": presence.time}).to_series())


def timeline_frame(run: Run, timeline: Timeline) -> pl.DataFrame:
    """timeline.csv: one row per interval."""
    rows = len(timeline.time)
    times = _seconds({"time": timeline.time, "duration": timeline.duration})
    frame = pl.DataFrame({"replication": pl.repeat(run.replication, rows, dtype=pl.Int32, eager=True)}).hstack(times)
    levels = {"blocked": timeline.blocked, "queued": timeline.queued, "busy": timeline.busy}
    return frame.with_columns(
        pl.Series("submitted", timeline.submitted),
        *(pl.Series(name, counts) for name, counts in timeline.counts.items()),
        *(pl.Series(name, level).fill_nan(None) for name, level in levels.items()),
        pl.repeat(timeline.processors, rows, dtype=pl.Int64).alias("processors")
        if isinstance(timeline.processors, int)
        else pl.Series("processors", timeline.processors).fill_nan(None),
    )


def replications_frame(run: Run, found: Sequence[Metric]) -> pl.DataFrame:
    """replications.csv: one row per metric of a replication."""
    rows = [(run.replication, metric, of, unit, value) for metric, of, unit, value in found]
    schema = {
        "replication": pl.Int32,
        "metric": pl.String,
        "of": pl.String,
        "unit": pl.String,
        "value": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row", strict=False)


def summary_frame(found: Sequence[Metric]) -> pl.DataFrame:
    """summary.csv: one row per metric. One replication has no interval."""
    rows = [(metric, of, unit, value, None, None, 1) for metric, of, unit, value in found]
    return pl.DataFrame(rows, schema=SUMMARY, orient="row", strict=False)


def _seconds(columns: dict[str, Column]) -> pl.DataFrame:
    frame = pl.DataFrame(columns)
    return frame.select(
        pl.when(pl.col(name) >= 0).then(pl.col(name)).cast(pl.Decimal(38, 0)).mul(_NANOSECOND).alias(name)
        for name in columns
    )


def _words(codes: Column, words: Sequence[str]) -> pl.Series:
    return _where(codes >= 0, pl.Series(np.where(codes >= 0, codes, 0).astype(np.uint32)).cat.to(pl.Enum(list(words))))


def _where(there: NDArray[np.bool_], cells: pl.Series) -> pl.Series:
    return cells.to_frame("cell").select(pl.when(pl.Series(there)).then(pl.col("cell"))).to_series()


def _values(run: Run) -> pl.Series:
    """The payloads: of each submitter one for all its jobs, or one for each code."""
    jobs = run.jobs
    parts = [run.scenario.submitters[label.rpartition("-")[0]] for label in run.submitters]
    if jobs.value is None:
        texts, of_job = [_text(part.payload(None)) for part in parts], jobs.submitter
    else:
        pairs, of_job = np.unique(np.stack([jobs.submitter, jobs.value]), axis=1, return_inverse=True)
        texts = [_text(parts[rank].payload(code)) for rank, code in pairs.T.tolist()]
    return pl.Series(texts, dtype=pl.String).gather(pl.Series(of_job.ravel()))


def _text(value: int | float | str | None) -> str | None:
    return None if value is None else str(value)
