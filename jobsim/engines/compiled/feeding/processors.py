"""What is drawn for processors: how long they are up, each repair; and their shifts, as numbers."""

from collections.abc import Iterator

import numpy as np

from jobsim.engines.compiled.feeding.windows import Windows
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import NONE
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.draws import Block, Blocks, Same
from jobsim.workload.outages import breakdowns, shifts

_NEVER_BROKEN = Same(NEVER), Same(NEVER)


class OfProcessors:
    """Three streams for each processor."""

    def __init__(self, memory: Memory, windows: Windows, scenario: Scenario, first: int, replication: int) -> None:
        self._memory, self._windows = memory, windows
        rank = 0
        for name, pool in sorted(scenario.processors.items()):
            for number in range(1, pool.most + 1):
                processor = memory["processors"][rank]
                processor.up, processor.repair, processor.shifts = first, first + 1, NONE
                up, repair = breakdowns(scenario, name, number, replication) or _NEVER_BROKEN
                windows.open(first, up)
                windows.open(first + 1, repair)
                processor.up_left = up(0)
                if pool.schedule is not None:
                    processor.shifts = first + 2
                    windows.read(first + 2, _comings_and_goings(shifts(pool, number)))
                    windows.draw(first + 2, 0, 0)
                first, rank = first + 3, rank + 1

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
