"""Calls on long columns go on two at a time, and come to the same."""

import threading
from collections.abc import Callable

import numpy as np
import pytest

import jobsim
from jobsim.errors import InternalFault
from jobsim.results import at_once as threads
from jobsim.results.at_once import at_once
from jobsim.results.invariants import check_invariants
from jobsim.results.run import Run

LONG = 60
"""Seconds after which something that does not come will never come."""


def test_two_are_at_work_on_long_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_LONG", 10)
    together, before = threading.Barrier(2), threading.active_count()

    def meet(number: int) -> Callable[[], int]:
        def call() -> int:
            together.wait(LONG)
            return number

        return call

    assert at_once(10, map(meet, range(6))) == [0, 1, 2, 3, 4, 5]
    assert threading.active_count() <= before


def test_one_is_on_short_ones() -> None:
    assert at_once(10, [threading.get_ident, threading.get_ident]) == [threading.get_ident()] * 2


def test_what_one_raises_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_LONG", 0)
    before = threading.active_count()

    def fail() -> int:
        raise MemoryError

    with pytest.raises(MemoryError):
        at_once(1, [lambda: 1, fail, lambda: 3])
    assert threading.active_count() <= before


TEXT = """
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, jobs: 300, pacing: fixed, timeout: 3s}}
queue: {capacity: 2}
processors: {w: {count: 2, service: {distribution: exponential, mean: 3s}}}
"""


def test_a_long_run_is_put_in_order_and_checked_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    short = jobsim.run(jobsim.loads(TEXT)).run
    monkeypatch.setattr(threads, "_LONG", 1)
    long = jobsim.run(jobsim.loads(TEXT)).run
    assert isinstance(short, Run)
    assert isinstance(long, Run)
    for name in ("number", "due_at", "submitted_at", "started_at", "ended_at", "processor", "outcome"):
        np.testing.assert_array_equal(getattr(long.jobs, name), getattr(short.jobs, name))
    long.jobs.started_at[5] = long.jobs.ended_at[5] + 1
    with pytest.raises(InternalFault, match=r"time ran backwards.*the integral of processors at work"):
        check_invariants(long)
