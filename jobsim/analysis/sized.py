"""What a search for the least that meets a scenario's expectations has found, with its evidence."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from jobsim.analysis.verdicts import Judged, Verdict
from jobsim.results.whole import write_over_own
from jobsim.scenario.grids.grid import Grid
from jobsim.scenario.schema import Scenario

CSV_HEAD = "verdict,point"
"""How the CSV of the evidence begins."""


@dataclass(frozen=True)
class Looked:
    """A point that was run, and what was found."""

    point: int
    """Its number in the grid."""
    values: tuple[str, ...]
    """Of what is varied, as they were written."""
    cost: float
    replications: int
    judged: tuple[Judged, ...]
    """Empty where it failed."""
    loss_rate: float | None = None
    """Of all jobs, the mean over the replications."""
    error: str = ""

    @property
    def verdict(self) -> Verdict:
        """Met, where every expectation is."""
        verdicts = {judged.verdict for judged in self.judged}
        if Verdict.MISSED in verdicts:
            return Verdict.MISSED
        if self.error:
            return Verdict.UNDECIDED
        return Verdict.UNDECIDED if Verdict.UNDECIDED in verdicts else Verdict.MET


@dataclass(frozen=True)
class Sizing:
    """What a search has found."""

    grid: Grid
    looked: tuple[Looked, ...]
    """The evidence, in the order of the grid."""
    best: Looked | None
    """The cheapest point that meets all; None: there is none, or it was not found yet."""
    complete: bool
    """Whether the search came to its end."""
    as_assumed: bool
    """Whether each expectation went one way along each key, as far as was seen; else no point was ruled out unseen."""
    most: int
    """So many replications a point got before it was left undecided."""

    def write(self, file: str | Path) -> None:
        """Write the evidence as CSV, whole or not at all; nothing but an older one is replaced.

        Raises FileAccessError.
        """
        write_over_own(Path(file), self.csv(), CSV_HEAD, "sizing")

    def csv(self) -> str:
        """The evidence: a row for each point that was looked at."""
        texts = [expectation.text for expectation in self.grid.base.expect]
        ends = ("", " low", " high", " verdict")
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        of_each = [f"{text}{end}" for text in texts for end in ends]
        writer.writerow([*CSV_HEAD.split(","), *self.grid.keys, "cost", "replications", "error", *of_each])
        for one in self.looked:
            judged = [
                cell
                for each in one.judged
                for cell in (each.estimate.mean, each.estimate.low, each.estimate.high, each.verdict)
            ]
            nothing = [None] * (len(ends) * len(texts) - len(judged))
            writer.writerow(
                [one.verdict, one.point, *one.values, one.cost, one.replications, one.error, *judged, *nothing]
            )
        return lines.getvalue()

    @property
    def scenario(self) -> Scenario | None:
        """The scenario of the best point."""
        return None if self.best is None else self.grid.scenario(self.best.point)
