"""What is drawn for processors: how long they are up, each repair; and their shifts, as numbers."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from jobsim.engines.compiled.feeding.windows import Windows
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import NONE
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.draws import Block, Blocks, Same
from jobsim.workload.outages import breakdowns, shifts
from jobsim.workload.streams import Streams


class OfProcessors:
    """Three streams for each processor: how long it is up, its repairs, its shifts."""

    def __init__(self, memory: Memory, windows: Windows, scenario: Scenario, first: int, streams: Streams) -> None:
        self._memory, self._windows = memory, windows
        processors, rank = memory["processors"], 0
        processors["up"] = range(first, first + 3 * len(processors), 3)
        processors["repair"], processors["shifts"] = processors["up"] + 1, NONE
        for name, pool in sorted(scenario.processors.items()):
            own = processors[rank : rank + pool.most]
            self._open_breakdowns(own, pool, name, streams)
            if pool.schedule is not None:
                own["shifts"] = own["up"] + 2
                for number, stream in enumerate(own["shifts"].tolist(), 1):
                    windows.read(stream, _comings_and_goings(shifts(pool, number)))
                    windows.draw(stream, 0, 0)
            rank += pool.most

    def _open_breakdowns(self, processors: Any, pool: Pool, name: str, streams: Streams) -> None:
        if pool.breakdowns is None:
            first, after = processors["up"][0], processors["up"][-1] + 3
            for stream in (first, first + 1):
                self._windows.open_alike(slice(stream, after, 3), Same(NEVER))
            processors["up_left"] = NEVER
            return
        drawn = [breakdowns(pool.breakdowns, name, number, streams) for number in range(1, pool.most + 1)]
        for processor, (up, repair) in zip(processors, drawn, strict=True):
            self._windows.open(processor.up, up)
            self._windows.open(processor.repair, repair)
            processor.up_left = up(0)

    def feed(self, rank: int) -> None:
        """Draw the next outages of a processor."""
        processor = self._memory["processors"][rank]
        outages = int(processor.outages)
        self._windows.draw(processor.up, outages + 1, outages + 1)
        self._windows.draw(processor.repair, outages, outages)
        if processor.shifts != NONE:
            self._windows.draw(processor.shifts, processor.shift, processor.shift)


def _comings_and_goings(changes: Iterator[tuple[Nanoseconds, bool]]) -> Blocks:
    """A processor's shifts as numbers: each instant twice, and one more where it comes then; NONE after the last."""

    def block(count: int) -> Block:
        drawn = np.full(count, NONE, dtype=np.int64)
        for place, (at, there) in zip(range(count), changes, strict=False):
            drawn[place] = at << 1 | there
        return drawn

    return block
