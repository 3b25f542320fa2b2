"""The windows of time by which a fold sorts what happens: what is left out, and what is measured."""

from bisect import bisect_right
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from jobsim.results.cut import Cut
from jobsim.results.jobtable import Column
from jobsim.units import Nanoseconds

_EVER = np.iinfo(np.int64).max


class Windows:
    """One after the other: the warm-up, and what is measured; where that is cut, the batches, and then the rest."""

    def __init__(self, warmup: Nanoseconds, cut: Cut | None = None) -> None:
        edges = [warmup]
        if cut is not None:
            edges += [batch.until(_EVER) for batch in cut.windows]
        self._edges = [0, *edges]
        self.starts = np.array(self._edges, dtype=np.int64)
        self.ends = np.append(self.starts[1:], _EVER)
        self.measured = range(1, len(self._edges))
        """Their places, from 0; what is left out has the first."""
        self.batches = self.measured[:-1]
        """The places of the batches: none, where nothing is cut."""

    def __len__(self) -> int:
        return len(self._edges)

    def at(self, instant: Nanoseconds) -> int:
        """The place of the window that an instant lies in."""
        return max(bisect_right(self._edges, instant) - 1, 0)

    def of(self, instants: Column) -> NDArray[np.intp]:
        """The same of each."""
        return np.maximum(np.searchsorted(self.starts, instants, "right") - 1, 0)

    def shares(self, starts: Column, ends: Column) -> Iterator[tuple[int, Column]]:
        """By each window that any of these stays reaches into: how long each was in it."""
        if len(starts):
            for at in range(self.at(int(starts.min())), self.at(int(ends.max())) + 1):
                first, last = self.starts[at], self.ends[at]
                yield at, np.clip(ends, first, last) - np.clip(starts, first, last)

    def lengths(self, starts: Column, ends: Column) -> Column:
        """A row for each stay: how long it was in each window."""
        lengths: Column = np.clip(ends[:, None], self.starts, self.ends) - np.clip(
            starts[:, None], self.starts, self.ends
        )
        return lengths
