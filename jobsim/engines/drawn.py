"""What was drawn for each job beside its times, joined to what happened: priority, deadline, value."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from jobsim.results.jobtable import Column, JobTable
from jobsim.scenario.schema import Scenario
from jobsim.workload.draws import Draws
from jobsim.workload.plan import Plan, plan

Payload = int | float | str | None


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
    if not any(draws):
        return None
    column = np.full(len(jobs), missing, dtype=np.int64)
    for rank, draw in enumerate(draws):
        if draw is not None:
            rows = np.flatnonzero(jobs.submitter == rank)
            column[rows] = [draw(number) for number in jobs.number[rows].tolist()]
    return column


def payloads(scenario: Scenario) -> Callable[[str, int], Payload]:
    """What a job carries, by its submitter's name and number and its own number, from 1: for who tells the story."""
    plans = {planned.label: planned for planned in plan(scenario)}

    def payload(submitter: str, job: int) -> Payload:
        planned = plans[submitter]
        part = scenario.submitters[planned.name]
        return part.payload(None if planned.value is None else planned.value(job - 1))

    return payload
