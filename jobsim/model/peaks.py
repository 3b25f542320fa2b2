"""How many jobs wait at the most: what rows in the order of their ends cannot tell without keeping them all."""

from collections.abc import Iterator, Sequence

from jobsim.model.discipline import Line
from jobsim.model.job import Job
from jobsim.model.system import System
from jobsim.units import Nanoseconds


class Watched:
    """A line that keeps the largest length it had for some time: of all jobs, and of each group of submitters."""

    def __init__(self, line: Line, system: System, groups: Sequence[int], start: Nanoseconds) -> None:
        """`system`: whose line it is; `groups`: each submitter's, by rank, from 0; `start`: since when it counts."""
        self._line = line
        self._system = system
        self._groups = groups
        self._start = start
        every = max(groups, default=-1) + 1
        self._all = every
        self._level = [0] * (every + 1)
        self._since: list[Nanoseconds] = [start] * (every + 1)
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
        lasting = [
            level if end > since and level > most else most
            for level, since, most in zip(self._level, self._since, self._most, strict=True)
        ]
        return lasting[self._all], lasting[: self._all]

    def _change(self, job: Job, by: int) -> None:
        now = self._system.time
        for group in (self._groups[job.submitter.index], self._all):
            level = self._level[group]
            if level > self._most[group] and now > self._since[group]:
                self._most[group] = level
            self._since[group] = max(now, self._start)
            self._level[group] = level + by
