"""The tables of a run as Polars frames: the columns of the CSV files, in their order.

Times are exact decimals of seconds (nine places), null where something did not happen.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from jobsim.results.estimates import Estimate
from jobsim.results.jobtable import JobTable
from jobsim.results.metrics import Metric
from jobsim.results.outcomes import OUTCOMES
from jobsim.results.presence import CAUSES, Presence
from jobsim.results.run import Ran, Run
from jobsim.results.staytable import RESULTS, StayTable
from jobsim.results.timeline import Timeline
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import QUEUE

SECONDS = pl.Decimal(38, 9)

_INSTANTS = ("due_at", "submitted_at", "admitted_at", "started_at", "ended_at")
_OF_A_JOB = ("number", "submitter", "processor", "outcome")
_OF_A_STAY = ("number", "submitter", "put", "attempt", "processor", "result")

_DUE, _SUBMITTED, _ADMITTED, _STARTED, _ENDED = map(pl.col, _INSTANTS)
_PUT_ENDED = pl.coalesce(_ADMITTED, _ENDED)
_QUEUE_LEFT = pl.coalesce(_STARTED, pl.when(_ADMITTED.is_not_null()).then(_ENDED))
_DURATIONS = {
    "delayed": _SUBMITTED - _DUE,
    "blocked": _PUT_ENDED - _SUBMITTED,
    "waiting": _QUEUE_LEFT - _ADMITTED,
    "service": _ENDED - _STARTED,
    "response": _ENDED - _DUE,
}
"""Of instants that are null where something did not happen: then so is what needs them."""

SUMMARY = {
    "metric": pl.String,
    "of": pl.String,
    "unit": pl.String,
    "mean": pl.Float64,
    "ci_low": pl.Float64,
    "ci_high": pl.Float64,
    "replications": pl.Int64,
}


def jobs_table(run: Run) -> pl.LazyFrame:
    """jobs.csv: one row per job."""
    jobs = run.jobs
    drawn = {"value": _values(run), "priority": jobs.priority, "puts": jobs.puts, "attempts": jobs.attempts}
    there = {name: column for name, column in drawn.items() if column is not None}
    # What a job is where the table does not say.
    usual = {"priority": pl.lit(0, pl.Int64), "puts": pl.lit(1), "attempts": _STARTED.is_not_null()}
    told = {name: (pl.col(name) if name in there else expression).alias(name) for name, expression in usual.items()}
    return _happened(jobs, _OF_A_JOB, there).select(
        pl.lit(run.replication, pl.Int32).alias("replication"),
        _job(),
        _word("submitter", run.submitters),
        pl.col("value") if "value" in there else _usual_value(run).alias("value"),
        told["priority"],
        _queue(),
        _word("processor", run.processors),
        told["puts"].cast(pl.Int32),
        told["attempts"].cast(pl.Int32),
        _word("outcome", OUTCOMES),
        *map(_seconds, _INSTANTS),
        *(_seconds(name, duration) for name, duration in _DURATIONS.items()),
    )


def attempts_table(run: Run, stays: StayTable) -> pl.LazyFrame:
    """attempts.csv: one row per stay in the queue's hands, or a processor's."""
    started = pl.col("started_at").is_not_null()
    return _happened(stays, _OF_A_STAY, {"limited": stays.limited}).select(
        pl.lit(run.replication, pl.Int32).alias("replication"),
        _job(),
        _word("submitter", run.submitters),
        pl.col("put").cast(pl.Int32),
        pl.when(started).then(pl.col("attempt").cast(pl.Int32)),
        _queue(),
        pl.when(started).then(_word("processor", run.processors)),
        _word("result", RESULTS),
        *map(_seconds, _INSTANTS[1:]),
        *(_seconds(name, _DURATIONS[name]) for name in ("blocked", "waiting")),
        _seconds("limited", _or_null("limited")),
        _seconds("service", _DURATIONS["service"]),
    )


def _happened(table: JobTable | StayTable, names: Sequence[str], more: Mapping[str, Any]) -> pl.LazyFrame:
    """Columns of a table as they are, and its instants, null where something did not happen."""
    columns = {name: getattr(table, name) for name in (*names, *_INSTANTS)}
    return pl.LazyFrame({**columns, **more}).with_columns(map(_or_null, _INSTANTS))


def processors_frame(run: Run, presence: Presence) -> pl.DataFrame:
    """processors.csv: one row per change of a pool's number present."""
    columns = {"time": presence.time, "pool": presence.pool, "present": presence.present, "cause": presence.cause}
    return pl.DataFrame(columns).select(
        pl.lit(run.replication, pl.Int32).alias("replication"),
        _seconds("time"),
        _word("pool", sorted(run.scenario.processors)).alias("processors"),
        "present",
        _word("cause", CAUSES),
    )


