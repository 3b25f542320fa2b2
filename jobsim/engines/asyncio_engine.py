"""Real time: the model's coroutines as asyncio tasks on a real event loop.

Times are measured, not computed. Due times are absolute, so that lateness does not add up, and the worst lateness is
recorded. All that is due goes through one heap of our own, in the model's order, behind one timer of the loop; what
falls due together, late, wakes in that order. At `until` time stands still: what comes later is cancelled.
"""

import asyncio
import gc
import os
import selectors
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Any

from jobsim.engines.engine import Options, Progress, assemble
from jobsim.engines.recording import Recording, recording
from jobsim.model.system import System
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.run import Ending, Run
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, SECOND, Nanoseconds
from jobsim.workload.plan import plan

_SLICE_SECONDS = 0.1
_FILES_OF_SELECT = 1_000
_FEW_CANCELLED = 1_000
_FIRST_OF_ALL = -1


def prepare(_: Callable[[str], None]) -> None:
    """There is nothing to make."""


def run(scenario: Scenario, options: Options) -> Run | FoldedRun:
    """Run a scenario in real time, `options.speed` times as fast as the wall clock.

    Inside a running event loop (a notebook) the run gets a loop and a thread of its own.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(scenario, options)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_run, scenario, options).result()


def _run(scenario: Scenario, options: Options) -> Run | FoldedRun:
    # What was there before is not searched for garbage meanwhile: with a million objects that alone is a long lag.
    gc.freeze()
    try:
        with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(_selector())) as runner:
            return runner.run(_pass(scenario, options))
    finally:
        gc.unfreeze()


def _selector() -> selectors.BaseSelector:
    """select() waits to the microsecond, where epoll rounds up to a millisecond; but it knows few files only."""
    with open(os.devnull, "rb") as probe:
        return selectors.SelectSelector() if probe.fileno() < _FILES_OF_SELECT else selectors.DefaultSelector()


async def _pass(scenario: Scenario, options: Options) -> Run | FoldedRun:
    clock = AsyncioClock(options.speed, options.max_lag, scenario.until)
    plans = plan(scenario, options.replication)
    system = assemble(scenario, plans, clock, options)
    clock.spawn(_until_over(system, clock))
    record = recording(scenario, plans, system, options.replication)
    clock.spawn(_watch(system, clock, record, options))
    clock.start()
    ending = await clock.ended
    clock.stop()
    if ending is Ending.UNTIL and scenario.until is not None:
        ended_at = scenario.until
    else:
        ended_at = system.time if ending is Ending.FINISHED else clock.read()
    ran = record.run(ending, ended_at, "asyncio")
    return replace(ran, speed=options.speed, worst_lag=clock.worst_lag)


async def _until_over(system: System, clock: "AsyncioClock") -> None:
    await system.over.take()
    clock.end(Ending.FINISHED)


async def _watch(system: System, clock: "AsyncioClock", record: Recording, options: Options) -> None:
    was_over = False
    while True:
        await asyncio.sleep(_SLICE_SECONDS)
        record.look()
        if options.interruption.ending is not None:
            clock.end(options.interruption.ending)
        elif clock.nothing_is_due and was_over:  # twice: a task that was just woken may still set something
            clock.end(Ending.FINISHED)
        elif options.progress is not None:
            options.progress(Progress(clock.read(), system.ended, worst_lag=clock.worst_lag))
        was_over = clock.nothing_is_due


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

    def __init__(self, speed: float, max_lag: Nanoseconds | None, until: Nanoseconds | None) -> None:
        self.worst_lag: Nanoseconds = 0
        self._until = NEVER if until is None else until
        self._loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[Ending] = self._loop.create_future()
        self._speed = speed
        self._max_lag = max_lag
        self._origin: int | None = None
        self._expected: Nanoseconds | None = None
        """When what is happening now was due; the model's next look at the clock tells how late it is."""
        self._due: list[tuple[Nanoseconds, int, int, Callable[[Nanoseconds], object]]] = []
        """What is due: instant, order, number of entry, and what is told then."""
        self._cancelled = 0
        self._numbers = count()
        self._alarm: asyncio.TimerHandle | None = None
        self._alarm_at: Nanoseconds = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Let time pass from now on."""
        self._origin = time.monotonic_ns()
        self.timer(self._until, _FIRST_OF_ALL, self.end, Ending.UNTIL)
        self._set_alarm()

    @property
    def nothing_is_due(self) -> bool:
        """Whether nothing will ever happen by itself again."""
        return all(due >= NEVER or _is_cancelled(fall_due) for due, _, _, fall_due in self._due)

    def end(self, ending: Ending) -> None:
        """End the run, after what has fallen due by now."""
        self._loop.call_soon(self._end, ending)

    def stop(self) -> None:
        """Let nothing more fall due."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = None  # and none is set again, though tasks may go on until they are cancelled
        self._due.clear()

    def read(self) -> Nanoseconds:
        """The time, without any consequence."""
        if self._origin is None:
            return 0
        passed = time.monotonic_ns() - self._origin
        return min(passed if self._speed == 1 else int(passed * self._speed), self._until)

    def now(self) -> Nanoseconds:
        """The time of what happens now. At `until` nothing happens any more: who asks is cancelled."""
        now = self.read()
        if now >= self._until:
            self.end(Ending.UNTIL)
            raise asyncio.CancelledError
        if self._expected is not None:
            self._measure(now - self._expected)
        return now

    async def sleep(self, due: Nanoseconds, order: int) -> None:
        if due <= self.read():
            await asyncio.sleep(0)
        else:
            future = self._loop.create_future()
            self._at(due, order, future.set_result)
            await future
        self._expected = due

    def timer(
        self, due: Nanoseconds, order: int, callback: Callable[[Any], None], argument: Any
    ) -> Callable[[], object]:
        timer = _Timer(self, callback, argument)
        self._at(due, order, timer.fall_due)
        return timer.cancel

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._let_go)

    def mailbox(self) -> AsyncioMailbox:
        return AsyncioMailbox(self._loop)

    def happen(self, due: Nanoseconds, callback: Callable[[Any], None], argument: Any) -> None:
        """Do what was due; if it fails, the run fails."""
        self._expected = due
        try:
            callback(argument)
        except asyncio.CancelledError:
            pass  # time stands still at `until`
        except BaseException as failure:
            self._fail(failure)
        self._expected = None

    def forget_cancelled(self) -> None:
        """Take cancelled timers out of the heap once they are most of it: they may be due much later."""
        self._cancelled += 1
        if self._cancelled > _FEW_CANCELLED and 2 * self._cancelled > len(self._due):
            self._due[:] = [entry for entry in self._due if not _is_cancelled(entry[3])]
            heapify(self._due)
            self._cancelled = 0

    def _end(self, ending: Ending) -> None:
        if not self.ended.done():
            self.ended.set_result(ending)

    def _fail(self, failure: BaseException) -> None:
        if not self.ended.done():
            self.ended.set_exception(failure)

    def _let_go(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            self._fail(failure)

    def _at(self, due: Nanoseconds, order: int, fall_due: Callable[[Nanoseconds], object]) -> None:
        heappush(self._due, (due, order, next(self._numbers), fall_due))
        if self._alarm is not None and due < self._alarm_at:
            self._set_alarm()

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if not self._due:
            return  # so late that even the end has fallen due: nothing comes after it
        assert self._origin is not None
        due = self._alarm_at = self._due[0][0]
        self._alarm = self._loop.call_at((self._origin + due / self._speed) / SECOND, self._let_fall_due)

    def _let_fall_due(self) -> None:
        now, due = self.read(), self._due
        while due and due[0][0] <= now:
            at, _, _, fall_due = heappop(due)
            fall_due(at)
        self._set_alarm()

    def _measure(self, lag: Nanoseconds) -> None:
        self._expected = None
        if lag > self.worst_lag:
            self.worst_lag = lag
            if self._max_lag is not None and lag > self._max_lag:
                self.end(Ending.LATE)


class _Timer:
    """A plain call that is due."""

    __slots__ = ("_argument", "_callback", "_clock")

    def __init__(self, clock: AsyncioClock, callback: Callable[[Any], None], argument: Any) -> None:
        self._clock = clock
        self._callback: Callable[[Any], None] | None = callback
        self._argument = argument

    def fall_due(self, due: Nanoseconds) -> None:
        # A turn later, as a task that is woken goes on a turn later: so both keep the order of the heap.
        asyncio.get_running_loop().call_soon(self._call, due)

    def cancel(self) -> None:
        """Do not call; forget what it was about."""
        if self._callback is not None:
            self._callback = self._argument = None
            self._clock.forget_cancelled()

    @property
    def cancelled(self) -> bool:
        """Whether it has been cancelled, or called."""
        return self._callback is None

    def _call(self, due: Nanoseconds) -> None:
        callback, argument = self._callback, self._argument
        self._callback = self._argument = None
        if callback is not None:
            self._clock.happen(due, callback, argument)


def _is_cancelled(fall_due: Callable[..., object]) -> bool:
    timer = getattr(fall_due, "__self__", None)
    return isinstance(timer, _Timer) and timer.cancelled
