"""One long run cut into batches of equal length: where, and whether they are nearly independent."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from jobsim.results.window import Window
from jobsim.scenario.facts.steady import is_steady
from jobsim.scenario.schema import Scenario
from jobsim.units import Nanoseconds

BATCHES = 20
PARTS = 100
"""Of a batch, for the path."""
_MOST_CORRELATION = 0.17
"""Between neighbouring parts, of being above the median: it hangs less on a few large excursions, so that runs that are
let through are not those alone that happened to have none. Measured on M/M/1: then a run is some 2,500 times as long as
what happens is felt, and the intervals cover what they claim to."""


@dataclass(frozen=True)
class Cut:
    """From `start` on, BATCHES batches of PARTS parts each; what is left of the run after them is in none."""

    start: Nanoseconds
    part: Nanoseconds
    """The length of a part."""

    @property
    def window(self) -> Window:
        """All batches together."""
        return Window(self.start, self.start + BATCHES * PARTS * self.part)

    @property
    def windows(self) -> list[Window]:
        """The batches."""
        edges = (self.start + batch * PARTS * self.part for batch in range(BATCHES + 1))
        return [Window(*ends) for ends in pairwise(edges)]


def cut(scenario: Scenario, start: Nanoseconds) -> Cut | None:
    """The batches of a run of a scenario that comes to its `until`, measured from `start` on.

    None where they tell nothing: its load changes, or no nanosecond would be left for each part.
    """
    if scenario.until is None or not is_steady(scenario):
        return None
    part = (scenario.until - start) // (BATCHES * PARTS)
    return Cut(start, part) if part > 0 else None


def nearly_independent(path: NDArray[np.float64]) -> bool:
    """Whether the batches are, given the mean number of jobs in the system in each of their parts."""
    return correlation((path > np.median(path)).astype(np.float64)) <= _MOST_CORRELATION


def correlation(values: NDArray[np.float64]) -> float:
    """Between neighbours; 0 of values that do not vary."""
    near = values - values.mean()
    squares = float(near @ near)
    return float(near[1:] @ near[:-1]) / squares if squares else 0.0
