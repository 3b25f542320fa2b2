"""A run that breaks the rules is told from its tables: each kind of breach is put in on purpose."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import jobsim
from jobsim.errors import InternalFault
from jobsim.results.invariants import check_invariants
from jobsim.results.run import Run
from tests.results.test_metrics import SCENARIO


@pytest.fixture
def run(run_text: Callable[..., jobsim.Result]) -> Run:
    return run_text(SCENARIO).run


def changed(run: Run, column: str, row: int, value: int) -> Run:
    values = getattr(run.jobs, column).copy()
    values[row] = value
    return replace(run, jobs=replace(run.jobs, **{column: values}))


def test_a_true_run_passes(run: Run) -> None:
    check_invariants(run)


@pytest.mark.parametrize(
    ("column", "row", "value", "breach"),
    [
        ("outcome", 0, 5, "a job has no outcome"),
        ("outcome", 0, 2, "a job was dropped from the queue"),
        ("outcome", 0, 3, "a job left the queue without being there"),
        ("outcome", 3, 4, "a job left the queue without being there"),
        ("number", 1, 0, "a job ended twice"),
        ("submitted_at", 0, -5, "time ran backwards"),
        ("ended_at", 2, 99 * 10**9, "something happened after the end"),
        ("started_at", 0, -1, "a job was completed without service"),
        ("admitted_at", 3, 5 * 10**9, "a job was dropped from the queue"),
        ("admitted_at", 2, 3 * 10**9, "more than 1 jobs waited in the queue"),
        ("started_at", 1, 3 * 10**9, "a processor served two jobs at a time"),
        ("admitted_at", 2, 5 * 10**9, "the integral of jobs in the queue"),
        ("submitted_at", 3, 4 * 10**9, "the integral of puts waiting"),
        ("started_at", 0, 10**9, "the integral of processors at work"),
    ],
)
def test_a_breach_is_told(run: Run, column: str, row: int, value: int, breach: str) -> None:
    with pytest.raises(InternalFault, match=breach):
        check_invariants(changed(run, column, row, value))


def test_the_models_own_sums_count(run: Run) -> None:
    totals: Any = replace(run.totals, queued=run.totals.queued + 1)
    with pytest.raises(InternalFault, match="the integral of jobs in the queue is 7000000001 ns in the model"):
        check_invariants(replace(run, totals=totals))


def test_the_order_of_rows_is_by_due_time_rank_and_number(run: Run) -> None:
    assert np.all(np.diff(run.jobs.due_at) >= 0)
