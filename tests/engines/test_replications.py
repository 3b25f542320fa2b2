"""A replication is the same scenario with draws of its own, and no two engines differ about them."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

import jobsim
from jobsim.engines.engine import Options
from jobsim.engines.running import run_scenario
from jobsim.results.run import Run
from jobsim.scenario.schema import EngineName

# Whatever can be drawn: arrivals, sizes, the queue's choice among those that wait, failures, delays, breakdowns.
EVERYTHING_DRAWN = """
seed: 3
queue:
  capacity: 4
  discipline: random
  redelivery: {attempts: 2, backoff: {first: 1s, jitter: full}}
submitters:
  a:
    cadence: {distribution: exponential, mean: 1s}
    jobs: 60
    timeout: {distribution: exponential, mean: 2s}
    priority: {distribution: uniform, min: 0, max: 9}
processors:
  w:
    count: 2
    service: {distribution: exponential, mean: 2s}
    failure: {probability: 20%}
    breakdowns: {every: {distribution: exponential, mean: 20s}, repair: {distribution: exponential, mean: 3s}}
"""


def tables(engine: str, replication: int) -> dict[str, Any]:
    scenario = jobsim.loads(EVERYTHING_DRAWN, "everything").model_copy(update={"engine": EngineName(engine)})
    run = run_scenario(scenario, Options(replication=replication))
    assert isinstance(run, Run)
    assert run.replication == replication
    return {
        f"{name}.{field.name}": getattr(table, field.name)
        for name, table in (("jobs", run.jobs), ("stays", run.stays), ("presence", run.presence))
        for field in fields(table)  # type: ignore[arg-type]
        if getattr(table, field.name) is not None
    }


@pytest.mark.parametrize("replication", [1, 2, 30])
def test_the_engines_give_the_same_replication(replication: int) -> None:
    expected, found = tables("simpy", replication), tables("compiled", replication)
    assert list(found) == list(expected)
    for name, column in expected.items():
        np.testing.assert_array_equal(found[name], column, err_msg=name)


def test_each_replication_has_draws_of_its_own() -> None:
    one, other = tables("simpy", 1), tables("simpy", 2)
    for name in ("jobs.due_at", "jobs.started_at", "jobs.priority", "presence.time"):
        assert not np.array_equal(one[name], other[name]), name


def test_usually_it_is_the_first() -> None:
    usual = jobsim.run(jobsim.loads(EVERYTHING_DRAWN, "everything")).run
    assert isinstance(usual, Run)
    assert usual.replication == 1
    np.testing.assert_array_equal(usual.jobs.ended_at, tables("simpy", 1)["jobs.ended_at"])


def test_its_number_is_in_every_table() -> None:
    scenario = jobsim.loads(EVERYTHING_DRAWN, "everything")
    run = run_scenario(scenario, Options(replication=7))
    result = jobsim.Result.of([run], run.ending)
    for frame in (result.jobs, result.attempts, result.processors, result.timeline, result.replications):
        assert frame is not None
        assert frame["replication"].unique().to_list() == [7]
