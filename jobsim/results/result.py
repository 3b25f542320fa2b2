"""A result: a run with its tables, made when they are asked for, and its way to disk."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from jobsim.errors import UsageError
from jobsim.results import frames
from jobsim.results.folded import FoldedRun
from jobsim.results.folder import write_folder
from jobsim.results.groups import Groups
from jobsim.results.metrics import Metric, metrics
from jobsim.results.provenance import provenance
from jobsim.results.reading import Figures, Key
from jobsim.results.run import Ending, Run
from jobsim.results.tally import tally
from jobsim.results.timeline import timeline
from jobsim.scenario.schema import Scenario
from jobsim.units import format_seconds


@dataclass(frozen=True, eq=False)
class Result:
    """What a run gave. The tables are Polars frames with the columns of the CSV files.

    Of a run with `record: summary`, `jobs`, `attempts` and `processors` raise UsageError: they were not kept.
    """

    run: Run | FoldedRun

    def __repr__(self) -> str:
        run = self.run
        ended = f"{run.ending} at {format_seconds(run.ended_at)} s"
        return f"<Result of {run.scenario.name}: {ended}, {self.groups.all.jobs} jobs>"

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was run."""
        return self.run.scenario

    @property
    def complete(self) -> bool:
        """Whether the run came to its own end, rather than being stopped."""
        return self.run.ending in (Ending.FINISHED, Ending.UNTIL)

    @property
    def rows_kept(self) -> tuple[int, int]:
        """How many rows of jobs there are, and of stays that have one of their own."""
        if isinstance(self.run, FoldedRun):
            return 0, 0
        return len(self.run.jobs), 0 if self.run.stays is None else len(self.run.stays)

    @cached_property
    def metrics(self) -> list[Metric]:
        """Every metric of the run."""
        return metrics(self.run, self.groups)

    @cached_property
    def groups(self) -> Groups:
        """What the metrics are made from: exact counts and sums."""
        return tally(self.run) if isinstance(self.run, Run) else self.run.summary.groups

    @cached_property
    def jobs(self) -> pl.DataFrame:
        """One row per job; times in seconds, exact."""
        return frames.jobs_frame(self._tables)

    @cached_property
    def attempts(self) -> pl.DataFrame | None:
        """One row per stay of a job, in the queue's hands or a processor's; None where each has one."""
        run = self._tables
        return None if run.stays is None else frames.attempts_frame(run, run.stays)

    @cached_property
    def processors(self) -> pl.DataFrame | None:
        """One row per change of a pool's number present; None where none changes."""
        run = self._tables
        return None if run.presence is None else frames.processors_frame(run, run.presence)

    @property
    def _tables(self) -> Run:
        if isinstance(self.run, Run):
            return self.run
        raise UsageError(
            f"{self.scenario.name} was run with record: summary, which keeps no tables of jobs, attempts and "
            "processors; run it with record: jobs (record='jobs', --record jobs)"
        )

    @cached_property
    def timeline(self) -> pl.DataFrame:
        """One row per interval of the run."""
        found = timeline(self.run) if isinstance(self.run, Run) else self.run.summary.timeline
        return frames.timeline_frame(self.run, found)

    @cached_property
    def replications(self) -> pl.DataFrame:
        """One row per metric of a replication."""
        return frames.replications_frame(self.run, self.metrics)

    @cached_property
    def summary(self) -> pl.DataFrame:
        """One row per metric."""
        return frames.summary_frame(self.metrics)

    def value(self, metric: str, of: str = "all") -> float | int | None:
        """One metric, such as `value("p95(response)")` or `value("utilisation", "processor:worker")`."""
        try:
            return self._values[metric, of]
        except KeyError:
            known = ", ".join(dict.fromkeys(name for name, group in self._values if group == of))
            groups = ", ".join(dict.fromkeys(group for _, group in self._values))
            raise KeyError(
                f"there is no metric {metric!r} of {of!r}; there are {known or 'metrics of ' + groups}"
            ) from None

    @cached_property
    def _values(self) -> dict[tuple[str, str], float | int | None]:
        return {(found.metric, found.of): found.value for found in self.metrics}

    @property
    def figures(self) -> Figures:
        """The metrics as they are read back from disk, for comparison."""
        values = {Key(found.metric, found.of, found.unit): found.value for found in self.metrics}
        name = Path(self.scenario.name)
        return Figures(name, name, values, provenance(self.run, []))

    def write(self, folder: str | Path) -> Path:
        """Write the CSVs and run.json into a folder, which appears whole or not at all.

        An older result there is replaced; anything else there raises FileAccessError and is left alone.
        """
        run, there = self.run, dict[str, Iterable[pl.LazyFrame]]()
        if isinstance(run, Run):
            there["jobs.csv"] = frames.jobs_pieces(run)
            if run.stays is not None:
                there["attempts.csv"] = frames.attempts_pieces(run, run.stays)
            if self.processors is not None:
                there["processors.csv"] = [self.processors.lazy()]
        # The figures are made while the tables are written, which are the longer work.
        beside = ThreadPoolExecutor(max_workers=1)
        try:
            for name in ("timeline", "replications", "summary"):
                there[f"{name}.csv"] = _later(beside.submit(getattr, self, name))
            return write_folder(Path(folder), there, provenance(run, [*there, "run.json"]))
        finally:
            beside.shutdown(cancel_futures=True)


def _later(frame: Future[pl.DataFrame]) -> Iterator[pl.LazyFrame]:
    yield frame.result().lazy()
