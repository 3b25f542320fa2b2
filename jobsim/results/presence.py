"""How many processors of each pool were there: one entry for each change, the first at the beginning."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobsim.results.jobtable import Column
from jobsim.results.levels import total
from jobsim.units import Nanoseconds

CAUSES = ("start", "shift", "breakdown", "repair")
"""Why the number changes, as tables name it; the place in the list is the code."""


@dataclass(frozen=True, eq=False)
class Presence:
    """Instants, pools (in the order of their names), how many are there from then on, and why."""

    time: Column
    pool: Column
    present: Column
    cause: Column

    @classmethod
    def from_rows(cls, rows: bytes | bytearray) -> "Presence":
        """From rows of native 64-bit integers in the order of the columns, and in that of time."""
        return cls(*np.ascontiguousarray(np.frombuffer(rows, dtype=np.int64).reshape(-1, 4).T))

    def time_present(self, pool: int, until: Nanoseconds) -> int:
        """The time, up to then, that all of a pool's processors together were there; exact, however long."""
        own = (self.pool == pool) & (self.time <= until)
        lasted, present = np.diff(np.append(self.time[own], until)), self.present[own]
        return (total((lasted >> 32) * present) << 32) + total((lasted & 0xFFFF_FFFF) * present)

    def absences(self, pool: int, most: int, ended_at: Nanoseconds) -> tuple[Column, Column]:
        """When processors of one pool go, and come, of `most` that there are; those that do not come, at the end."""
        own = self.pool == pool
        change = np.diff(self.present[own], prepend=most)
        gone, back = (np.repeat(self.time[own], np.maximum(by, 0)) for by in (-change, change))
        return gone, np.append(back, np.full(len(gone) - len(back), ended_at))

    @property
    def in_all(self) -> Column:
        """How many of all pools are there from each change on."""
        change = np.zeros(len(self.time), dtype=np.int64)
        for pool in np.unique(self.pool):
            own = self.pool == pool
            change[own] = np.diff(self.present[own], prepend=0)
        return np.cumsum(change)

    def on_average(self, edges: Column) -> NDArray[np.float64]:
        """How many of all pools were there, in each interval between two edges; nan in one of no length."""
        present = self.in_all
        before = np.append(0, np.cumsum(np.diff(self.time) * present[:-1]))  # may wrap; the differences are right
        at = np.searchsorted(self.time, edges, "right") - 1
        with np.errstate(invalid="ignore"):
            average: NDArray[np.float64] = np.diff(before[at] + (edges - self.time[at]) * present[at]) / np.diff(edges)
        return average
