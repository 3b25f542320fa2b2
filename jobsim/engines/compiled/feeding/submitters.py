"""What submitters draw for their jobs: when they are due, and what follows from their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from jobsim.engines.compiled.codes import ARRIVAL, BATCH, OFF, ON
from jobsim.engines.compiled.feeding.purposes import ways
from jobsim.engines.compiled.feeding.windows import Windows
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import NONE, SUBMITTER
from jobsim.errors import InternalFault
from jobsim.scenario.parts.queue import Discipline
from jobsim.units import NEVER
from jobsim.workload.draws import Same
from jobsim.workload.plan import Plan

_READ_BY = {ARRIVAL: "arrival", BATCH: "arrival", ON: "bursts", OFF: "bursts"}
"""The column of a submitter's record that tells which draw is next; of all other purposes, the number of the job."""
_LOOKED_AT = 1_000
"""So many submitters are looked at in about the time that it takes to feed one."""
_NOT_AT_ALL = Same(NEVER)


@dataclass(slots=True, eq=False)
class _Name:
    """The submitters of one name, and what they draw that is not always the same."""

    ranks: range
    purposes: list[tuple[int, str]]
    """Each with the column of a submitter's record that tells where it is read next."""
    ready: list[int]
    """Those of which a put needs a draw."""
    waited: int = 0
    """How many had to wait for draws, since all were looked at."""


class OfSubmitters:
    """The first streams of all: so many columns for each submitter."""

    def __init__(
        self, memory: Memory, windows: Windows, plans: Sequence[Plan], columns: int, discipline: Discipline
    ) -> None:
        self._memory, self._windows, self._plans = memory, windows, plans
        self._columns, self._ways = columns, ways(columns, discipline)
        self._submitters = {name: memory["submitters"][name] for name in SUBMITTER.names}
        self._submitters["streams"][:] = range(0, len(plans) * columns, columns)
        self._names: list[_Name] = []
        """By rank."""
        for _, group in groupby(range(len(plans)), lambda rank: plans[rank].name):
            ranks = [*group]
            self._names += [self._open(range(ranks[0], ranks[-1] + 1))] * len(ranks)

    def feed(self) -> None:
        """Draw for all that wait for it; and now and then for those of their names that soon would.

        Then the kernel stops less often. To look at thousands takes longer than to feed one, so it is done when as
        many have waited as could be fed in that time.
        """
        waiting: dict[_Name, list[int]] = {}
        rank = int(self._memory.run.wanting_submitter)
        while rank != NONE:
            waiting.setdefault(self._names[rank], []).append(rank)
            rank = int(self._submitters["next_wanting"][rank])
        for name, ranks in waiting.items():
            name.waited += len(ranks)
            ready_until = int(self._submitters["ready_until"][ranks[0]])
            if 1 < len(name.ranks) <= name.waited * _LOOKED_AT:
                name.waited = 0
                drawn = self._feed_all(name)
            else:
                drawn = sum(self._feed_one(rank, name) for rank in ranks)
            if not drawn and self._submitters["ready_until"][ranks[0]] == ready_until:
                raise InternalFault(f"{self._plans[ranks[0]].label} waits for draws that are there")

    def _feed_one(self, rank: int, name: _Name) -> int:
        """How many of its streams were short of draws."""
        streams, first = self._memory["streams"], rank * self._columns
        short: list[tuple[int, int]] = []
        for purpose, column in name.purposes:
            position = int(self._submitters[column][rank])
            if position >= streams["soon"][first + purpose]:
                short.append((first + purpose, position))
        self._windows.draw_each(short)
        until = (int(streams["until"][first + purpose]) for purpose in name.ready)
        self._submitters["ready_until"][rank] = min(until, default=NEVER)
        return len(short)

    def _feed_all(self, name: _Name) -> int:
        """The same for all of a name."""
        streams, ranks = self._memory["streams"], slice(name.ranks.start, name.ranks.stop)
        short: list[tuple[int, int]] = []
        for purpose, column in name.purposes:
            of_all, positions = self._of_all(name.ranks, purpose), self._submitters[column][ranks]
            found = np.flatnonzero(positions >= streams["soon"][of_all])
            own = of_all.start + of_all.step * found
            short += zip(own.tolist(), positions[found].tolist(), strict=True)
        self._windows.draw_each(short)
        until = [streams["until"][self._of_all(name.ranks, purpose)] for purpose in name.ready]
        self._submitters["ready_until"][ranks] = np.minimum.reduce(until, initial=NEVER)
        return len(short)

    def _of_all(self, ranks: range, purpose: int) -> slice:
        """The streams of one purpose."""
        return slice(ranks.start * self._columns + purpose, ranks.stop * self._columns, self._columns)

    def _open(self, ranks: range) -> _Name:
        """The streams of submitters of one name.

        What is always the same is so for all of them: it comes from a constant law, and laws are of a name. Only the
        start, and what is counted from there, knows the number.
        """
        first = ranks.start
        jobs = int(self._submitters["jobs"][first])
        # As a batch may be none at all, there may be more arrivals than jobs.
        most = {"number": jobs, "arrival": NEVER if self._submitters["batches"][first] else jobs, "bursts": NEVER}
        drawn = []
        for purpose, way in self._ways.items():
            draws = way(self._plans[first]) or _NOT_AT_ALL
            if isinstance(draws, Same):
                self._windows.open_alike(self._of_all(ranks, purpose), draws)
            else:
                drawn.append((purpose, _READ_BY.get(purpose, "number")))
        for rank in ranks:
            for purpose, column in drawn:
                draws = self._ways[purpose](self._plans[rank]) or _NOT_AT_ALL
                self._windows.open(rank * self._columns + purpose, draws, most[column])
        needed = ("number", "arrival") if self._submitters["is_steady"][first] else ("number",)
        return _Name(ranks, drawn, [purpose for purpose, column in drawn if column in needed])
