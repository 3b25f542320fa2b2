"""Where the work of a sweep is done: in this process, in processes beside it, on a cluster, or as the caller says."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from jobsim.engines.interruption import Interruption
from jobsim.errors import UsageError
from jobsim.experiment.executors import Here, Workers
from jobsim.experiment.sweeping import Place
from jobsim.experiment.work import measure
from jobsim.experiment.worker import keep_freed_memory

MOST_WORKERS = 1_024


@dataclass(frozen=True)
class Where:
    """What was asked for: one of these at most; none means a process for each core. Raises UsageError."""

    workers: int | None = None
    cluster: str | None = None
    """The address of a Dask scheduler."""
    executor: Executor | None = None

    def __post_init__(self) -> None:
        if sum(asked is not None for asked in (self.workers, self.cluster, self.executor)) > 1:
            raise UsageError("workers, a cluster and an executor are different places to run: choose one")
        if self.workers is not None and (type(self.workers) is not int or not 1 <= self.workers <= MOST_WORKERS):
            raise UsageError(f"--workers must be a number from 1 to {MOST_WORKERS:,}, not {self.workers!r}")

    @property
    def elsewhere(self) -> bool:
        """Whether another place than this process was asked for."""
        return self.cluster is not None or self.executor is not None or (self.workers or 1) > 1

    @contextmanager
    def place(self, most: int, interruption: Interruption) -> Iterator[Place]:
        """The place, for as long as it takes; no more workers than `most`, which is how much there is to do."""
        if self.executor is not None:
            yield Place(self.executor)
        elif self.cluster is not None:
            from jobsim.experiment.cluster import on_cluster  # noqa: PLC0415 - an extra that not everybody has

            with on_cluster(self.cluster) as place:
                yield place
        elif self.workers == 1:
            keep_freed_memory()
            yield Place(Here(), lambda: 1, run=partial(measure, interruption=interruption))
        else:
            count = max(min(self.workers or cores(), most), 1)
            workers = Workers(count)
            try:
                yield Place(workers, lambda: 2 * count, exact=True)
            except BaseException:
                workers.shutdown(cancel_futures=True)
                raise
            workers.shutdown(cancel_futures=interruption.ending is not None)


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - neither Windows nor macOS can say
