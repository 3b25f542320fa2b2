"""The timeline while it comes about: bins of one width from the start of time, however long that will be.

Where the timeline's interval follows from the length of the run, the bins are finer: a power of ten, of which every
interval that can come out is a multiple. They are merged by ten when they become too many.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobsim.results.outcomes import OUTCOMES, UNFINISHED
from jobsim.results.timeline import MOST_ROWS_BY_DEFAULT, Timeline, interval_of
from jobsim.scenario.consistency import MOST_TIMELINE_ROWS
from jobsim.units import Nanoseconds

MOST_FINE_BINS = 10 * MOST_ROWS_BY_DEFAULT
"""With so many, the interval is twice the width of a bin at least."""
BLOCKED, QUEUED, BUSY, PRESENT = range(4)
"""The levels that are averaged."""
_FIRST_BINS = 64


class Bins:
    """Counts of instants, and areas under levels, by bin. All are exact; areas modulo 2⁶⁴, as the timeline's are."""

    def __init__(self, asked: Nanoseconds | None) -> None:
        self._asked = asked
        self.step: Nanoseconds = 1 if asked is None else asked
        self._most = MOST_FINE_BINS if asked is None else MOST_TIMELINE_ROWS
        self.submitted = np.zeros(_FIRST_BINS, dtype=np.int64)
        self.ended = np.zeros((len(OUTCOMES), _FIRST_BINS), dtype=np.int64)
        """By outcome."""
        self.area = np.zeros((PRESENT + 1, _FIRST_BINS), dtype=np.int64)
        """By level: what stays that begin or end in a bin have of it."""
        self.across = np.zeros((PRESENT + 1, _FIRST_BINS), dtype=np.int64)
        """By level: how many more stays last through a whole bin than through the one before."""

    def reach(self, instant: Nanoseconds) -> None:
        """Let there be a bin for that instant."""
        while instant > self.step * self._most:
            self._merge()
        needed = instant // self.step + 2  # the one after it, too, where what lasts through it would go on
        have = len(self.submitted)
        if needed > have:
            more = max(needed, min(2 * have, self._most + 2)) - have
            self.submitted = np.pad(self.submitted, (0, more))
            self.ended, self.area, self.across = (
                np.pad(table, ((0, 0), (0, more))) for table in (self.ended, self.area, self.across)
            )

    def timeline(self, ended_at: Nanoseconds, processors: int | None) -> Timeline:
        """The timeline of a run that ended then; `processors`: how many there are, where that does not change."""
        self.reach(ended_at)
        step = interval_of(self._asked, ended_at)
        edges = np.append(np.arange(0, max(ended_at, 1), step, dtype=np.int64), ended_at)
        duration = np.diff(edges)
        many, rows = step // self.step, len(duration)
        submitted, ended = (_in_rows(table, many, rows) for table in (self.submitted, self.ended))
        with np.errstate(invalid="ignore"):
            average = _in_rows(self._areas(), many, rows) / duration
        return Timeline(
            time=edges[:-1],
            duration=duration,
            submitted=submitted,
            counts=dict(zip(OUTCOMES[:UNFINISHED], ended, strict=False)),
            blocked=average[BLOCKED],
            queued=average[QUEUED],
            busy=average[BUSY],
            processors=average[PRESENT] if processors is None else processors,
        )

    def _areas(self) -> NDArray[np.int64]:
        whole: NDArray[np.int64] = np.cumsum(self.across, axis=1) * self.step
        return self.area + whole

    def _merge(self) -> None:
        rows = -(-len(self.submitted) // 10)
        self.area = _in_rows(self._areas(), 10, rows)
        self.across = np.zeros_like(self.area)
        self.submitted, self.ended = (_in_rows(table, 10, rows) for table in (self.submitted, self.ended))
        self.step *= 10


def add_stays(
    area: NDArray[np.int64],
    across: NDArray[np.int64],
    step: Nanoseconds,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    number: NDArray[np.integer[Any]] | int = 1,
) -> None:
    """Let stays in [start, end) count for a level, each as that number of them. There must be bins for all."""
    first, last = starts // step, ends // step
    np.add.at(area, first, number * ((first + 1) * step - starts))
    np.add.at(area, last, number * (ends - (last + 1) * step))
    np.add.at(across, first + 1, number)
    np.subtract.at(across, last + 1, number)


def _in_rows(table: NDArray[np.int64], many: int, rows: int) -> NDArray[np.int64]:
    """Sums of `many` bins each, in so many rows; what comes after them belongs to the last one."""
    lead = np.zeros((*table.shape[:-1], rows * many), dtype=np.int64)
    there = min(table.shape[-1], rows * many)
    lead[..., :there] = table[..., :there]
    summed: NDArray[np.int64] = lead.reshape(*table.shape[:-1], rows, many).sum(axis=-1)
    summed[..., -1] += table[..., there:].sum(axis=-1)
    return summed
