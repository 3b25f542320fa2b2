"""What submitters draw for their jobs: when they are due, and what follows from their number."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from jobsim.engines.compiled.codes import (
    ARRIVAL,
    BATCH,
    EXPIRE_DRAW,
    FIRST_SERVICE_DRAW,
    GIVE_UP_DRAW,
    KEY_DRAW,
    OFF,
    ON,
    TIMEOUT_DRAW,
)
from jobsim.engines.compiled.feeding.windows import Windows
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import NONE, SUBMITTER
from jobsim.scenario.parts.queue import Discipline
from jobsim.units import NEVER
from jobsim.workload.arrivals import InBursts
from jobsim.workload.draws import Blocks, Draws, Same
from jobsim.workload.plan import Plan

_READ_BY = {ARRIVAL: "arrival", BATCH: "arrival", ON: "bursts", OFF: "bursts"}
"""The column of a submitter's record that tells which draw is next; of all other purposes, the number of the job."""
_NOT_AT_ALL = Same(NEVER)


@dataclass(frozen=True, slots=True, eq=False)
class _Name:
    """The submitters of one name, and what they draw that is not always the same."""

    ranks: slice
    streams: dict[str, list[slice]]
    """For each purpose those of all of them, by the column of their records that tells which draw is next."""
    ready: list[slice]
    """Those that a put needs to be drawn."""


class OfSubmitters:
    """The first streams of all: so many columns for each submitter."""

    def __init__(
        self, memory: Memory, windows: Windows, plans: Sequence[Plan], columns: int, discipline: Discipline
    ) -> None:
        self._memory, self._windows, self._plans = memory, windows, plans
        self._columns, self._ways = columns, _ways(columns, discipline)
        self._submitters = {name: memory["submitters"][name] for name in SUBMITTER.names}
        self._submitters["streams"][:] = range(0, len(plans) * columns, columns)
        self._names: list[_Name] = []
        """By rank."""
        for _, group in groupby(range(len(plans)), lambda rank: plans[rank].name):
            ranks = [*group]
            self._names += [self._open(ranks)] * len(ranks)

    def feed(self) -> None:
        """Draw for all that wait for it, and for those of their names that soon would: the kernel stops less often."""
        rank, waiting = self._memory.run.wanting_submitter, set[_Name]()
        while rank != NONE:
            waiting.add(self._names[rank])
            rank = self._submitters["next_wanting"][rank]
        for name in waiting:
            self._windows.draw_each(self._short(name))
            until = self._memory["streams"]["until"]
            ready_until = np.minimum.reduce([until[streams] for streams in name.ready], initial=NEVER)
            self._submitters["ready_until"][name.ranks] = ready_until

    def _short(self, name: _Name) -> Iterator[tuple[int, int]]:
        """The streams of which little is left, and the positions that their submitters have come to."""
        soon = self._memory["streams"]["soon"]
        for column, each in name.streams.items():
            positions = self._submitters[column][name.ranks]
            for streams in each:
                short = np.flatnonzero(positions >= soon[streams])
                yield from zip((streams.start + streams.step * short).tolist(), positions[short].tolist(), strict=True)

    def _open(self, ranks: Sequence[int]) -> _Name:
        """The streams of submitters of one name.

        What is always the same is so for all of them: it comes from a constant law, and laws are of a name. Only the
        start, and what is counted from there, knows the number.
        """
        begin, end = ranks[0] * self._columns, (ranks[-1] + 1) * self._columns
        streams: dict[str, list[slice]] = {"arrival": [], "number": [], "bursts": []}
        jobs = int(self._submitters["jobs"][ranks[0]])
        most = {"number": jobs, "arrival": NEVER if self._submitters["batches"][ranks[0]] else jobs, "bursts": NEVER}
        """A batch may be none at all."""
        drawn: dict[int, int] = {}
        """By purpose: how many draws there are at most."""
        for purpose in self._ways:
            of_all, draws = slice(begin + purpose, end, self._columns), self._draws(ranks[0], purpose)
            if isinstance(draws, Same):
                self._windows.open_alike(of_all, draws)
                continue
            column = _READ_BY.get(purpose, "number")
            streams[column].append(of_all)
            drawn[purpose] = most[column]
        for rank in ranks:
            for purpose, at_most in drawn.items():
                self._windows.open(rank * self._columns + purpose, self._draws(rank, purpose), at_most)
        ready = streams["number"] + (streams["arrival"] if self._submitters["is_steady"][ranks[0]] else [])
        return _Name(slice(ranks[0], ranks[-1] + 1), streams, ready)

    def _draws(self, rank: int, purpose: int) -> Draws:
        return self._ways[purpose](self._plans[rank]) or _NOT_AT_ALL


def _ways(columns: int, discipline: Discipline) -> dict[int, Callable[[Plan], Draws | None]]:
    """How each purpose's draws are found."""
    return {
        ARRIVAL: lambda planned: planned.arrivals.draws,
        BATCH: lambda planned: planned.batch,
        ON: lambda planned: planned.arrivals.on if isinstance(planned.arrivals, InBursts) else None,
        OFF: lambda planned: planned.arrivals.off if isinstance(planned.arrivals, InBursts) else None,
        TIMEOUT_DRAW: lambda planned: planned.timeout,
        EXPIRE_DRAW: lambda planned: planned.expire,
        GIVE_UP_DRAW: lambda planned: planned.give_up,
        KEY_DRAW: lambda planned: _key(planned, discipline),
        **{purpose: _service(purpose - FIRST_SERVICE_DRAW) for purpose in range(FIRST_SERVICE_DRAW, columns)},
    }


def _service(pool: int) -> Callable[[Plan], Draws]:
    return lambda planned: planned.services[pool]


def _key(planned: Plan, discipline: Discipline) -> Draws | None:
    """What the queue's discipline sorts a submitter's jobs by."""
    if discipline is Discipline.PRIORITY:
        priority = planned.priority
        if priority is None or isinstance(priority, Same):
            return Same(0 if priority is None else -priority.value)
        return Reversed(priority)
    if discipline is Discipline.SHORTEST:
        return planned.size
    return planned.deadline if discipline is Discipline.EARLIEST_DEADLINE else Same(0)


@dataclass(frozen=True)
class Reversed:
    """The larger goes first where the smaller key does."""

    draws: Draws

    def __call__(self, position: int) -> int:
        return -self.draws(position)

    def blocks(self) -> Blocks:
        read = self.draws.blocks()
        return lambda count: -read(count)
