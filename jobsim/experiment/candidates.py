"""The points of a grid as a search for the cheapest sees them: in the order of their values, each with its cost."""

import math
from dataclasses import dataclass
from itertools import product

from jobsim.errors import UsageError
from jobsim.experiment.cost import read_cost
from jobsim.experiment.search import Spot
from jobsim.scenario.asked.warmup import AUTO
from jobsim.scenario.grids.amounts import amount_of
from jobsim.scenario.grids.grid import Axis, Grid

MOST_POINTS = 10_000


@dataclass(frozen=True)
class Candidates:
    """The points of a grid as a search sees them."""

    grid: Grid
    order: tuple[tuple[int, ...], ...]
    """Of each key, the places of its values, the least first."""
    costs: dict[Spot, float]

    def point(self, spot: Spot) -> int:
        """Its number in the grid."""
        found = 0
        for axis, order, at in zip(self.grid.axes, self.order, spot, strict=True):
            found = found * len(axis.values) + order[at]
        return found + 1


def candidates(grid: Grid, cost: str | None) -> Candidates:
    """The points of a grid, with what each costs: `cost`, or of a single key its value. Raises UsageError."""
    if not grid.base.expect:
        raise UsageError(f"{grid.base.name} expects nothing; say what it must meet, like expect: [p95(waiting) < 2s]")
    if grid.base.warmup == AUTO:
        raise UsageError("warmup: auto is found over replications whose number is known; give it as a duration")
    if len(grid) > MOST_POINTS:
        raise UsageError(f"{len(grid):,} points are more than the {MOST_POINTS:,} that may be searched")
    if cost is None and len(grid.axes) > 1:
        raise UsageError(f"of several keys, say what they cost: --cost '{'*2 + '.join(grid.keys)}'")
    amounts = [_amounts(axis) for axis in grid.axes]
    order = tuple(tuple(sorted(range(len(row)), key=row.__getitem__)) for row in amounts)
    price = read_cost(grid.keys[0] if cost is None else cost, grid.keys)
    costs = {}
    for spot in product(*(range(len(row)) for row in amounts)):
        numbers = [row[places[at]] for row, places, at in zip(amounts, order, spot, strict=True)]
        try:
            costs[spot] = price(dict(zip(grid.keys, numbers, strict=True)))
            if not math.isfinite(costs[spot]):
                raise OverflowError("it is not finite")
        except ArithmeticError as error:
            raise UsageError(f"--cost {cost!r} cannot be computed for every point: {error}") from None
    return Candidates(grid, order, costs)


def _amounts(axis: Axis) -> list[float]:
    try:
        return [amount_of(value.text) for value in axis.values]
    except ValueError as error:
        raise UsageError(f"{axis.key}: {error}") from None
