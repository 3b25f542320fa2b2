"""What a sweep has found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from jobsim.results.sweep_table import Columns, frame
from jobsim.scenario.grids.grid import Grid


@dataclass(frozen=True, eq=False)
class Sweep:
    """The points of a grid that have ended."""

    grid: Grid
    columns: Columns
    table: Path | bytes
    """sweep.csv, or what it would hold."""
    ended: int
    """How many points have ended, those that failed included."""
    failed: Mapping[int, str]
    """Points that failed, and why."""
    faults: int = 0
    """How many of these failed by a fault of jobsim's, rather than by a limit."""

    def __repr__(self) -> str:
        failed = f", {len(self.failed)} of them failed" if self.failed else ""
        return f"<Sweep of {self.grid.base.name}: {self.ended} of {len(self.grid)} points{failed}>"

    @property
    def complete(self) -> bool:
        """Whether every point has ended, rather than being left undone by Ctrl-C."""
        return self.ended == len(self.grid)

    @cached_property
    def points(self) -> pl.DataFrame:
        """One row per point: what is varied, its number of replications, its error, every metric with its interval."""
        return self._read(None)

    def only(self, columns: Sequence[str]) -> pl.DataFrame:
        """Some of its columns, `point` among them: the whole may be large."""
        return self._read(columns)

    def _read(self, only: Sequence[str] | None) -> pl.DataFrame:
        texts = [[value.text for value in axis.values] for axis in self.grid.axes]
        return frame(self.table, self.columns, texts, only)
