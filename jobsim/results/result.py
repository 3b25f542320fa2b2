"""A result: runs with their tables, made when they are asked for, and their way to disk."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Self

import polars as pl

from jobsim.errors import UsageError
from jobsim.results import frames
from jobsim.results.batches import batch_estimates
from jobsim.results.estimates import Estimate, Found
from jobsim.results.figures import Figures, Key
from jobsim.results.findings import Table
from jobsim.results.folder import write_folder
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.groups import Groups
from jobsim.results.measured import Measured
from jobsim.results.provenance import provenance
from jobsim.results.run import Ending, Run
from jobsim.results.shown.plots import Plots
from jobsim.results.window import FoundWarmup, window
from jobsim.scenario.asked.measures import parse_measure
from jobsim.scenario.asked.whose import of_whom
from jobsim.scenario.schema import Scenario
from jobsim.units import Nanoseconds, format_seconds


@dataclass(frozen=True, eq=False)
class Result:
    """What a scenario gave: one replication or more. The tables are Polars frames with the columns of the CSV files.

    Of runs with `record: summary`, `jobs`, `attempts` and `processors` raise UsageError: they were not kept.
    """

    measured: tuple[Measured, ...]
    """The replications, in their order, each with what is measured of it: one at least."""
    ending: Ending
    """How the last one ended that was begun. If that was before its time and others are whole, it is not among them."""
    found: FoundWarmup | None = None
    """Where the scenario leaves the warm-up to be found."""

    @classmethod
    def of(cls, runs: Iterable[Run | FoldedRun], ending: Ending, found: FoundWarmup | None = None) -> Self:
        """The result of runs that are to be measured."""
        return cls(tuple(Measured(run, window(run.scenario, found)) for run in runs), ending, found)

    def __repr__(self) -> str:
        jobs = f"{sum(one.groups.all.jobs for one in self.measured)} jobs"
        if len(self.runs) > 1:
            return f"<Result of {self.scenario.name}: {len(self.runs)} replications, {jobs}>"
        return f"<Result of {self.scenario.name}: {self.ending} at {format_seconds(self.run.ended_at)} s, {jobs}>"

    def _repr_html_(self) -> str:
        # Results know nothing of pages; a notebook asks for both in one breath.
        html: str = import_module("jobsim.report.notebook").as_html(self, repr(self)[1:-1])
        return html

    @property
    def plot(self) -> Plots:
        """Its pictures: `result.plot.queue()`."""
        return Plots(self)

    @property
    def runs(self) -> tuple[Run | FoldedRun, ...]:
        """The replications, in their order."""
        return tuple(one.run for one in self.measured)

    @property
    def replicated(self) -> int:
        """How many replications there are."""
        return len(self.measured)

    @property
    def computed(self) -> bool:
        """Whether time was computed, rather than measured."""
        return self.run.worst_lag is None

    @property
    def doubts(self) -> tuple[str, ...]:
        """What speaks against its being what a run gave: nothing."""
        return ()

    @property
    def ended_at(self) -> Nanoseconds:
        """When the last replication ended."""
        return self.runs[-1].ended_at

    @property
    def run(self) -> Run | FoldedRun:
        """The first replication."""
        return self.measured[0].run

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was run."""
        return self.run.scenario

    @property
    def complete(self) -> bool:
        """Whether every replication came to its own end, rather than being stopped."""
        return self.ending.is_own

    @property
    def warmup(self) -> Nanoseconds:
        """When the figures begin: jobs due before it, and the time before it, are left out."""
        return self.measured[0].window.start

    @property
    def rows_kept(self) -> tuple[int, int]:
        """How many rows of jobs there are, and of stays that have one of their own."""
        kept = [run for run in self.runs if isinstance(run, Run)]
        return sum(len(run.jobs) for run in kept), sum(len(run.stays) for run in kept if run.stays is not None)

    @cached_property
    def metrics(self) -> list[Estimate]:
        """Every metric: its value, or over several replications its mean, with an interval where one can be told."""
        return self._batches or Found.of(one.metrics for one in self.measured).estimates(self.scenario.confidence)

    @property
    def in_batches(self) -> bool:
        """Whether the intervals come from a single run, cut into batches."""
        return self._batches is not None

    @cached_property
    def _batches(self) -> list[Estimate] | None:
        if len(self.runs) > 1:
            return None
        return batch_estimates(self.run, self.warmup, self.measured[0].metrics, self.scenario.confidence)

    @property
    def groups(self) -> Groups:
        """What the metrics of the first replication are made from: exact counts and sums."""
        return self.measured[0].groups

    @cached_property
    def jobs(self) -> pl.DataFrame:
        """One row per job; times in seconds, exact."""
        return pl.concat(map(frames.jobs_table, self._tables)).collect()

    @cached_property
    def attempts(self) -> pl.DataFrame | None:
        """One row per stay of a job, in the queue's hands or a processor's; None where each has one."""
        stays = list(self._stays())
        return pl.concat(stays).collect() if stays else None

    @cached_property
    def processors(self) -> pl.DataFrame | None:
        """One row per change of a pool's number present; None where none changes."""
        there = [frames.processors_frame(run, run.presence) for run in self._tables if run.presence is not None]
        return pl.concat(there) if there else None

    def table(self, name: Table, columns: Sequence[str], rows: int | None = None) -> pl.DataFrame | None:
        """Some columns of a table, of its first rows, or all; None where no such table was kept."""
        if name != "timeline" and not isinstance(self.run, Run):
            return None
        found: pl.DataFrame | None = getattr(self, name)
        return None if found is None else found[:rows].select(columns)

    @property
    def _tables(self) -> list[Run]:
        tables = [run for run in self.runs if isinstance(run, Run)]
        if tables:
            return tables
        raise UsageError(
            f"{self.scenario.name} was run with record: summary, which keeps no tables of jobs, attempts and "
            "processors; run it with record: jobs (record='jobs', --record jobs)"
        )

    @cached_property
    def timeline(self) -> pl.DataFrame:
        """One row per interval of each replication."""
        return pl.concat(frames.timeline_frame(one.run, one.timeline) for one in self.measured)

    @cached_property
    def replications(self) -> pl.DataFrame:
        """One row per metric of a replication."""
        return pl.concat(frames.replications_frame(one.run, one.metrics) for one in self.measured)

    @cached_property
    def summary(self) -> pl.DataFrame:
        """One row per metric."""
        return frames.summary_frame(self.metrics)

    def value(self, metric: str, of: str = "all") -> float | int | None:
        """One metric, such as `value("p95(response)")` or `value("utilisation", "processor:worker")`.

        Over several replications it is the mean.
        """
        return self.estimate(metric, of).mean

    def estimate(self, metric: str, of: str = "all") -> Estimate:
        """The same with its interval: `mean`, `low`, `high`, and how many `replications` had anything to measure."""
        found = self._estimates.get((metric, of)) or self._estimates.get(self._named(metric, of))
        if found is not None:
            return found
        known = ", ".join(dict.fromkeys(name for name, group in self._estimates if group == of))
        groups = ", ".join(dict.fromkeys(group for _, group in self._estimates))
        raise KeyError(f"there is no metric {metric!r} of {of!r}; there are {known or 'metrics of ' + groups}")

    def _named(self, metric: str, of: str) -> tuple[str, str]:
        """What files call a metric that is named as a scenario may: `p95(response, web)`, `share(waiting<2s)`."""
        try:
            measure = parse_measure(metric)
            group = measure.group if of == "all" else of
            return measure.metric, of_whom(replace(measure, group=None if group == "all" else group), self.scenario)
        except ValueError:
            return metric, of

    def largest(self, metric: str, of: str = "all") -> float | None:
        """The largest value of a metric in any replication."""
        of_each = self.replications.filter((pl.col("metric") == metric) & (pl.col("of") == of))["value"]
        largest: float | None = of_each.max()  # type: ignore[assignment]
        return largest

    @cached_property
    def _estimates(self) -> dict[tuple[str, str], Estimate]:
        return {(found.metric, found.of): found for found in self.metrics}

    @property
    def figures(self) -> Figures:
        """The metrics as they are read back from disk, for comparison."""
        values = {Key(found.metric, found.of, found.unit): found.mean for found in self.metrics}
        each: dict[Key, dict[int, float | None]] = {key: {} for key in values}
        for one in self.measured:
            for metric, of, unit, value in one.metrics:
                each[Key(metric, of, unit)][one.run.replication] = value
        name = Path(self.scenario.name)
        return Figures(name, name, values, self._provenance([]), each=each)

    def pandas(self, table: Literal["jobs", "attempts", "processors", "timeline", "replications", "summary"]) -> Any:
        """A table as a frame of pandas, times as floats; None where there is no such table.

        Raises UsageError where pandas and pyarrow are not installed (the extra `pandas`).
        """
        found: pl.DataFrame | None = getattr(self, table)
        try:
            return None if found is None else found.cast({pl.Decimal: pl.Float64}).to_pandas()
        except ImportError as error:
            raise UsageError("pandas and pyarrow are not installed: pip install 'jobsim-queue[pandas]'") from error

    def write(self, folder: str | Path) -> Path:
        """Write the CSVs and run.json into a folder, which appears whole or not at all.

        An older result there is replaced; anything else there raises FileAccessError and is left alone.
        """
        there = dict[str, Iterable[pl.LazyFrame]]()
        if isinstance(self.run, Run):
            there["jobs.csv"] = map(frames.jobs_table, self._tables)
            if self.run.stays is not None:
                there["attempts.csv"] = self._stays()
            if self.processors is not None:
                there["processors.csv"] = [self.processors.lazy()]
        # The figures are made while the tables are written, which are the longer work.
        beside = ThreadPoolExecutor(max_workers=1)
        try:
            measured = [beside.submit(one.measure) for one in self.measured]
            for name in ("timeline", "replications", "summary"):
                there[f"{name}.csv"] = self._once(measured, name)
            return write_folder(Path(folder), there, self._provenance([*there, "run.json"]))
        finally:
            beside.shutdown(cancel_futures=True)

    def _stays(self) -> Iterator[pl.LazyFrame]:
        return (frames.attempts_table(run, run.stays) for run in self._tables if run.stays is not None)

    def _provenance(self, files: list[str]) -> dict[str, Any]:
        return provenance(self.runs, self.ending, self.warmup, files)

    def _once(self, measured: Iterable[Future[None]], name: str) -> Iterator[pl.LazyFrame]:
        """A frame, when all is measured that it is made from."""
        for one in measured:
            one.result()
        frame: pl.DataFrame = getattr(self, name)
        yield frame.lazy()
