"""Accelerated time: the model's coroutines as SimPy events, jumping from one to the next.

A coroutine that sleeps stands in SimPy's own queue as an event of its own, which happens when it is to go on; so a
sleep makes no new object. The order inside an instant is the priority of the event.
"""

import types
from collections.abc import Callable, Coroutine, Generator
from heapq import heapify, heappop, heappush
from typing import Any

import simpy

from jobsim.engines.engine import Options, Progress, assemble
from jobsim.engines.recording import recording
from jobsim.engines.standstill import Standstill
from jobsim.model.clock import Mailbox
from jobsim.model.submitter import ENDLESS
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.run import Ending, Run
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.plan import plan

_EVENTS_AT_A_TIME = 5_000
_FIRST_OF_ALL = -1
"""The order of the end of the run: what is due at `until` does not happen."""
_FEW_CANCELLED = 1_000


def prepare(_: Callable[[str], None]) -> None:
    """There is nothing to make."""


def run(scenario: Scenario, options: Options) -> Run | FoldedRun:
    """Run a scenario in accelerated time. The same scenario gives the same tables, to the bit."""
    clock = SimpyClock()
    plans = plan(scenario, options.replication)
    system = assemble(scenario, plans, clock, options)
    record = recording(scenario, plans, system, options.replication)

    def ended(ending: Ending, at: Nanoseconds) -> Run | FoldedRun:
        return record.run(ending, at, "simpy")

    clock.timer(scenario.until or NEVER, _FIRST_OF_ALL, _stop, None)
    clock.spawn(_stop_when_over(system.over, clock))
    standstill = Standstill()
    while True:
        try:
            clock.env.run_events(_EVENTS_AT_A_TIME)
        except simpy.core.StopSimulation:
            break
        if options.interruption.ending is not None:
            return ended(options.interruption.ending, system.time)
        last = system.last_to_put
        endless = last.label if last is not None and last.jobs == ENDLESS else None
        standstill.check(system.time, _EVENTS_AT_A_TIME, endless)
        record.look()
        if options.progress is not None:
            options.progress(Progress(clock.now(), system.ended))
    if scenario.until is not None and clock.now() == scenario.until:
        return ended(Ending.UNTIL, scenario.until)
    # Services longer than the clock can hold never end; the run ends with the last event that did.
    return ended(Ending.FINISHED, system.time)


def _stop(_: object) -> None:
    raise simpy.core.StopSimulation(None)


async def _stop_when_over(over: Mailbox[None], clock: "SimpyClock") -> None:
    await over.take()
    clock.timer(clock.now(), _FIRST_OF_ALL, _stop, None)


class _Environment(simpy.Environment):
    """SimPy's environment with events at absolute times, and a loop that runs in slices."""

    def __init__(self) -> None:
        super().__init__()
        self.task: _Task | None = None
        """The coroutine that is going on now."""
        self.cancelled = 0

    def at(self, due: Nanoseconds, order: int, event: simpy.Event) -> None:
        """Let the event happen when due, as `schedule` does with a delay."""
        queue: list[Any] = self._queue
        heappush(queue, (due, order, next(self._eid), event))

    def run_events(self, count: int) -> None:
        """Let the next `count` events happen, as `step` does for one."""
        queue: list[Any] = self._queue
        for _ in range(count):
            self._now, _, _, event = heappop(queue)
            callbacks, event.callbacks = event.callbacks, None
            for callback in callbacks:
                callback(event)

    def forget_cancelled(self) -> None:
        """Take cancelled timers out of the queue once they are most of it: they may be due much later."""
        self.cancelled += 1
        queue: list[Any] = self._queue
        if self.cancelled > _FEW_CANCELLED and 2 * self.cancelled > len(queue):
            queue[:] = [entry for entry in queue if entry[3].callbacks]
            heapify(queue)
            self.cancelled = 0


class _Task(simpy.Event):
    """A coroutine as a SimPy event, which happens each time the coroutine is to go on."""

    _ok = True
    _value = None

    def __init__(self, env: _Environment, coroutine: Coroutine[Any, Any, None]) -> None:
        self.env: _Environment = env
        self._send = coroutine.send
        self.wake = [self.go_on]

    def go_on(self, item: Any) -> None:
        """Let the coroutine run until it waits again; what it waited for is `item`."""
        env = self.env
        before, env.task = env.task, self
        try:
            self._send(item)
        except StopIteration:
            pass
        finally:
            env.task = before


class _Timer(simpy.Event):
    """A plain call that is due."""

    _ok = True
    _value = None

    def __init__(self, env: _Environment, callback: Callable[[Any], None], argument: Any) -> None:
        self.env: _Environment = env
        self.callbacks = [lambda _: callback(argument)]

    def cancel(self) -> None:
        """Do not call; forget what it was about."""
        if self.callbacks:
            self.callbacks.clear()
            self.env.forget_cancelled()


class SimpyMailbox:
    """A letter box on SimPy: the coroutine that waits goes on inside the put."""

    __slots__ = ("_env", "_items", "_task")

    def __init__(self, env: _Environment) -> None:
        self._env = env
        self._items: list[Any] = []
        self._task: _Task | None = None

    def put(self, item: Any) -> None:
        if self._task is not None:
            self._task.go_on(item)
        else:
            self._items.append(item)

    @types.coroutine
    def take(self) -> Generator[None, Any, Any]:
        if self._items:
            return self._items.pop()
        self._task = self._env.task
        return (yield)


class SimpyClock:
    """The model's clock on SimPy."""

    def __init__(self) -> None:
        self.env = _Environment()

    def now(self) -> Nanoseconds:
        return self.env._now  # type: ignore[return-value]  # only whole numbers go in

    @types.coroutine
    def sleep(self, due: Nanoseconds, order: int) -> Generator[None, Any, None]:
        env: Any = self.env
        task = env.task
        task.callbacks = task.wake
        heappush(env._queue, (due, order, next(env._eid), task))
        yield

    def timer(
        self, due: Nanoseconds, order: int, callback: Callable[[Any], None], argument: Any
    ) -> Callable[[], object]:
        timer = _Timer(self.env, callback, argument)
        self.env.at(due, order, timer)
        return timer.cancel

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        _Task(self.env, coroutine).go_on(None)

    def mailbox(self) -> SimpyMailbox:
        return SimpyMailbox(self.env)
