"""What pictures, verdicts and reports are made from: a result in memory, or one that is read back from its folder."""

from collections.abc import Sequence
from typing import Literal, Protocol

import polars as pl

from jobsim.results.estimates import Estimate
from jobsim.scenario.schema import Scenario
from jobsim.units import Nanoseconds

Table = Literal["jobs", "attempts", "processors", "timeline"]


class Findings(Protocol):
    """What a scenario gave: `Result` in memory, `Stored` on disk."""

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was run."""

    @property
    def complete(self) -> bool:
        """Whether every replication came to its own end, rather than being stopped."""

    @property
    def replicated(self) -> int:
        """How many replications there are."""

    @property
    def computed(self) -> bool:
        """Whether time was computed, rather than measured."""

    @property
    def doubts(self) -> tuple[str, ...]:
        """What speaks against its being what a run gave."""

    @property
    def ended_at(self) -> Nanoseconds:
        """When the last replication ended."""

    @property
    def warmup(self) -> Nanoseconds:
        """When the figures begin."""

    def estimate(self, metric: str, of: str = "all") -> Estimate:
        """A metric with its interval. Raises KeyError where there is none of that name."""

    def value(self, metric: str, of: str = "all") -> float | int | None:
        """Its mean over the replications."""

    def largest(self, metric: str, of: str = "all") -> float | None:
        """Its largest value in any replication."""

    def table(self, name: Table, columns: Sequence[str], rows: int | None = None) -> pl.DataFrame | None:
        """What happened: some columns of the CSV of that name, of its first rows, or all; None where none was kept.

        Raises FileAccessError for what cannot be read, UsageError for what is not as a run wrote it.
        """
