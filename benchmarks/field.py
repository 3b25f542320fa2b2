"""The field: every peer that can do a workload, ready to run on the workload's own draws.

They get the draws beforehand, in the numbers they work with. Slow ones get the first of the jobs only: what comes later
changes nothing for who came before, so each job can still be held against the same job of jobsim.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import in_c
import in_ciw
import numpy as np
from event_heap import run_event_heap
from in_turn import Measure, clocked
from numpy.typing import NDArray
from workloads import PROCESSORS, Nanoseconds, Workload

Columns = tuple[Nanoseconds, Nanoseconds, Nanoseconds]
"""Arrival, start (-1 of who is lost) and finish (-1 where a peer does not tell) of each job."""


@dataclass(frozen=True)
class Peer:
    """One way of doing a workload."""

    name: str
    jobs: int
    measure: Measure
    columns: Callable[[], Columns]
    exact: bool
    """Whether it counts in whole nanoseconds."""


def peers(
    workload: Workload, jobs: int, programs: dict[str, in_c.Program], served: NDArray[np.bool_]
) -> Iterator[Peer]:
    """All that can do the workload; `served` tells which of its jobs are."""
    gaps, services = workload.draws(jobs)
    for name, program in programs.items():
        yield _in_c(workload, name, program, gaps, services)
    few = jobs // 5
    yield _in_plain_python(workload, gaps[:few], services[:few])
    few = jobs // 10
    yield _in_simpy(workload, gaps[:few], services[:few])
    if in_ciw.can_say(workload):
        few = jobs // 50
        yield _in_ciw(workload, gaps[:few], services[:few][served[:few]])


def _in_c(workload: Workload, name: str, program: in_c.Program, gaps: Nanoseconds, services: Nanoseconds) -> Peer:
    room = in_c.empty_columns(len(gaps))

    def run() -> None:
        program.run(workload, gaps, services, room)

    def columns() -> Columns:
        run()
        return _told(*room)

    return Peer(f"C, {name}", len(gaps), clocked(run), columns, exact=True)


def _in_plain_python(workload: Workload, gaps: Nanoseconds, services: Nanoseconds) -> Peer:
    draws = gaps.tolist(), services.tolist()
    capacity = float("inf") if workload.capacity is None else workload.capacity

    def run() -> tuple[list[int], list[int], list[int], list[bool]]:
        return run_event_heap(*draws, PROCESSORS, capacity, workload.timeout_ns)

    def columns() -> Columns:
        return _told(*map(np.array, run()))

    return Peer("Python, heapq", len(gaps), clocked(run), columns, exact=True)


def _in_simpy(workload: Workload, gaps: Nanoseconds, services: Nanoseconds) -> Peer:
    draws = _seconds(gaps), _seconds(services)

    def run() -> list[list[float | None]]:
        return workload.run_store(*draws)

    def columns() -> Columns:
        arrived, _, started, finished = zip(*run(), strict=True)
        return _nanoseconds(arrived), _nanoseconds(started), _nanoseconds(finished)

    return Peer("SimPy, Store", len(gaps), clocked(run), columns, exact=False)


def _in_ciw(workload: Workload, gaps: Nanoseconds, services: Nanoseconds) -> Peer:
    draws = _seconds(gaps), _seconds(services)

    def run() -> list[Any]:
        return in_ciw.run_ciw(workload, *draws)

    def columns() -> Columns:
        records = sorted(run(), key=lambda record: record.id_number)
        return (
            _nanoseconds(record.arrival_date for record in records),
            _nanoseconds(
                None if record.record_type == "rejection" else record.service_start_date for record in records
            ),
            _nanoseconds(record.exit_date for record in records),
        )

    return Peer("Ciw", len(gaps), clocked(run), columns, exact=False)


def _told(arrived: Nanoseconds, started: Nanoseconds, finished: Nanoseconds, lost: NDArray[Any]) -> Columns:
    if not np.array_equal(lost.astype(bool), started < 0):
        raise SystemExit("a job is lost and started, or neither")
    return arrived, started, finished


def _seconds(durations: Nanoseconds) -> list[float]:
    return (durations / 1e9).tolist()


def _nanoseconds(seconds: Iterable[float | None]) -> Nanoseconds:
    return np.array([-1 if second is None else round(second * 1e9) for second in seconds])
