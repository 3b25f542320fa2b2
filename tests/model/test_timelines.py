"""Whole tables worked out by hand, event by event; the reasoning stands in each scenario's comments.

`NAME.csv` holds the jobs; `NAME.attempts.csv` and `NAME.processors.csv`, where they tell something, the other tables.
"""

import csv
import re
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import jobsim
from jobsim.units import SECOND

CASES = sorted((Path(__file__).parent.parent / "timelines").glob("*.yaml"))
NUMBERS = ("job", "put", "puts", "attempt", "attempts", "present")


def expected(file: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    with file.open(encoding="utf-8", newline="") as source:
        header, *rows = csv.reader(source)
        return header, [tuple(map(_cell, header, row)) for row in rows]


def _cell(name: str, text: str) -> object:
    if text == "":
        return None
    if name.endswith("_at") or name in ("time", "limited"):
        return Decimal(text)
    return int(text) if name in NUMBERS else text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_tables_are_those_worked_out_by_hand(case: Path) -> None:
    result = jobsim.run(case)
    _agree(result.jobs, case.with_suffix(".csv"))
    for table, frame in (("attempts", result.attempts), ("processors", result.processors)):
        file = case.with_suffix(f".{table}.csv")
        if file.exists():
            assert frame is not None
            _agree(frame, file)
    ends = re.search(r"^# ends: (\S+)$", case.read_text(encoding="utf-8"), re.MULTILINE)
    assert ends is not None
    assert result.run.ended_at == Decimal(ends[1]) * SECOND


def _agree(frame: pl.DataFrame, file: Path) -> None:
    columns, rows = expected(file)
    assert frame.select(columns).rows() == rows


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 20
