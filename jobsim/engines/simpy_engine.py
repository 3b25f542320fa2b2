"""Accelerated time: the model's coroutines as SimPy processes, jumping from event to event.

`simpy.Process` needs no more than `send` and `throw`, which a generator around a coroutine has; the order inside an
instant is the priority of a SimPy event.
"""

import types
from collections.abc import Awaitable, Callable, Coroutine, Generator
from heapq import heappop, heappush
from typing import Any

import simpy

from jobsim.engines.engine import Options, Progress, assemble, disassemble
from jobsim.model.system import System
from jobsim.results.run import Ending, Run
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, Nanoseconds

_EVENTS_AT_A_TIME = 5_000
_FIRST_OF_ALL = -1
"""The order of the end of the run: what is due at `until` does not happen."""


def run(scenario: Scenario, options: Options) -> Run:
    """Run a scenario in accelerated time. The same scenario gives the same tables, to the bit."""
    clock = SimpyClock()
    system = assemble(scenario, clock, options.listener)
    end = _Happening()
    end.callbacks.append(_stop)
    clock.env.at(scenario.until or NEVER, _FIRST_OF_ALL, end)
    clock.spawn(_until_over(system, clock))
    while True:
        try:
            clock.env.run_events(_EVENTS_AT_A_TIME)
        except simpy.core.StopSimulation:
            break
        if options.interruption.ending is not None:
            return disassemble(scenario, system, options.interruption.ending, system.time, "simpy")
        if options.progress is not None:
            options.progress(Progress(clock.now(), system.ended))
    if scenario.until is not None and clock.now() == scenario.until:
        return disassemble(scenario, system, Ending.UNTIL, scenario.until, "simpy")
    # Services longer than the clock can hold never end; the run ends with the last event that did.
    return disassemble(scenario, system, Ending.FINISHED, system.time, "simpy")


def _stop(event: simpy.Event) -> None:
    raise simpy.core.StopSimulation(None)


async def _until_over(system: System, clock: "SimpyClock") -> None:
    await system.over.take()
    end = _Happening()
    end.callbacks.append(_stop)
    clock.env.at(clock.now(), _FIRST_OF_ALL, end)


class _Happening(simpy.Event):
    """A SimPy event whose value is settled when it is made."""

    _ok = True

    def __init__(self, value: Any = None) -> None:
        self.callbacks = []
        self._value = value


class _Environment(simpy.Environment):
    """SimPy's environment with events at absolute times, and a loop that runs in slices."""

    def at(self, due: Nanoseconds, order: int, event: simpy.Event) -> None:
        """Let the event happen when due, as `schedule` does with a delay."""
        queue: list[Any] = self._queue
        heappush(queue, (due, order, next(self._eid), event))

    def run_events(self, count: int) -> None:
        """Let the next `count` events happen, as `step` does for one. Raises IndexError when there are none."""
        queue: list[Any] = self._queue
        for _ in range(count):
            self._now, _, _, event = heappop(queue)
            callbacks, event.callbacks = event.callbacks, None
            for callback in callbacks:
                callback(event)
            if not event._ok:
                raise event._value


@types.coroutine
def _wait(event: simpy.Event) -> Generator[simpy.Event, Any, Any]:
    return (yield event)


def _drive(coroutine: Coroutine[Any, Any, None]) -> Generator[Any, Any, None]:
    return (yield from coroutine.__await__())


class SimpyMailbox:
    """A letter box on SimPy: the coroutine that waits goes on inside the put."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = _Happening()

    def put(self, item: Any) -> None:
        event: Any = self._event
        event._value = item
        callbacks, event.callbacks = event.callbacks, None
        for callback in callbacks:
            callback(event)

    def take(self) -> Awaitable[Any]:
        return _wait(self._event)


class SimpyClock:
    """The model's clock on SimPy."""

    def __init__(self) -> None:
        self.env = _Environment()

    def now(self) -> Nanoseconds:
        return self.env._now  # type: ignore[return-value]  # only whole numbers go in

    @types.coroutine
    def sleep(self, due: Nanoseconds, order: int) -> Generator[simpy.Event, None, None]:
        event = _Happening()
        self.env.at(due, order, event)
        yield event

    def timer(
        self, due: Nanoseconds, order: int, callback: Callable[[Any], None], argument: Any
    ) -> Callable[[], object]:
        event = _Happening(argument)
        event.callbacks.append(lambda happened: callback(happened._value))
        self.env.at(due, order, event)
        return event.callbacks.clear

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        self.env.process(_drive(coroutine))

    def mailbox(self) -> SimpyMailbox:
        return SimpyMailbox()
