"""What was drawn stands beside each job, in whatever order and however sparsely their numbers come."""

import numpy as np
import pytest

import jobsim
from jobsim.engines.drawn import with_draws
from jobsim.results.jobtable import Column, JobTable
from jobsim.workload.plan import Plan, plan

LAW = "{distribution: uniform, min: 0, max: 1000000}"
TEXT = f"""
    submitters:
      a: {{cadence: 1s, jobs: 1, priority: {LAW}, deadline: {{distribution: exponential, mean: 1s}}}}
      b: {{cadence: 1s, jobs: 1, value: {LAW}}}
      c: {{trace: {{at: [0s, 1s, 2s], value: [x, y, x], priority: [5, -5, 6]}}, deadline: 2s}}
    processors: {{w: {{}}}}
"""


def table(submitter: Column, number: Column) -> JobTable:
    nothing = np.zeros(len(submitter), dtype=np.int64)
    due = 10 * np.arange(len(submitter), dtype=np.int64)
    return JobTable(submitter, number, nothing, nothing, due, due, due, due, due)


def expected(plans: list[Plan], jobs: JobTable, name: str, missing: int) -> list[int]:
    draws = [getattr(planned, name) for planned in plans]
    pairs = zip(jobs.submitter.tolist(), jobs.number.tolist(), strict=True)
    return [missing if draws[rank] is None else draws[rank](number) for rank, number in pairs]


@pytest.mark.parametrize("most", [5, 999, 1000, 1001, 65_535, 65_536, 65_537, 200_000])
def test_the_columns_are_what_each_job_drew(most: int) -> None:
    plans = plan(jobsim.loads(TEXT))
    chance = np.random.default_rng(most)
    few = chance.permutation(most)[: max(most // 2, min(most, 1000))]
    many = np.arange(most)
    submitter = np.repeat([0, 1, 2], [len(few), len(many), 3])
    number = np.concatenate([few, many, [2, 0, 1]])
    mixed = chance.permutation(len(submitter))
    jobs = table(submitter[mixed], number[mixed])
    found = with_draws(jobs, plans)
    assert found.priority is not None
    assert found.deadline is not None
    assert found.value is not None
    assert found.priority.tolist() == expected(plans, jobs, "priority", 0)
    assert found.value.tolist() == expected(plans, jobs, "value", 0)
    after = np.array(expected(plans, jobs, "deadline", -1))
    assert found.deadline.tolist() == np.where(after < 0, -1, jobs.due_at + after).tolist()


def test_where_nothing_is_drawn_there_is_no_column() -> None:
    plans = plan(jobsim.loads("submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}"))
    found = with_draws(table(np.array([0]), np.array([0])), plans)
    assert (found.priority, found.deadline, found.value) == (None, None, None)


def test_of_no_jobs_there_are_empty_columns() -> None:
    found = with_draws(table(np.zeros(0, np.int64), np.zeros(0, np.int64)), plan(jobsim.loads(TEXT)))
    assert found.value is not None
    assert len(found.value) == 0
