"""How many jobs wait at the most: what rows in the order of their ends cannot tell without keeping them all."""

from collections.abc import Callable, Iterator, Sequence

from jobsim.model.discipline import Line
from jobsim.model.job import Job
from jobsim.units import Nanoseconds


class Watched:
    """A line that keeps the largest length it had for some time: of all jobs, and of each group of submitters."""

    def __init__(self, line: Line, time: Callable[[], Nanoseconds], groups: Sequence[int]) -> None:
        """`time`: the instant of what happens now; `groups`: each submitter's, by rank, from 0."""
        self._line = line
        self._time = time
        self._groups = groups
        every = max(groups, default=-1) + 1
        self._all = every
        self._level = [0] * (every + 1)
        self._since: list[Nanoseconds] = [0] * (every + 1)
        self._most = [0] * (every + 1)

    def add(self, job: Job) -> None:
        self._line.add(job)
        self._change(job, +1)

    def take(self) -> Job:
        job = self._line.take()
        self._change(job, -1)
        return job

    def evict(self) -> Job:
        job = self._line.evict()
        self._change(job, -1)
        return job

    def remove(self, job: Job) -> None:
        self._line.remove(job)
        self._change(job, -1)

    def __len__(self) -> int:
        return len(self._line)

    def __iter__(self) -> Iterator[Job]:
        return iter(self._line)

    def most(self, end: Nanoseconds) -> tuple[int, list[int]]:
        """The most jobs at one time until the end: all, and by group."""
        found = [max(self._most[group], self._lasting(group, end)) for group in range(len(self._level))]
        return found[self._all], found[: self._all]

    def _change(self, job: Job, by: int) -> None:
        now = self._time()
        for group in (self._groups[job.submitter.index], self._all):
            lasting = self._lasting(group, now)
            self._most[group] = max(self._most[group], lasting)
            self._since[group] = now
            self._level[group] += by

    def _lasting(self, group: int, now: Nanoseconds) -> int:
        """The level until now, if it was not reached only now."""
        return self._level[group] if now > self._since[group] else 0