def timeline_frame(run: Ran, timeline: Timeline) -> pl.DataFrame:
    """timeline.csv: one row per interval."""
    levels = {"blocked": timeline.blocked, "queued": timeline.queued, "busy": timeline.busy}
    return pl.DataFrame({"time": timeline.time, "duration": timeline.duration}).select(
        pl.lit(run.replication, pl.Int32).alias("replication"),
        _seconds("time"),
        _seconds("duration"),
        pl.Series("submitted", timeline.submitted),
        *(pl.Series(name, counts) for name, counts in timeline.counts.items()),
        *(pl.Series(name, level).fill_nan(None) for name, level in levels.items()),
        pl.lit(timeline.processors, pl.Int64).alias("processors")
        if isinstance(timeline.processors, int)
        else pl.Series("processors", timeline.processors).fill_nan(None),
    )


def replications_frame(run: Ran, found: Sequence[Metric]) -> pl.DataFrame:
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


def summary_frame(found: Sequence[Estimate]) -> pl.DataFrame:
    """summary.csv: one row per metric. Empty where there is no interval."""
    return pl.DataFrame([row[: len(SUMMARY)] for row in found], schema=SUMMARY, orient="row", strict=False)


def _seconds(name: str, nanoseconds: pl.Expr | None = None) -> pl.Expr:
    """Seconds of that name; by default of the nanoseconds that have it."""
    exact = pl.col(name) if nanoseconds is None else nanoseconds
    # Nanoseconds are what such a decimal is made of; multiplying would cost more than all the rest.
    return exact.cast(pl.Int128).reinterpret(dtype=SECONDS).alias(name)


def _or_null(name: str) -> pl.Expr:
    return pl.when(pl.col(name) >= 0).then(name)


def _job() -> pl.Expr:
    return (pl.col("number").cast(pl.Int64) + 1).alias("job")


def _queue() -> pl.Expr:
    return pl.lit(QUEUE, pl.Enum([QUEUE])).alias("queue")


def _word(name: str, words: Sequence[str]) -> pl.Expr:
    return _or_null(name).cast(pl.UInt32).cat.to(pl.Enum(words))


def _values(run: Run) -> pl.Series | None:
    """The payloads, where they were drawn."""
    jobs = run.jobs
    if jobs.value is None:
        return None
    codes, of_job = np.unique(jobs.value, return_inverse=True)
    pairs, of_job = np.unique(jobs.submitter.astype(np.int64) * len(codes) + of_job, return_inverse=True)
    parts = _parts(run)
    ranks, places = np.divmod(pairs, len(codes))
    texts = [
        _text(parts[rank].payload(code)) for rank, code in zip(ranks.tolist(), codes[places].tolist(), strict=True)
    ]
    return pl.Series(texts, dtype=pl.String).gather(pl.Series(of_job))


def _usual_value(run: Run) -> pl.Expr:
    """The payloads, where each submitter has one for all its jobs."""
    texts = [_text(part.payload(None)) for part in _parts(run)]
    if len(set(texts)) == 1:
        return pl.lit(texts[0], pl.String)
    return pl.col("submitter").replace_strict(range(len(texts)), texts, return_dtype=pl.String)


def _parts(run: Run) -> list[Submitter]:
    return [run.scenario.submitters[label.rpartition("-")[0]] for label in run.submitters]


def _text(value: int | float | str | None) -> str | None:
    return None if value is None else str(value)
