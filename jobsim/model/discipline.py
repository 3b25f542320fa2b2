"""Who is next among the jobs that wait: one class for each discipline, bookkeeping without a clock.

A line takes jobs in as they are admitted. `take` gives the next one and `evict` the one that has waited longest, both
from a line that is not empty; `remove` takes out a job that leaves by itself. Ties go to the earlier job: by due time,
then the submitter's rank, then number.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heappush
from typing import Any, Protocol

from jobsim.model.job import Job
from jobsim.units import NEVER

_FEW = 1_000


class Line(Protocol):
    """Jobs that wait, in the order of a discipline."""

    def add(self, job: Job) -> None: ...
    def take(self) -> Job: ...
    def evict(self) -> Job: ...
    def remove(self, job: Job) -> None: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Job]: ...


class Fifo(deque[Job]):
    """First come, first served."""

    add = deque.append
    take = deque.popleft
    evict = deque.popleft


class _ByAdmission(OrderedDict[Job, None]):
    """Jobs in the order of their admission; any of them can leave at once."""

    def add(self, job: Job) -> None:
        self[job] = None

    def take(self) -> Job:
        return self.popitem(last=False)[0]

    def evict(self) -> Job:
        return self.popitem(last=False)[0]

    def remove(self, job: Job) -> None:
        del self[job]


class FifoWithLeaving(_ByAdmission):
    """First come, first served, where jobs also leave from the middle."""


class Lifo(_ByAdmission):
    """Last come, first served."""

    def take(self) -> Job:
        return self.popitem(last=True)[0]


class Sorted(_ByAdmission):
    """The smallest key first: of priority, size or deadline."""

    def __init__(self, key: Callable[[Job], int]) -> None:
        super().__init__()
        self._key = key
        self._heap: list[tuple[int, int, int, int, int, Job]] = []
        self._admitted = 0
        """How many there have been: what a job that was given up and its next put tell apart."""

    def add(self, job: Job) -> None:
        super().add(job)
        self._admitted += 1
        place = (self._key(job), job.due_at, job.submitter.index, job.number, self._admitted)
        heappush(self._heap, (*place, job))
        if len(self._heap) > 2 * len(self) + _FEW:  # most of it are jobs that have left
            self._heap = [entry for entry in self._heap if entry[-1] in self]
            heapify(self._heap)

    def take(self) -> Job:
        while True:
            job = heappop(self._heap)[-1]
            if job in self:  # else it has left in the meantime
                self.remove(job)
                return job


class Random(list[Job]):
    """Any of those that wait, all alike, drawn when a processor takes one (not a random key for each job, which makes
    the wait far more variable)."""

    def __init__(self, levels: Callable[[int], int]) -> None:
        super().__init__()
        self._levels = levels
        """By position: whole numbers from 0, below 2³²."""
        self._taken = 0

    def add(self, job: Job) -> None:
        self.append(job)

    def take(self) -> Job:
        level = self._levels(self._taken)
        self._taken += 1
        return self.pop(level * len(self) >> 32)

    def evict(self) -> Job:
        return self.pop(0)


def first_by_priority(job: Job) -> int:
    """Higher goes first."""
    draw = job.submitter.priority
    return 0 if draw is None else -draw(job.number)


def first_by_size(job: Job) -> int:
    """Shorter goes first."""
    draw = job.submitter.size
    assert draw is not None
    return draw(job.number)


def first_by_deadline(job: Job) -> int:
    """What should be done sooner goes first; what has no deadline, last."""
    draw = job.submitter.deadline
    return NEVER if draw is None else min(job.due_at + draw(job.number), NEVER)


def line(discipline: str, leaving: bool, levels: Callable[[int], int]) -> Line:
    """The line of a discipline by its name in scenarios; `leaving`: jobs may leave from its middle."""
    made: Line = DISCIPLINES[discipline](leaving, levels)
    return made


DISCIPLINES: dict[str, Callable[[bool, Callable[[int], int]], Any]] = {
    "fifo": lambda leaving, _: FifoWithLeaving() if leaving else Fifo(),
    "lifo": lambda *_: Lifo(),
    "priority": lambda *_: Sorted(first_by_priority),
    "shortest": lambda *_: Sorted(first_by_size),
    "earliest_deadline": lambda *_: Sorted(first_by_deadline),
    "random": lambda _, levels: Random(levels),
}
