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
        ("outcome", 0, -1, "a job has no outcome"),
        ("outcome", 0, 8, "a job has no outcome"),
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


def test_jobs_served_in_another_order_than_they_were_due_do_not_overlap(
    run_text: Callable[..., jobsim.Result],
) -> None:
    # Job 3 is served from 2 to 4, before job 2.
    text = "queue: {discipline: lifo}\nsubmitters: {a: {cadence: 500ms, jobs: 3}}\nprocessors: {w: {service: 2s}}"
    run = run_text(text).run
    assert run.jobs.started_at.tolist() == [0, 4 * 10**9, 2 * 10**9]
    check_invariants(run)
    with pytest.raises(InternalFault, match="a processor served two jobs at a time"):
        check_invariants(changed(run, "started_at", 1, 3 * 10**9))


def test_a_job_of_no_length_may_start_with_another_but_not_within_it(run: Run) -> None:
    # By row: served from 5 to 9, and from 5 to 5; then the second from 6 to 6.
    second = 10**9
    times = {"started_at": [5 * second, 5 * second], "ended_at": [9 * second, 5 * second]}
    two = run.jobs.where(slice(2))
    apart = replace(two, **{name: np.array(column) for name, column in times.items()})
    with pytest.raises(InternalFault) as caught:
        check_invariants(replace(run, jobs=apart))
    assert "two jobs at a time" not in str(caught.value)
    for column in times.values():
        column[1] = 6 * second
    within = replace(two, **{name: np.array(column) for name, column in times.items()})
    with pytest.raises(InternalFault, match="a processor served two jobs at a time"):
        check_invariants(replace(run, jobs=within))


@pytest.mark.parametrize(("processor", "breach"), [(2**16, False), (2**15, False), (1, True)])
def test_processors_are_told_apart_however_many_there_are(
    run_text: Callable[..., jobsim.Result], processor: int, breach: bool
) -> None:
    text = "submitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {count: 70000, service: 9s}}"
    run = changed(run_text(text).run, "processor", 2, processor)
    assert run.jobs.processor.tolist() == [0, 1, processor]
    if breach:
        with pytest.raises(InternalFault, match="a processor served two jobs at a time"):
            check_invariants(run)
    else:
        check_invariants(run)


def test_each_breach_is_told_once_however_large_the_table(run_text: Callable[..., jobsim.Result]) -> None:
    run = run_text("submitters: {a: {cadence: 0s, jobs: 70000}}\nprocessors: {w: {service: 1ns}}").run
    check_invariants(run)
    late = replace(run, jobs=replace(run.jobs, submitted_at=run.jobs.submitted_at + 10**9))
    with pytest.raises(InternalFault) as caught:
        check_invariants(late)
    assert str(caught.value).count("something happened after the end") == 1
