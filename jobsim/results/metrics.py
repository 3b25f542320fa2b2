"""The metrics of one run, each over all jobs and by submitter, pool and queue.

Populations: counts and `drop_rate` are over all jobs put (unfinished ones included); `blocked` over the jobs whose
put ended, by admission or drop; `waiting` over the jobs that a processor started; `service` and `response` over the
jobs completed. Rates and time averages are over the whole run. Percentiles are nearest rank.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jobsim.results import stays
from jobsim.results.jobtable import Column, Instants, JobTable, Table
from jobsim.results.levels import peak, total
from jobsim.results.outcomes import COMPLETED, DROPPED, OUTCOMES, UNFINISHED
from jobsim.results.run import Run
from jobsim.results.staytable import StayTable
from jobsim.scenario.schema import QUEUE
from jobsim.units import SECOND


class Metric(NamedTuple):
    """One figure of one run. `value` is None where there is nothing to measure."""

    metric: str
    of: str
    unit: str
    value: float | int | None


def metrics(run: Run) -> list[Metric]:
    """Every metric of a run, in the order of the files."""
    jobs = run.jobs
    every, pools = run.every_stay, sorted(run.scenario.processors)
    found = list(_of_group(run, "all", jobs, every))
    found += _of_processors(run, "all", every, pools)
    submitter_names = _names_by_rank({name: part.count for name, part in run.scenario.submitters.items()})
    for name in sorted(run.scenario.submitters):
        own = submitter_names == name
        own_jobs, own_stays = _rows_of(jobs, jobs.submitter, own), _rows_of(every, every.submitter, own)
        found += _of_group(run, f"submitter:{name}", own_jobs, own_stays)
    processor_names = _names_by_rank({name: pool.most for name, pool in run.scenario.processors.items()})
    for name in pools:
        own = processor_names == name
        served = _rows_of(jobs, jobs.processor, own)
        found += _outcomes(f"processor:{name}", served)
        found += _throughput(run, f"processor:{name}", served)
        found += _of_processors(run, f"processor:{name}", _rows_of(every, every.processor, own), [name])
        found += _times(f"processor:{name}", served)
    found += _of_group(run, f"queue:{QUEUE}", jobs, every)
    return found


def _of_group(run: Run, of: str, jobs: JobTable, every: Instants) -> Iterator[Metric]:
    yield from _outcomes(of, jobs)
    dropped = int(np.count_nonzero(jobs.outcome == DROPPED))
    lost = int(np.count_nonzero((jobs.outcome != COMPLETED) & (jobs.outcome != UNFINISHED)))
    yield Metric("drop_rate", of, "1", _ratio(dropped, len(jobs)))
    yield Metric("loss_rate", of, "1", _ratio(lost, len(jobs)))
    if jobs.deadline is not None:
        # Those that are open and still have time are neither here nor there.
        judged = (jobs.deadline >= 0) & ((jobs.ended_at >= 0) | (jobs.deadline < run.ended_at))
        missed = int(np.count_nonzero(jobs.missed & judged))
        yield Metric("missed_rate", of, "1", _ratio(missed, int(np.count_nonzero(judged))))
    if jobs.puts is not None and jobs.attempts is not None:
        yield Metric("mean(puts)", of, "1", _ratio(total(jobs.puts), len(jobs)))
        yield Metric("mean(attempts)", of, "1", _ratio(total(jobs.attempts), len(jobs)))
    yield from _throughput(run, of, jobs)
    queued = stays.waiting(every, run.ended_at)
    yield Metric("mean(queued)", of, "jobs", _ratio(total(queued.ends - queued.starts), run.ended_at))
    yield Metric("max(queued)", of, "jobs", peak(*queued))
    yield from _times(of, jobs)


def _outcomes(of: str, jobs: JobTable) -> Iterator[Metric]:
    yield Metric("jobs", of, "jobs", len(jobs))
    counts = np.bincount(jobs.outcome, minlength=len(OUTCOMES)).tolist()
    for outcome, count in zip(OUTCOMES, counts, strict=True):
        yield Metric(outcome, of, "jobs", count)


def _throughput(run: Run, of: str, jobs: JobTable) -> Iterator[Metric]:
    completed = int(np.count_nonzero(jobs.outcome == COMPLETED))
    yield Metric("throughput", of, "jobs/s", _ratio(completed * SECOND, run.ended_at))


def _of_processors(run: Run, of: str, served: Instants, pools: list[str]) -> Iterator[Metric]:
    service = stays.in_service(served, run.ended_at)
    busy = total(service.ends - service.starts)
    yield Metric("utilisation", of, "1", _ratio(busy, sum(run.time_present(name) for name in pools)))
    if isinstance(served, StayTable):
        wasted = stays.in_service(served.where(served.wasted), run.ended_at)
        yield Metric("waste_rate", of, "1", _ratio(total(wasted.ends - wasted.starts), busy))
        yield Metric("limited_rate", of, "1", _ratio(total(served.limited[served.limited >= 0]), busy))
    if run.presence is not None:
        present = sum(run.time_present(name) for name in pools)
        yield Metric("mean(processors)", of, "1", _ratio(present, run.ended_at))


def _times(of: str, jobs: JobTable) -> Iterator[Metric]:
    completed = jobs.outcome == COMPLETED
    for name, durations in (
        ("blocked", jobs.blocked[jobs.put_ended_at >= 0]),
        ("waiting", jobs.waiting[jobs.started_at >= 0]),
        ("service", jobs.service[completed]),
        ("response", jobs.response[completed]),
    ):
        ordered = np.sort(durations)
        for statistic, measure in STATISTICS.items():
            yield Metric(f"{statistic}({name})", of, "s", measure(ordered) if len(ordered) else None)


def _mean(ordered: Column) -> float:
    return total(ordered) / (len(ordered) * SECOND)


def _percentile(percent: int) -> Callable[[Column], float]:
    """Nearest rank: the least value that at least so many percent do not exceed."""
    return lambda ordered: int(ordered[-(-percent * len(ordered) // 100) - 1]) / SECOND


STATISTICS: dict[str, Callable[[Column], float]] = {
    "mean": _mean,
    "p50": _percentile(50),
    "p95": _percentile(95),
    "p99": _percentile(99),
    "max": _percentile(100),
}


def _ratio(numerator: int, denominator: int) -> float | None:
    return numerator / denominator if denominator else None


def _names_by_rank(counts: dict[str, int]) -> NDArray[np.object_]:
    return np.repeat(np.array(sorted(counts), dtype=object), [counts[name] for name in sorted(counts)])


def _rows_of(table: Table, ranks: Column, wanted: NDArray[np.bool_]) -> Table:
    return table.where((ranks >= 0) & wanted[ranks])
