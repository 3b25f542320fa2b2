"""The tables of a run as Polars frames: the columns of the CSV files, in their order.

Times are exact decimals of seconds (nine places), null where something did not happen.
"""

from collections.abc import Callable, Iterator, Sequence

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

ROWS_AT_A_TIME = 250_000
"""As many as keep both memory and the start of each write small."""

_INSTANTS = ("due_at", "submitted_at", "admitted_at", "started_at", "ended_at")
_DURATIONS = ("delayed", "blocked", "waiting", "service", "response")
_DURATIONS_OF_A_STAY = ("blocked", "waiting", "limited", "service")
_OF_A_JOB = ("number", "submitter", "processor", "outcome")
_OF_A_STAY = ("number", "submitter", "put", "attempt", "processor", "result")

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
    return _jobs_of(run)(run.jobs).collect()


def jobs_pieces(run: Run) -> Iterator[pl.LazyFrame]:
    """The same, some rows at a time, each made when it is asked for."""
    return map(_jobs_of(run), run.jobs.pieces(ROWS_AT_A_TIME))


def attempts_frame(run: Run, stays: StayTable) -> pl.DataFrame:
    """attempts.csv: one row per stay in the queue's hands, or a processor's."""
    return _stays_of(run)(stays).collect()


def attempts_pieces(run: Run) -> Iterator[pl.LazyFrame]:
    """The same, some rows at a time, each made when it is asked for; none where each job has one stay."""
    return map(_stays_of(run), () if run.stays is None else run.stays.pieces(ROWS_AT_A_TIME))


def _jobs_of(run: Run) -> Callable[[JobTable], pl.LazyFrame]:
    submitter, processor = pl.Enum(run.submitters), pl.Enum(run.processors)
    parts = [run.scenario.submitters[label.rpartition("-")[0]] for label in run.submitters]

    def frame(jobs: JobTable) -> pl.LazyFrame:
        # What a job is where the table does not say.
        usual = {"priority": pl.lit(0, pl.Int64), "puts": pl.lit(1), "attempts": pl.col("started_at") >= 0}
        columns = {name: getattr(jobs, name) for name in (*_OF_A_JOB, *usual, *_INSTANTS, *_DURATIONS)}
        told = {name: pl.col(name) if columns[name] is not None else usual[name].alias(name) for name in usual}
        there = {name: column for name, column in columns.items() if column is not None}
        return pl.LazyFrame({**there, "value": _values(jobs, parts)}).select(
            pl.lit(run.replication, pl.Int32).alias("replication"),
            _job(),
            _word("submitter", submitter),
            "value",
            told["priority"],
            pl.lit(QUEUE, pl.Enum([QUEUE])).alias("queue"),
            _word("processor", processor),
            told["puts"].cast(pl.Int32),
            told["attempts"].cast(pl.Int32),
            _word("outcome", pl.Enum(OUTCOMES)),
            *map(_seconds, (*_INSTANTS, *_DURATIONS)),
        )

    return frame


def _stays_of(run: Run) -> Callable[[StayTable], pl.LazyFrame]:
    submitter, processor = pl.Enum(run.submitters), pl.Enum(run.processors)

    def frame(stays: StayTable) -> pl.LazyFrame:
        times = (*_INSTANTS[1:], *_DURATIONS_OF_A_STAY)
        started = pl.col("started_at") >= 0
        return pl.LazyFrame({name: getattr(stays, name) for name in (*_OF_A_STAY, *times)}).select(
            pl.lit(run.replication, pl.Int32).alias("replication"),
            _job(),
            _word("submitter", submitter),
            pl.col("put").cast(pl.Int32),
            pl.when(started).then(pl.col("attempt").cast(pl.Int32)),
            pl.lit(QUEUE, pl.Enum([QUEUE])).alias("queue"),
            pl.when(started).then(_word("processor", processor)),
            _word("result", pl.Enum(RESULTS)),
            *map(_seconds, times),
        )

    return frame


def processors_frame(run: Run, presence: Presence) -> pl.DataFrame:
    """processors.csv: one row per change of a pool's number present."""
    columns = {"time": presence.time, "pool": presence.pool, "present": presence.present, "cause": presence.cause}
    return pl.DataFrame(columns).select(
        pl.lit(run.replication, pl.Int32).alias("replication"),
        _seconds("time"),
        _word("pool", pl.Enum(sorted(run.scenario.processors))).alias("processors"),
        "present",
        _word("cause", pl.Enum(CAUSES)),
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


def _seconds(name: str) -> pl.Expr:
    instant = pl.col(name)
    # Nanoseconds are what such a decimal is made of; multiplying would cost more than all the rest.
    return pl.when(instant >= 0).then(instant).cast(pl.Int128).reinterpret(dtype=SECONDS).alias(name)


def _job() -> pl.Expr:
    return (pl.col("number").cast(pl.Int64) + 1).alias("job")


def _word(name: str, words: pl.Enum) -> pl.Expr:
    code = pl.col(name)
    return pl.when(code >= 0).then(code).cast(pl.UInt32).cat.to(words)


def _values(jobs: JobTable, parts: Sequence[Submitter]) -> pl.Series:
    """The payloads: of each submitter one for all its jobs, or one for each code."""
    if jobs.value is None:
        texts, of_job = [_text(part.payload(None)) for part in parts], jobs.submitter
    else:
        codes, of_job = np.unique(jobs.value, return_inverse=True)
        pairs, of_job = np.unique(jobs.submitter.astype(np.int64) * len(codes) + of_job, return_inverse=True)
        ranks, places = np.divmod(pairs, len(codes))
        drawn = zip(ranks.tolist(), codes[places].tolist(), strict=True)
        texts = [_text(parts[rank].payload(code)) for rank, code in drawn]
    return pl.Series(texts, dtype=pl.String).gather(pl.Series(of_job))


def _text(value: int | float | str | None) -> str | None:
    return None if value is None else str(value)
