"""When each processor is there: its shifts, by the pool's schedule, and what is drawn for its breakdowns."""

from collections.abc import Iterator
from itertools import count

from jobsim.scenario.parts.outages import Breakdowns
from jobsim.scenario.parts.pool import Pool
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.draws import Draws
from jobsim.workload.streams import Streams


def shifts(pool: Pool, number: int) -> Iterator[tuple[Nanoseconds, bool]]:
    """When the processor of that number (from 1) comes, and goes: instants, and whether it is there from then on."""
    there, period = number <= pool.count, pool.repeat
    for again in count():
        before, changed = there, False
        for change in pool.schedule or ():
            at = change.at + again * (period or 0)
            if at >= NEVER:
                return
            if (number <= change.count) != there:
                there, changed = not there, True
                yield at, there
        if period is None or (not changed and there == before):
            return


def breakdowns(asked: Breakdowns, name: str, number: int, streams: Streams) -> tuple[Draws, Draws]:
    """How long the processor of that pool and number is up before each breakdown, and how long each repair takes."""
    own = streams.within("processor", name, number)
    return own.draws(asked.every, "every"), own.draws(asked.repair, "repair")
