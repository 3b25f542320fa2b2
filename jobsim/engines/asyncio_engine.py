"""Real time: the model's coroutines as asyncio tasks on a real event loop.

Times are measured, not computed. Due times are absolute, so that lateness does not add up, and the worst lateness is
recorded. All that is due goes through one heap of our own, in the model's order, behind one timer of the loop.
"""

import asyncio
import selectors
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count
from typing import Any

from jobsim.engines.engine import Options, Progress, assemble, disassemble
from jobsim.model.system import System
from jobsim.results.run import Ending, Run
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND, Nanoseconds

_SLICE_SECONDS = 0.1
_FIRST_OF_ALL = -1


def run(scenario: Scenario, options: Options) -> Run:
    """Run a scenario in real time, `options.speed` times as fast as the wall clock.

    Inside a running event loop (a notebook) the run gets a loop and a thread of its own.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(scenario, options)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_run, scenario, options).result()


def _run(scenario: Scenario, options: Options) -> Run:
    # select() waits to the microsecond, where epoll rounds every wait up to a millisecond.
    loop_factory = lambda: asyncio.SelectorEventLoop(selectors.SelectSelector())  # noqa: E731
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return runner.run(_pass(scenario, options))


async def _pass(scenario: Scenario, options: Options) -> Run:
    clock = AsyncioClock(options.speed, options.max_lag)
    system = assemble(scenario, clock, options.listener)
    if scenario.until is not None:
        clock.timer(scenario.until, _FIRST_OF_ALL, clock.end, Ending.UNTIL)
    clock.spawn(_until_over(system, clock))
    clock.spawn(_watch(system, clock, options))
    clock.start()
    ending = await clock.ended
    clock.stop()
    ended_at = system.time if ending is Ending.FINISHED else clock.now()
    ran = disassemble(scenario, system, ending, ended_at, "asyncio")
    return replace(ran, speed=options.speed, worst_lag=clock.worst_lag)


async def _until_over(system: System, clock: "AsyncioClock") -> None:
    await system.over.take()
    clock.end(Ending.FINISHED)


async def _watch(system: System, clock: "AsyncioClock", options: Options) -> None:
    while True:
        await asyncio.sleep(_SLICE_SECONDS)
        if options.interruption.ending is not None:
            clock.end(options.interruption.ending)
        elif options.progress is not None:
            options.progress(Progress(clock.now(), system.ended))


class AsyncioMailbox:
    """A letter box on asyncio: a future."""

    __slots__ = ("_future",)

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._future: asyncio.Future[Any] = loop.create_future()

    def put(self, item: Any) -> None:
        self._future.set_result(item)

    def take(self) -> Awaitable[Any]:
        return self._future


class AsyncioClock:
    """The model's clock on the running event loop; it stands at 0 until `start`."""

    def __init__(self, speed: float, max_lag: Nanoseconds | None) -> None:
        self.worst_lag: Nanoseconds = 0
        self._loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[Ending] = self._loop.create_future()
        self._speed = speed
        self._max_lag = max_lag
        self._origin: int | None = None
        self._expected: Nanoseconds | None = None
        """When what is happening now was due; the model's next look at the clock tells how late it is."""
        self._due: list[_Due] = []
        self._numbers = count()
        self._alarm: asyncio.TimerHandle | None = None
        self._alarm_at: Nanoseconds = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Let time pass from now on."""
        self._origin = time.monotonic_ns()
        self._set_alarm()

    def end(self, ending: Ending) -> None:
        """End the run, after what is due has happened."""
        self._loop.call_soon(self._end, ending)

    def stop(self) -> None:
        """Let nothing more fall due."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._due.clear()

    def now(self) -> Nanoseconds:
        if self._origin is None:
            return 0
        passed = time.monotonic_ns() - self._origin
        now = passed if self._speed == 1 else int(passed * self._speed)
        if self._expected is not None:
            self._measure(now - self._expected)
        return now

    async def sleep(self, due: Nanoseconds, order: int) -> None:
        if due <= self.now():
            await asyncio.sleep(0)
        else:
            future = self._loop.create_future()
            self._at(due, order, future.set_result, None)
            await future
        self._expected = due

    def timer(
        self, due: Nanoseconds, order: int, callback: Callable[[Any], None], argument: Any
    ) -> Callable[[], object]:
        entry = self._at(due, order, callback, argument)

        def cancel() -> None:
            entry[3] = entry[4] = None

        return cancel

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._let_go)

    def mailbox(self) -> AsyncioMailbox:
        return AsyncioMailbox(self._loop)

    def _end(self, ending: Ending) -> None:
        if not self.ended.done():
            self.ended.set_result(ending)

    def _let_go(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None and not self.ended.done():
            self.ended.set_exception(failure)

    def _at(self, due: Nanoseconds, order: int, callback: Callable[[Any], None], argument: Any) -> "_Due":
        entry: _Due = [due, order, next(self._numbers), callback, argument]
        heappush(self._due, entry)
        if self._alarm is not None and due < self._alarm_at:
            self._set_alarm()
        return entry

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        assert self._origin is not None
        due = self._due[0][0] if self._due else self.now() + _IDLE
        self._alarm_at = due
        self._alarm = self._loop.call_at((self._origin + due / self._speed) / SECOND, self._let_fall_due)

    def _let_fall_due(self) -> None:
        now, due = self.now(), self._due
        while due and due[0][0] <= now:
            at, _, _, callback, argument = heappop(due)
            if callback is not None:
                self._expected = at
                callback(argument)
                self._expected = None
        self._set_alarm()

    def _measure(self, lag: Nanoseconds) -> None:
        self._expected = None
        if lag > self.worst_lag:
            self.worst_lag = lag
            if self._max_lag is not None and lag > self._max_lag:
                self.end(Ending.LATE)


_Due = list[Any]
"""What is due: [instant, order, number of entry, callback or None if cancelled, argument]."""
_IDLE: Nanoseconds = 3_600 * SECOND
"""When nothing is due, the alarm looks again after this long."""
