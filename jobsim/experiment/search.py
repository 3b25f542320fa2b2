"""The cheapest point of a grid that meets what is expected, found by looking at few of them.

A point that does not meet it rules out all that have no more of anything; one that does, all that cost as much. Each
look is at the point that rules out most, whatever comes of it: along one line that is bisection. That more is never
worse is checked at the neighbours of what was found; where it is not so, nothing is ruled out unseen any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

Spot = tuple[int, ...]
"""A point of the grid: the place of its value of each key, from 0."""
_WEIGHED = 200
"""So many points, evenly spread over the costs, are weighed against each other for the next look."""


@dataclass
class Search:
    """Ask for the `next` point, and `tell` whether it meets what is expected, until there is none to look at."""

    costs: Mapping[Spot, float]
    """Of every point."""
    seen: dict[Spot, bool] = field(default_factory=dict)
    """What was told."""
    more_is_never_worse: bool = True
    """As far as was seen."""

    @property
    def best(self) -> Spot | None:
        """The cheapest that meets it; of several that cost the same, the first."""
        return min((spot for spot, met in self.seen.items() if met), key=self._rank, default=None)

    def next(self) -> Spot | None:
        """Where to look next; None: the search is over."""
        left = self._left()
        if left:
            return _most_telling(left, self.costs)
        return next((spot for spot in self._neighbours() if spot not in self.seen), None)

    def tell(self, spot: Spot, met: bool) -> None:
        """What became of a point."""
        self.seen[spot] = met
        if any(_no_more(lower, higher) for lower in self._seen(True) for higher in self._seen(False)):
            self.more_is_never_worse = False

    def _left(self) -> list[Spot]:
        """What is not ruled out yet, the cheapest first."""
        best, failed = self.best, self._seen(False) if self.more_is_never_worse else []
        return sorted(
            (
                spot
                for spot in self.costs
                if spot not in self.seen
                and (best is None or self._rank(spot) < self._rank(best))
                and not any(_no_more(spot, worse) for worse in failed)
            ),
            key=self._rank,
        )

    def _neighbours(self) -> list[Spot]:
        """One step from the best, down and up, along each key."""
        best = self.best
        if best is None or not self.more_is_never_worse:
            return []
        steps = ((axis, step) for step in (-1, 1) for axis in range(len(best)))
        spots = [(*best[:axis], best[axis] + step, *best[axis + 1 :]) for axis, step in steps]
        return [spot for spot in spots if spot in self.costs]

    def _seen(self, met: bool) -> list[Spot]:
        return [spot for spot, told in self.seen.items() if told is met]

    def _rank(self, spot: Spot) -> tuple[float, Spot]:
        return self.costs[spot], spot


def _no_more(one: Spot, other: Spot) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))


def _most_telling(left: Sequence[Spot], costs: Mapping[Spot, float]) -> Spot:
    """Of points with the cheapest first: where both answers rule out many."""
    weighed = range(0, len(left), -(-len(left) // _WEIGHED))
    every, some = np.array(left), np.array([left[at] for at in weighed])
    if_not_met = (every[np.newaxis] <= some[:, np.newaxis]).all(axis=2).sum(axis=1)
    if_met = len(left) - np.array(weighed)
    return left[weighed[int(np.minimum(if_met, if_not_met).argmax())]]
