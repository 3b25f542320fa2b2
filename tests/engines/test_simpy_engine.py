"""Computed time: cancelled timers are forgotten, everything else is told by the timelines and properties."""

import asyncio
import gc
import weakref

import pytest

from jobsim.engines.asyncio_engine import AsyncioClock
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
