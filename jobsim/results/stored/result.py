"""A result that is read back from its folder: its scenario, its figures, and its tables."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import polars as pl

from jobsim.errors import FileAccessError, ScenarioError, UsageError
from jobsim.results.cut import BATCHES
from jobsim.results.estimates import Estimate
from jobsim.results.figures import Figures, Key
from jobsim.results.findings import Table
from jobsim.results.format import TABLES_FILES, has_length
from jobsim.results.frames import SUMMARY
from jobsim.results.run import Ending
from jobsim.results.stored.reading import read_figures
from jobsim.results.student import student
from jobsim.scenario.loading import scenario_of
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, SECOND, Nanoseconds

_TEXTS = ("metric", "of", "unit", "submitter", "processor", "outcome", "result")
_COUNTS = ("replication", "replications", "job")


@dataclass(frozen=True, eq=False)
class Stored:
    """A folder of results."""

    folder: Path
    scenario: Scenario
    figures: Figures
    """As they are compared, with what speaks against their being those that the run wrote."""

    @classmethod
    def read(cls, folder: str | Path) -> Self:
        """Read a folder of results, or the one that a file of it stands in.

        Raises FileAccessError for what cannot be read, UsageError for what is no result.
        """
        figures = read_figures(folder)
        if not figures.run:
            why = next(iter(figures.doubts), "it has no run.json")
            raise UsageError(f"{folder}: {why}; without it, nobody knows what was run")
        try:
            scenario = scenario_of(figures.scenario, figures.folder.name)
        except ScenarioError as error:
            raise UsageError(
                f"{figures.folder / 'run.json'}: this jobsim does not read the scenario: {error.problems[0].message}"
            ) from error
        return cls(figures.folder, scenario, figures)

    def __repr__(self) -> str:
        return f"<Stored result of {self.scenario.name} in {self.folder}>"

    @property
    def run(self) -> Mapping[str, Any]:
        """What run.json says."""
        return self.figures.run

    @property
    def complete(self) -> bool:
        """Whether every replication came to its own end, rather than being stopped."""
        return any(self.run.get("ending") == ending for ending in Ending if ending.is_own)

    @property
    def replicated(self) -> int:
        """How many replications there are."""
        count = self.run.get("replications")
        return count if isinstance(count, int) else 1

    @property
    def computed(self) -> bool:
        """Whether time was computed, rather than measured."""
        return self.run.get("worst_lag") is None

    @property
    def warmup(self) -> Nanoseconds:
        """When the figures begin."""
        return self._instant("warmup")

    @property
    def doubts(self) -> tuple[str, ...]:
        """What speaks against its being what a run gave: files that are not as they were written."""
        lengths = self.run.get("bytes")
        of_tables = lengths.items() if isinstance(lengths, dict) else ()
        return (*self.figures.doubts, *filter(None, (_doubt(self.folder, name, length) for name, length in of_tables)))

    @property
    def ended_at(self) -> Nanoseconds:
        """When the last replication ended."""
        return self._instant("ended_at")

    def _instant(self, key: str) -> Nanoseconds:
        seconds = self.run.get(key)
        if not isinstance(seconds, (int, float)) or not 0 <= seconds <= NEVER / SECOND:
            return 0
        return round(seconds * SECOND)

    def value(self, metric: str, of: str = "all") -> float | int | None:
        """A metric's mean over the replications."""
        return self.estimate(metric, of).mean

    def largest(self, metric: str, of: str = "all") -> float | None:
        """Its largest value in any replication; where only the means are known, the mean."""
        found = self.estimate(metric, of)
        each = self.figures.each.get(Key(metric, of, found.unit), {})
        known = [value for value in each.values() if value is not None]
        return max(known, default=found.mean)

    def estimate(self, metric: str, of: str = "all") -> Estimate:
        """A metric with its interval. Raises UsageError where the file has none of that name."""
        found = self._estimates.get((metric, of))
        if found is None:
            raise UsageError(f"{self.folder / 'summary.csv'}: {metric} of {of} is missing")
        return found

    @cached_property
    def _estimates(self) -> dict[tuple[str, str], Estimate]:
        rows = _read(self.folder / "summary.csv", list(SUMMARY)).rows()
        ends = [(low, high, count) for *_, low, high, count in rows]
        if any(low is not None and high is not None and low > high for low, high, _ in ends):
            raise UsageError(f"{self.folder / 'summary.csv'}: an interval ends before it begins")
        if any((low is None) is not (high is None) or count is None for low, high, count in ends):
            raise UsageError(f"{self.folder / 'summary.csv'}: an interval lacks an end, or the number of replications")
        return {(row[0], row[1]): _estimate(row, self.scenario.confidence) for row in rows}

    def table(self, name: Table, columns: Sequence[str], rows: int | None = None) -> pl.DataFrame | None:
        """Some columns of a table, of its first rows, or all; None where there is no such file."""
        file = self.folder / f"{name}.csv"
        return _read(file, columns, rows) if file.exists() else None


def _doubt(folder: Path, name: str, length: Any) -> str | None:
    if type(length) is not int or name not in TABLES_FILES:
        return None
    try:
        as_written = has_length(folder / name, length)
    except FileNotFoundError:
        return f"its {name} is missing"
    except OSError as error:
        raise FileAccessError(f"{folder / name}: {error.strerror}") from error
    return None if as_written else f"its {name} is not as the run wrote it: cut off, or edited"


def _estimate(row: tuple[Any, ...], confidence: float) -> Estimate:
    metric, of, unit, mean, low, high, replications = row
    if low is None:
        return Estimate(metric, of, unit, mean, None, None, replications)
    # Of a single replication, an interval comes from its batches.
    quantile = student(replications if replications > 1 else BATCHES, confidence)
    return Estimate(metric, of, unit, mean, low, high, replications, (high - low) / 2 / quantile)


def _read(file: Path, columns: Sequence[str], rows: int | None = None) -> pl.DataFrame:
    """Some columns of a CSV of ours. Raises FileAccessError or UsageError."""
    kinds: dict[str, Any] = {name: _kind(name) for name in columns}
    if not file.is_file():
        raise FileAccessError(f"{file} is not a file")
    try:
        if not file.stat().st_size:
            raise UsageError(f"{file} is empty")
        with file.open("rb") as lines:
            lines.seek(-1, os.SEEK_END)
            if lines.read(1) not in b"\r\n":
                raise UsageError(f"{file}: its last line is cut off")
        found = pl.read_csv(file, columns=list(columns), schema_overrides=kinds, n_rows=rows, glob=False)
        if any(found[name].is_finite().not_().any() for name, kind in kinds.items() if kind == pl.Float64):
            raise UsageError(f"{file}: this is not as a run wrote it: a number that is none")
        return found
    except OSError as error:
        raise FileAccessError(f"{file}: {error.strerror or error}") from error
    except pl.exceptions.PolarsError as error:
        raise UsageError(f"{file}: this is not as a run wrote it: {str(error).splitlines()[0][:200]}") from error


def _kind(column: str) -> Any:
    if column in _TEXTS:
        return pl.String
    return pl.Int64 if column in _COUNTS else pl.Float64
