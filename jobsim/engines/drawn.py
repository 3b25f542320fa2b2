"""What was drawn for each job beside its times, joined to what happened: priority, deadline, value."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from jobsim.results.jobtable import Column, JobTable
from jobsim.scenario.schema import Scenario
from jobsim.workload.draws import Draws
from jobsim.workload.plan import Plan, plan

Payload = int | float | str | None

_FEW = 1_000
"""Below so many jobs, a reader of their own costs more than asking one by one."""
_PIECE = 65_536


def with_draws(jobs: JobTable, plans: Sequence[Plan]) -> JobTable:
    """The table with the columns that the plans have draws for."""
    deadlines = _column(jobs, [planned.deadline for planned in plans], missing=-1)
    return replace(
        jobs,
        priority=_column(jobs, [planned.priority for planned in plans], missing=0),
        deadline=None if deadlines is None else np.where(deadlines >= 0, jobs.due_at + deadlines, -1),
        value=_column(jobs, [planned.value for planned in plans], missing=0),
    )


def _column(jobs: JobTable, draws: Sequence[Draws | None], missing: int) -> Column | None:
    if all(draw is None for draw in draws):
        return None
    column = np.full(len(jobs), missing, dtype=np.int64)
    rows = np.argsort(jobs.job, kind="stable")
    begins = np.searchsorted(jobs.submitter[rows], np.arange(len(draws) + 1)).tolist()
    for draw, (begin, end) in zip(draws, pairwise(begins), strict=True):
        if draw is not None:
            own = rows[begin:end]
            column[own] = _drawn(draw, jobs.number[own])
    return column


def _drawn(draw: Draws, numbers: Column) -> Column:
    """What was drawn for these job numbers, which rise."""
    if len(numbers) < _FEW:
        return np.array([draw(number) for number in numbers.tolist()], dtype=np.int64)
    block, pieces, begun = draw.blocks(), [], 0
    while begun <= numbers[-1]:
        piece = block(min(_PIECE, int(numbers[-1]) + 1 - begun))
        first, last = np.searchsorted(numbers, (begun, begun + len(piece)))
        pieces.append(piece[numbers[first:last] - begun])
        begun += len(piece)
    return np.concatenate(pieces)


def deadlines_of(rows: Column, draws: Sequence[Draws | None]) -> Column | None:
    """When each of some jobs should be done, by their rows; -1 where one has no deadline. None where none has."""
    if not any(draws):
        return None
    found = np.full(len(rows), -1, dtype=np.int64)
    for rank in np.unique(rows[:, 0]).tolist():
        deadline = draws[rank]
        if deadline is not None:
            own = np.flatnonzero(rows[:, 0] == rank)
            found[own] = [deadline(number) for number in rows[own, 1].tolist()] + rows[own, 4]
    return found


def payloads(scenario: Scenario) -> Callable[[str, int], Payload]:
    """What a job carries, by its submitter's name and number and its own number, from 1: for who tells the story."""
    plans = {planned.label: planned for planned in plan(scenario)}

    def payload(submitter: str, job: int) -> Payload:
        planned = plans[submitter]
        part = scenario.submitters[planned.name]
        return part.payload(None if planned.value is None else planned.value(job - 1))

    return payload
