"""Whole job tables worked out by hand, event by event; the reasoning stands in each scenario's comments."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

import jobsim
from jobsim.units import SECOND

CASES = sorted((Path(__file__).parent.parent / "timelines").glob("*.yaml"))
COLUMNS = [
    "submitter",
    "job",
    "outcome",
    "processor",
    "due_at",
    "submitted_at",
    "admitted_at",
    "started_at",
    "ended_at",
]


def expected_rows(case: Path) -> list[tuple[object, ...]]:
    with case.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
        return [tuple(_cell(name, row[name]) for name in COLUMNS) for row in rows]


def _cell(name: str, text: str) -> object:
    if text == "":
        return None
    return Decimal(text) if name.endswith("_at") else int(text) if name == "job" else text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_table_is_the_one_worked_out_by_hand(case: Path) -> None:
    result = jobsim.run(case)
    assert result.jobs.select(COLUMNS).rows() == expected_rows(case)
    ends = re.search(r"^# ends: (\S+)$", case.read_text(encoding="utf-8"), re.MULTILINE)
    assert ends is not None
    assert result.run.ended_at == Decimal(ends[1]) * SECOND


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 20
