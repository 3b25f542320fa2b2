"""Runs side by side, figure by figure, and the files that say so."""

import csv
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from jobsim.analysis.judging import Method, Verdict
from jobsim.analysis.manner import Manner
from jobsim.results.whole import write_over_own
from jobsim.version import __version__

FORMAT = 1
"""The version of the JSON file: its keys and their meaning."""


class Row(NamedTuple):
    """One figure of a run beside the baseline's. None where a run has no such figure, or there is nothing to say."""

    metric: str
    of: str
    unit: str
    baseline: str
    run: str
    baseline_value: float | None
    value: float | None
    difference: float | None
    ratio: float | None
    low: float | None = None
    """The interval of the difference, for this figure alone."""
    high: float | None = None
    p: float | None = None
    p_holm: float | None = None
    """The same for all figures of the run together."""
    p_equivalent: float | None = None
    verdict: Verdict | None = None
    method: Method | None = None
    narrower: float | None = None
    baseline_replications: int | None = None
    replications: int | None = None
    """How many of them had anything to measure, and a partner if they are paired."""


COLUMNS = Row._fields
CSV_HEAD = "metric,of,unit,baseline,run,baseline_value,value,difference,ratio"
"""How a comparison's CSV begins, also an earlier jobsim's, which had no more columns."""
JSON_HEAD = '{\n  "comparison": '


@dataclass(frozen=True, repr=False)
class Comparison:
    """Every run after the first, the baseline, beside that."""

    names: list[str]
    rows: list[Row]
    notes: list[str]
    """What makes the runs hard to compare: one was interrupted, another engine, another seed, a changed file."""
    manners: list[Manner]
    """How each run is held against the baseline."""
    confidence: float
    """Of the intervals; verdicts are wrong as seldom."""
    margin: float
    """What is equivalent differs by less than this share of the baseline's value."""
    expected: frozenset[tuple[str, str | None]] = frozenset()
    """Metrics of which a run expects something, each with the submitter or pool as it was named; None: of all."""
    order: tuple[int, ...] = ()
    """Of the results that were given, which one each name is, from 0."""

    def __repr__(self) -> str:
        return f"<Comparison of {', '.join(self.names)}: {len(self.rows)} figures>"

    @property
    def baseline(self) -> str:
        """Its name."""
        return self.names[0]

    def is_expected(self, row: Row) -> bool:
        """Whether a run expects something of this figure."""
        names = (None,) if row.of == "all" else (row.of, row.of.partition(":")[2])
        return any((row.metric, name) in self.expected for name in names)

    def write(self, file: str | Path) -> None:
        """Write all rows as CSV, whole or not at all; nothing but an older comparison is replaced.

        Raises FileAccessError.
        """
        write_over_own(Path(file), self.csv(), CSV_HEAD, "comparison")

    def write_json(self, file: str | Path) -> None:
        """Write all there is as JSON, in the same way."""
        write_over_own(Path(file), self.json(), JSON_HEAD, "comparison")

    def csv(self) -> str:
        """All rows, as CSV."""
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self.rows)
        return lines.getvalue()

    def json(self) -> str:
        """All there is, as JSON without NaN or infinity."""
        everything = {
            "comparison": FORMAT,
            "jobsim": __version__,
            "names": self.names,
            "baseline": self.baseline,
            "confidence": self.confidence,
            "margin": self.margin,
            "manners": [{**asdict(manner), "said": manner.said} for manner in self.manners],
            "notes": self.notes,
            "rows": [row._asdict() for row in self.rows],
        }
        return json.dumps(everything, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
