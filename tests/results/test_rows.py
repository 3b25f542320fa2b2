"""Rows become columns: in order, narrow, exact, and however many there are."""

from itertools import permutations

import numpy as np
import pytest
from numpy.typing import NDArray

from jobsim.results.jobtable import HAPPENED, JobTable
from jobsim.results.rows import Rows
from jobsim.results.staytable import StayTable

# Submitter, number, due_at. In order: by due_at, then submitter, then number.
ORDERED = [(1, 0, 0), (0, 0, 5), (0, 1, 5), (1, 1, 5), (0, 2, 7)]


def row(submitter: int, number: int, due_at: int) -> list[int]:
    told = dict.fromkeys(HAPPENED, -1) | {"submitter": submitter, "number": number, "due_at": due_at}
    return list(told.values())


def array(*rows: list[int]) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64)


def table(*pieces: Rows) -> JobTable:
    columns = JobTable.columns()
    for piece in pieces:
        columns.append(piece)
    return JobTable.from_columns(columns)


def keys(jobs: JobTable) -> list[tuple[int, int, int]]:
    return list(zip(jobs.submitter.tolist(), jobs.number.tolist(), jobs.due_at.tolist(), strict=True))


def test_jobs_are_in_order_however_they_came() -> None:
    for came in permutations(ORDERED):
        rows = array(*(row(*job) for job in came))
        assert keys(table(bytearray(rows.tobytes()))) == ORDERED
        assert keys(table(rows[:2], rows[2:2], rows[2:].tobytes())) == ORDERED


def test_each_number_stays_in_its_column() -> None:
    jobs = table(array(list(range(9))))
    assert {name: getattr(jobs, name).tolist() for name in HAPPENED} == {name: [i] for i, name in enumerate(HAPPENED)}


def test_of_stays_that_tie_the_one_that_ended_first_comes_first() -> None:
    # Columns: submitter, number, put, attempt, processor, result, due_at, five instants and durations.
    rows = [[0, 1, 2, 7, *[0] * 8], [0, 1, 1, 9, *[0] * 8], [0, 1, 2, 8, *[0] * 8], [0, 0, 1, 6, *[0] * 8]]
    columns = StayTable.columns()
    columns.append(array(*rows).tobytes())
    assert StayTable.from_columns(columns).attempt.tolist() == [6, 9, 7, 8]


def test_no_rows_are_a_table_without_rows() -> None:
    for none in ([], [b""], [array().reshape(0, 9)]):
        jobs = table(*none)
        assert len(jobs) == 0
        assert [len(piece) for piece in jobs.pieces(10)] == [0]


def test_codes_and_numbers_are_narrow_and_instants_are_not() -> None:
    jobs = table(array(row(2, 3, 4)))
    kinds = {name: getattr(jobs, name).dtype.name for name in HAPPENED}
    assert kinds == {
        **dict.fromkeys(HAPPENED, "int64"),
        **dict.fromkeys(("submitter", "number", "processor"), "int32"),
        "outcome": "int8",
    }
    assert jobs.job.tolist() == [2 * 2**36 + 3]


def test_what_a_narrow_column_cannot_hold_widens_it() -> None:
    jobs = table(array(row(2, 2**31 - 1, 4)), array(row(2, 2**31, 5)))
    assert jobs.number.tolist() == [2**31 - 1, 2**31]
    assert jobs.job.tolist() == [2 * 2**36 + 2**31 - 1, 2 * 2**36 + 2**31]


def test_columns_grow_and_keep_what_they_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobsim.results.rows._SOME_ROWS", 100)
    monkeypatch.setattr("jobsim.results.rows._MANY_ROWS", 300)
    columns, rows = JobTable.columns(), array(*(row(0, number, number) for number in range(1_000)))
    for piece in (3, 250, 1, 700, 46):
        columns.append(rows[:piece])
        rows = rows[piece:]
    jobs = JobTable.from_columns(columns)
    assert jobs.number.tolist() == list(range(1_000))
    assert jobs.due_at.tolist() == list(range(1_000))


def test_columns_need_not_hold_on_to_the_rows() -> None:
    columns, rows = JobTable.columns(), array(row(0, 1, 2))
    columns.append(rows)
    rows[:] = 9
    assert keys(JobTable.from_columns(columns)) == [(0, 1, 2)]


def test_the_pieces_of_a_table_are_the_table() -> None:
    jobs = table(array(*(row(*job) for job in ORDERED)))
    pieces = list(jobs.pieces(2))
    assert [len(piece) for piece in pieces] == [2, 2, 1]
    assert [key for piece in pieces for key in keys(piece)] == ORDERED
    assert np.shares_memory(pieces[0].due_at, jobs.due_at)
