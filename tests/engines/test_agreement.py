"""The same scenarios in computed and in real time: the same outcomes and order, times within the lag.

Only scenarios whose events lie at least 20 ms apart are compared: closer ones may change places on a real clock.
"""

import random
from itertools import pairwise
from typing import Any

import pytest

import jobsim
from tests.model.scenarios import scenario

APART = 20_000_000
TOLERANCE = 15_000_000
LONGEST = 600_000_000
WORDS = ("submitter", "number", "processor", "outcome")
TIMES = ("submitted_at", "admitted_at", "started_at", "ended_at")


def drawn(seed: int) -> dict[str, Any]:
    chance = random.Random(seed)

    def delay(least: int, most: int) -> str:
        return f"{chance.randrange(least, most)}ms"

    return {
        "name": "drawn",
        "queue": {"capacity": chance.choice([None, 0, 1, 2])},
        "submitters": {
            name: {
                "cadence": delay(40, 300),
                "start": delay(0, 100),
                "pacing": chance.choice(["after_put", "after_response", "fixed"]),
                "jobs": chance.randrange(1, 5),
                "timeout": chance.choice([None, "0s", delay(30, 200)]),
            }
            for name in ("a", "b", "c")[: chance.randrange(1, 4)]
        },
        "processors": {
            name: {"count": chance.randrange(1, 3), "service": delay(30, 400)}
            for name in ("w", "x")[: chance.randrange(1, 3)]
        },
    }


def comparable() -> list[dict[str, Any]]:
    """Drawn scenarios that are short, lose and block something now and then, and whose events lie apart."""
    found = []
    for seed in range(100_000):
        data = drawn(seed)
        run = jobsim.run(scenario(data)).run
        # A job dropped in the instant of its put is one event, not two.
        later = run.jobs.ended_at[run.jobs.ended_at > run.jobs.submitted_at]
        instants = sorted([*run.jobs.submitted_at.tolist(), *later.tolist()])
        apart = all(after - before >= APART for before, after in pairwise(instants))
        if apart and run.ended_at < LONGEST and len(run.jobs) >= 4:
            found.append(data)
            if len(found) == 20:
                return found
    raise AssertionError("too few scenarios have their events apart")


@pytest.mark.parametrize("data", comparable())
def test_real_time_does_what_computed_time_does(data: dict[str, Any]) -> None:
    computed = jobsim.run(scenario(data)).run
    for _ in range(10):
        measured = jobsim.run(scenario(data), engine="asyncio").run
        assert measured.worst_lag is not None
        if measured.worst_lag < TOLERANCE // 2:
            break
    else:
        pytest.fail("the machine is too busy to keep time: ten runs were late by more than the tolerance")
    assert measured.ending == computed.ending
    for column in WORDS:
        assert getattr(measured.jobs, column).tolist() == getattr(computed.jobs, column).tolist()
    for column in TIMES:
        there, here = getattr(computed.jobs, column), getattr(measured.jobs, column)
        assert ((there < 0) == (here < 0)).all()
        assert (abs(here - there) <= TOLERANCE).all()
    assert abs(measured.ended_at - computed.ended_at) <= TOLERANCE


def test_the_scenarios_compared_show_every_outcome() -> None:
    runs = [jobsim.run(scenario(data)).run for data in comparable()]
    assert {outcome for run in runs for outcome in run.jobs.outcome.tolist()} == {0, 1}
    assert any((run.jobs.blocked[run.jobs.admitted_at >= 0] > 0).any() for run in runs)
    assert {part["pacing"] for data in comparable() for part in data["submitters"].values()} == {
        "after_put",
        "after_response",
        "fixed",
    }
