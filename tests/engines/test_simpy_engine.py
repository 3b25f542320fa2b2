"""Computed time: cancelled timers are forgotten, everything else is told by the timelines and properties."""

import asyncio
import gc
import weakref

import pytest

import jobsim
from jobsim.engines.asyncio_engine import AsyncioClock
from jobsim.engines.engine import Options, Progress
from jobsim.engines.running import run_scenario
from jobsim.engines.simpy_engine import SimpyClock
from jobsim.units import SECOND


class Thing:
    """Stands for a job that a timer is about."""


def test_a_cancelled_timer_lets_go_of_its_job() -> None:
    clock, thing = SimpyClock(), Thing()
    gone = weakref.ref(thing)
    clock.timer(3600 * SECOND, 0, print, thing)()
    del thing
    gc.collect()
    assert gone() is None


def test_cancelled_timers_do_not_pile_up() -> None:
    clock = SimpyClock()
    kept = [clock.timer(SECOND, 0, print, None) for _ in range(10)]
    for _ in range(10_000):
        clock.timer(3600 * SECOND, 0, print, None)()
    assert len(clock.env._queue) < 3_000
    assert all(cancel is not None for cancel in kept)
    assert sum(bool(entry[3].callbacks) for entry in clock.env._queue) == 10


def test_nor_do_they_on_asyncio() -> None:
    async def pile_up() -> int:
        clock = AsyncioClock(1, None, None)
        for _ in range(10_000):
            clock.timer(3600 * SECOND, 0, print, None)()
        return len(clock._due)

    assert asyncio.run(pile_up()) < 3_000


def test_time_jumps_to_what_is_due_and_keeps_the_order_of_an_instant() -> None:
    clock, log = SimpyClock(), []
    for due, order in [(2, 5), (1, 9), (2, 1), (1, 0)]:
        clock.timer(due, order, log.append, (due, order))
    with pytest.raises(IndexError):
        clock.env.run_events(10)
    assert log == [(1, 0), (1, 9), (2, 1), (2, 5)]
    assert clock.now() == 2


def test_cancelling_after_the_call_does_nothing() -> None:
    clock, log = SimpyClock(), []
    cancel = clock.timer(SECOND, 0, log.append, "called")
    clock.env.run_events(1)
    cancel()
    assert (log, clock.env.cancelled) == (["called"], 0)


def test_nor_does_it_on_asyncio() -> None:
    async def call() -> tuple[list[str], int]:
        clock, log = AsyncioClock(1, None, None), []
        cancel = clock.timer(1, 0, log.append, "called")
        clock.start()
        await clock.sleep(2, 0)
        await asyncio.sleep(0.01)
        cancel()
        clock.stop()
        return log, clock._cancelled

    assert asyncio.run(call()) == (["called"], 0)


def test_progress_is_told_between_slices_of_events() -> None:
    told: list[Progress] = []
    text = "submitters: {a: {cadence: 1s, jobs: 10000, pacing: fixed}}\nprocessors: {w: {}}"
    run_scenario(jobsim.loads(text), Options(progress=told.append))
    assert len(told) > 1
    for progress in told:  # job k, from 0, comes at k seconds and is done then
        assert 0 <= progress.time // SECOND + 1 - progress.ended_jobs <= 1
