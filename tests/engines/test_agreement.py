"""The same scenarios in computed and in real time: the same outcomes and order, times within the lag.

Only scenarios whose events lie at least 20 ms apart are compared: closer ones may change places on a real clock.
"""

import random
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from typing import Any

import pytest

import jobsim
from jobsim.model.event import Event, What
from jobsim.results.outcomes import OUTCOMES
from jobsim.results.staytable import RESULTS
from tests.durations import blocked
from tests.model.scenarios import scenario

APART = 20_000_000
CAUSES = {
    What.PUT,
    What.COMPLETED,
    What.WASTED,
    What.FAILED,
    What.TIME_LIMIT,
    What.DROPPED,
    What.GAVE_UP,
    What.RETURNED,
    What.CAME,
    What.WENT,
    What.BROKE_DOWN,
    What.REPAIRED,
}
TOLERANCE = 15_000_000
LONGEST = 600_000_000
WORDS = ("submitter", "number", "processor")
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


def with_retries(seed: int) -> dict[str, Any]:
    """The same with submitters that give up and try again, and attempts that fail."""
    data, chance = drawn(seed), random.Random(-seed - 1)

    def delay(least: int, most: int) -> str:
        return f"{chance.randrange(least, most)}ms"

    for name, part in data["submitters"].items():
        retry = {"attempts": 2, "delay": delay(30, 200)}
        data["submitters"][name] = {**part, "give_up": delay(50, 300), **({"retry": retry} if seed % 2 else {})}
    for name, pool in data["processors"].items():
        data["processors"][name] = {**pool, "time_limit": delay(50, 300)}
    queue = {**data["queue"], "redelivery": {"attempts": 2, "delay": delay(30, 200)}}
    return {**data, "queue": queue, "until": "550ms"}


def with_outages(seed: int) -> dict[str, Any]:
    """The same with processors that come and go, and wait for a limit or slots."""
    data, chance = drawn(seed), random.Random(-seed - 1)

    def delay(least: int, most: int) -> str:
        return f"{chance.randrange(least, most)}ms"

    for name, pool in data["processors"].items():
        outages: list[dict[str, Any]] = [
            {"schedule": [{"at": delay(50, 200), "count": 1}, {"at": delay(300, 400), "count": 2}]},
            {"limit": f"{chance.randrange(3, 12)}/s"},
            {"slots": {"shared": "db", "slots": 1}},
        ]
        for job in ("resume", "restart", "requeue", "lose"):
            outages.append({"breakdowns": {"every": delay(150, 350), "repair": delay(40, 100), "job": job}})
        chosen = chance.choice(outages)
        on_shrink = {"on_shrink": "requeue", "count": 2} if "schedule" in chosen else {}
        data["processors"][name] = {**pool, **chosen, **on_shrink}
    return {**data, "until": "550ms"}


def comparable(draw: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
    """Drawn scenarios that are short, lose and block something now and then, and whose events lie apart."""
    found = []
    for seed in range(100_000):
        data, events = draw(seed), list[Event]()
        run = jobsim.run(scenario(data), listener=events.append).run
        until = [] if run.scenario.until is None else [run.scenario.until]
        instants = sorted([*_instants(events), *until])
        apart = all(after - before >= APART for before, after in pairwise(instants))
        if apart and run.ended_at < LONGEST and len(run.jobs) >= 4:
            found.append(data)
            if len(found) == (20 if draw is drawn else 12):
                return found
    raise AssertionError("too few scenarios have their events apart")


def _instants(events: list[Event]) -> Iterator[int]:
    """When something happened by itself; what follows from it at once is the same event."""
    for _, group in groupby(events, key=lambda event: event.time):
        together = list(group)
        puts = {(event.submitter, event.job) for event in together if event.what is What.PUT}
        causes = [event for event in together if event.what in CAUSES]
        # A timeout of 0 is decided in the put, and a job that is handed back returns at once.
        causes = [event for event in causes if not (event.what is What.DROPPED and event[2:4] in puts)]
        if any(event.what is What.REQUEUED for event in together):
            causes = [event for event in causes if event.what is not What.RETURNED]
        yield from [together[0].time] * max(len(causes), 1)


@pytest.mark.parametrize("data", comparable(drawn) + comparable(with_retries) + comparable(with_outages))
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
    assert measured.jobs.outcome.tolist() == computed.jobs.outcome.tolist()
    for ours, theirs in ((measured.jobs, computed.jobs), (measured.every_stay, computed.every_stay)):
        for column in WORDS:
            assert getattr(ours, column).tolist() == getattr(theirs, column).tolist()
        for column in TIMES:
            there, here = getattr(theirs, column), getattr(ours, column)
            assert ((there < 0) == (here < 0)).all()
            assert (abs(here - there) <= TOLERANCE).all()
    assert abs(measured.ended_at - computed.ended_at) <= TOLERANCE


def test_the_scenarios_compared_show_every_outcome() -> None:
    scenarios = comparable(drawn)
    runs = [jobsim.run(scenario(data)).run for data in scenarios]
    assert {outcome for run in runs for outcome in run.jobs.outcome.tolist()} == {0, 1}
    assert any((blocked(run.jobs)[run.jobs.admitted_at >= 0] > 0).any() for run in runs)
    assert {part["pacing"] for data in scenarios for part in data["submitters"].values()} == {
        "after_put",
        "after_response",
        "fixed",
    }
    others = [jobsim.run(scenario(data)).run for data in comparable(with_retries) + comparable(with_outages)]
    outcomes = {OUTCOMES[outcome] for run in others for outcome in run.jobs.outcome.tolist()}
    assert outcomes >= {"completed", "failed", "abandoned", "unfinished"}
    results = {RESULTS[result] for run in others if run.stays is not None for result in run.stays.result.tolist()}
    assert results >= {"wasted", "time_limit", "requeued", "interrupted", "lost"}
    assert any((run.stays.limited > 0).any() for run in others if run.stays is not None)
