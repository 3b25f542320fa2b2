"""Room for what grows with the run: open jobs, timers, places in the queue, and rows of what has happened."""

from collections.abc import Callable
from typing import Any

import numpy as np

from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import (
    AT_ONCE,
    CHANGE,
    ENTRY,
    EVENT,
    HEAP,
    HISTORY,
    JOB,
    LINK,
    NONE,
    NUMBER,
    PUT,
    ROOM,
    ROW,
    STAY,
    TOLD,
    TRIES,
)

ROWS = 1 << 16
"""Rows that are handed over at a time."""
_MOST = ROOM * AT_ONCE
FEW = 4096

Sink = Callable[[Any], None]
"""Takes rows, which stay as they are until it is given the next."""


class Rooms:
    """What is emptied, or made larger, when it is full."""

    def __init__(self, memory: Memory, sinks: dict[str, Sink]) -> None:
        self._memory = memory
        self._sinks = sinks
        """Who takes the rows: `rows`, `stays`, `changes`, `told`."""
        run = memory.run
        for name, dtype in (("rows", ROW), ("stays", STAY), ("changes", CHANGE), ("told", TOLD), ("puts", PUT)):
            room = ROWS if name in sinks else 2 * _MOST
            memory.make(name, dtype, room)
            setattr(run, f"{name}_room", room)
        # Not zeros_like, which touches all of it: a short run fills little, and has nothing to spare.
        self._spare = {name: np.zeros(len(memory[name]), memory[name].dtype) for name in sinks}
        """What the kernel fills while the sinks read what it has filled before."""
        memory.make("jobs", JOB, 0)
        memory.make("tries", TRIES, 0)
        memory.make("histories", HISTORY, 0)
        memory.make("services", NUMBER, 0)
        memory.make("job_links", LINK, 0)
        run.jobs_room, run.free_job, run.free_history = 0, NONE, NONE
        self._more_jobs()
        others = memory.make("other_heap", HEAP, 1)
        run.timers = others.ctypes.data
        first = max(FEW, 2 * int(run.processors_count))
        memory.make("timer_events", EVENT, first)
        others["events"], others["room"] = memory["timer_events"].ctypes.data, first
        memory.make("entries", ENTRY, FEW)
        memory.make("seats", NUMBER, FEW)
        memory.make("tree", NUMBER, FEW)
        run.entries_room = run.seats_room = FEW

    def make_room(self) -> None:
        """Hand over rows, or grow, whatever is nearly full."""
        run, memory = self._memory.run, self._memory
        for name in ("rows", "stays", "changes", "told", "puts"):
            if getattr(run, f"{name}_count") + _MOST > getattr(run, f"{name}_room"):
                self._hand_over(name)
        if run.free_jobs < AT_ONCE:
            self._more_jobs()
        heap = memory["other_heap"][0]
        if heap.count + _MOST > heap.room:
            heap.room *= 2
            heap.events = memory.grow("timer_events", heap.room).ctypes.data
        if run.entries_count + 2 * AT_ONCE > run.entries_room:
            run.entries_room *= 2
            memory.grow("entries", run.entries_room)
        if run.seats_end + 2 * AT_ONCE > run.seats_room:
            run.seats_room *= 2
            memory.grow("seats", run.seats_room)
            memory.make("tree", NUMBER, run.seats_room)
            run.seats_moved = 1

    def hand_over_all(self) -> None:
        """The run is over, or somebody wants to know how far it is."""
        for name in self._sinks:
            self._hand_over(name)

    def _hand_over(self, name: str) -> None:
        run = self._memory.run
        count = getattr(run, f"{name}_count")
        if count and name in self._sinks:
            filled = self._memory[name]
            self._memory.put(name, self._spare[name])
            self._spare[name] = filled
            self._sinks[name](filled[:count])
        setattr(run, f"{name}_count", 0)

    def _more_jobs(self) -> None:
        """Twice as many open jobs; the new records are chained behind each other."""
        run, memory = self._memory.run, self._memory
        first, room = run.jobs_room, max(2 * run.jobs_room, FEW)
        jobs = memory.grow("jobs", room)
        jobs["submitter"][first:] = NONE
        jobs["seat"][first:] = range(first + 1, room + 1)
        jobs["seat"][room - 1] = run.free_job
        run.free_job, run.jobs_room = first, room
        run.free_jobs += room - first
        memory.grow("job_links", room)
        if "job_lines" in memory:
            memory["job_lines"]["links"] = memory["job_links"].ctypes.data
        if run.has_tries:
            memory.grow("tries", room)
            histories = memory.grow("histories", room)
            histories["next_free"][first:] = range(first + 1, room + 1)
            histories["next_free"][room - 1] = run.free_history
            run.free_history = first
        else:
            memory.grow("services", room * run.pools_count if run.pools_count > 1 else 1)
