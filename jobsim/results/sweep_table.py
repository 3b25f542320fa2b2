"""The table of a sweep: a row for each point, with the values that are varied, and every metric with its interval."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from jobsim.results.estimates import Estimate

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Columns:
    """What the table holds, in its order."""

    keys: tuple[str, ...]
    """The keys that are varied."""
    metrics: tuple[tuple[str, str], ...]
    """Metric, and of what."""

    @property
    def header(self) -> list[str]:
        """Their names."""
        names = [name_of(metric, of) for metric, of in self.metrics]
        return [
            "point",
            *self.keys,
            "replications",
            "error",
            *(f"{name}{end}" for name in names for end in ("", " low", " high")),
        ]

    def row(self, point: int, values: Sequence[str], replications: int, found: Sequence[Estimate]) -> bytes:
        """The line of a point."""
        there = {(one.metric, one.of): (one.mean, one.low, one.high) for one in found}
        nothing = (None, None, None)
        cells = [_number(value) for asked in self.metrics for value in there.get(asked, nothing)]
        return line([str(point), *values, str(replications), "", *cells])

    def row_of_error(self, point: int, values: Sequence[str], error: str) -> bytes:
        """The line of a point that failed."""
        return line([str(point), *values, "0", error, *[""] * (3 * len(self.metrics))])


def name_of(metric: str, of: str) -> str:
    """The name of a metric's column; its interval is in the same with ` low` and ` high`."""
    return metric if of == "all" else f"{metric} of {of}"


def line(cells: Sequence[str]) -> bytes:
    """Cells as a line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def cells_of(text: bytes) -> list[str]:
    """The cells of a line."""
    return next(csv.reader([text.decode()], strict=True), [])


def frame(
    file: Path | bytes, columns: Columns, values: Sequence[Sequence[str]], only: Sequence[str] | None = None
) -> pl.DataFrame:
    """The table that a file holds, or some of its columns, by point; `values` are those of each key."""
    kinds: dict[str, Any] = {"point": pl.Int64, "replications": pl.Int64, "error": pl.String}
    kinds |= {key: _kind(texts) for key, texts in zip(columns.keys, values, strict=True)}
    schema = {name: kinds.get(name, pl.Float64) for name in columns.header}
    return pl.read_csv(file, schema=schema, columns=only).sort("point")


def _kind(texts: Sequence[str]) -> Any:
    """Numbers where all are; else words, as they were written."""
    if all(map(_WHOLE.fullmatch, texts)):
        return pl.Int64
    return pl.Float64 if all(map(_DECIMAL.fullmatch, texts)) else pl.String


def _number(value: float | int | None) -> str:
    # With its point also where it is whole, so that no reader takes a column for one of whole numbers.
    return "" if value is None else repr(float(value))
