"""How many times are below the limits that a scenario names, counted while a run is folded: exactly."""

from collections.abc import Sequence

import numpy as np

from jobsim.results.asked import Asked
from jobsim.results.folding.sums import Sums
from jobsim.results.jobtable import Column
from jobsim.results.outcomes import COMPLETED


class Below:
    """By kind of durations and limit, a count for each window and group, as `Sums` has them."""

    def __init__(self, asked: Sequence[Asked], sums: Sums, windows: int) -> None:
        self._asked, self._sums = asked, sums
        shape = windows, len(sums.outcomes)
        self.counts = [[np.zeros(shape, dtype=np.int64) for _ in more.below] for more in asked]

    def count(self, rows: Column, window: int) -> None:
        """Count rows of jobs that are due in a window."""
        if not any(self.counts):
            return
        submitter, _, processor, outcome, due, submitted, admitted, started, ended = rows.T
        put_ended, done = np.where(admitted >= 0, admitted, ended), outcome == COMPLETED
        durations = (
            np.where(put_ended >= 0, put_ended - submitted, -1),
            np.where(started >= 0, started - admitted, -1),
            np.where(done, ended - started, -1),
            np.where(done, ended - due, -1),
        )
        for duration, more, counts in zip(durations, self._asked, self.counts, strict=True):
            for limit, count in zip(more.below, counts, strict=True):
                below = (duration >= 0) & (duration < limit)
                np.add.at(count[window], self._sums.group_of_submitter[submitter[below]], 1)
                below &= processor >= 0
                np.add.at(count[window], self._sums.group_of_processor[processor[below]], 1)
