"""The cheapest point of a grid that meets all that is expected, found by looking at few of them.

Each expectation goes its own way: more processors shorten waits and lower utilisation, more places lose less and let
wait longer. Which way it goes along each key is told by the corners of the grid, which are looked at first. Then a
point that does not meet an expectation rules out all that are no better for it, and one that meets all rules out all
that cost as much; each look is at the point that rules out most, whatever comes of it. Along one key that is bisection.
Where a look contradicts this, and so at the neighbours of what was found, nothing is ruled out unseen any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Spot = tuple[int, ...]
"""A point of the grid: the place of its value of each key, from 0."""
_WEIGHED = 200
"""So many points, evenly spread over the costs, are weighed against each other for the next look."""
_UNKNOWN = 2
"""In the place of a way, +1, 0 or -1: it could not be told."""


@dataclass(frozen=True)
class Look:
    """What was seen at a point, expectation by expectation; one that failed has seen nothing."""

    met: tuple[bool, ...] = ()
    missed: tuple[bool, ...] = ()
    """For sure; what is undecided is neither."""
    room: tuple[float | None, ...] = ()
    """How far within its limit each is; None where there was nothing to measure."""

    @property
    def all_met(self) -> bool:
        return bool(self.met) and all(self.met)


@dataclass
class Search:
    """Ask for the `next` point, and `tell` what was seen there, until there is none to look at."""

    costs: Mapping[Spot, float]
    """Of every point."""
    seen: dict[Spot, Look] = field(default_factory=dict)
    as_assumed: bool = True
    """Whether each expectation goes one way along each key, as far as was seen."""

    def __post_init__(self) -> None:
        self._spots = np.array(sorted(self.costs, key=self._rank))
        self._place = {tuple(spot): at for at, spot in enumerate(self._spots.tolist())}
        ends = self._spots.max(axis=0).tolist()
        self._low: Spot = (0,) * len(ends)
        self._corners = [self._with(axis, end) for axis, end in enumerate(ends) if end]

    @property
    def best(self) -> Spot | None:
        """The cheapest that meets all; of several that cost the same, the first."""
        return min((spot for spot, look in self.seen.items() if look.all_met), key=self._rank, default=None)

    def next(self) -> Spot | None:
        """Where to look next; None: the search is over."""
        left = self._left()
        if left:
            corner = next((spot for spot in (self._low, *self._corners) if spot not in self.seen), None)
            return self._most_telling(left) if corner is None else corner
        return next((spot for spot in self._neighbours() if spot not in self.seen), None)

    def tell(self, spot: Spot, look: Look) -> None:
        """What was seen at a point."""
        self.seen[spot] = look
        self.as_assumed = self.as_assumed and not self._contradictory()

    def _left(self) -> list[Spot]:
        """What is not ruled out yet, the cheapest first."""
        best = self.best
        limit = len(self._spots) if best is None else self._place[best]
        open_ = np.ones(limit, dtype=bool)
        if self.as_assumed:
            for spot, look in self.seen.items():
                for expectation, met in enumerate(look.met):
                    if not met:
                        open_ &= ~self._no_better(self._spots[:limit], spot, expectation)
        found = [tuple(spot) for spot in self._spots[:limit][open_].tolist()]
        return [spot for spot in found if spot not in self.seen]

    def _most_telling(self, left: Sequence[Spot]) -> Spot:
        """Of points with the cheapest first: where every answer rules out many."""
        weighed = range(0, len(left), -(-len(left) // _WEIGHED))
        every, expectations = np.array(left), len(next(iter(self.seen.values())).met)
        if_met = [len(left) - at for at in weighed]
        if_not = [
            min((int(self._no_better(every, left[at], each).sum()) for each in range(expectations)), default=1)
            for at in weighed
        ]
        least = [min(both) for both in zip(if_met, if_not, strict=True)]
        return left[weighed[least.index(max(least))]]

    def _no_better(self, spots: NDArray[np.int64], than: Spot, expectation: int) -> NDArray[np.bool_]:
        """Which of these points cannot be better for an expectation than that one, if it goes its way."""
        worse = np.ones(len(spots), dtype=bool)
        for axis, at in enumerate(than):
            way = self._way(expectation, axis)
            if way == _UNKNOWN:
                worse &= spots[:, axis] == at
            elif way:
                worse &= way * spots[:, axis] <= way * at
        return worse

    def _way(self, expectation: int, axis: int) -> int:
        """Whether more of a key is better (+1) or worse (-1) for an expectation, or neither (0)."""
        low, high = self.seen.get(self._low), self.seen.get(self._with(axis, int(self._spots[:, axis].max())))
        if low is None or high is None or not low.room or not high.room:
            return _UNKNOWN
        less, more = low.room[expectation], high.room[expectation]
        if less is None or more is None:
            return _UNKNOWN
        return (more > less) - (more < less)

    def _contradictory(self) -> bool:
        """Whether an expectation is met at a point that is no better for it than one where it is missed."""
        for worse, look in self.seen.items():
            for expectation, missed in enumerate(look.missed):
                met = [spot for spot, other in self.seen.items() if other.met and other.met[expectation]]
                if missed and met and self._no_better(np.array(met), worse, expectation).any():
                    return True
        return False

    def _neighbours(self) -> list[Spot]:
        """One step down and up along each key from the best, or from the one that meets most."""
        if not self.as_assumed:
            return []
        centre = self.best or max(self.seen, key=lambda spot: (sum(self.seen[spot].met), *spot))
        steps = ((axis, centre[axis] + step) for step in (-1, 1) for axis in range(len(centre)))
        spots = [(*centre[:axis], at, *centre[axis + 1 :]) for axis, at in steps]
        return [spot for spot in spots if spot in self.costs]

    def _with(self, axis: int, at: int) -> Spot:
        return (*self._low[:axis], at, *self._low[axis + 1 :])

    def _rank(self, spot: Spot) -> tuple[float, Spot]:
        return self.costs[spot], spot
