"""Memory that is too small at first, or emptied in between, changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import jobsim
from jobsim.engines.compiled import engine, rooms
from jobsim.engines.compiled.feeding import attempts, feeding, windows
from jobsim.engines.compiled.records import AT_ONCE, ROOM
from jobsim.results.outcomes import COMPLETED
from jobsim.results.run import Run
from tests.engines.compiled.alike import assert_alike
from tests.model.scenarios import DETERMINISTIC, WHOLE_LANGUAGE, scenario
from tests.results.test_summary import assert_same

many = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def both(text: str) -> Run:
    """Compare, and give the run: what happens is there, and nobody listens now."""
    asked = jobsim.loads(text)
    assert_alike(asked)
    run = jobsim.run(asked, engine="compiled").run
    assert isinstance(run, Run)
    return run


@contextmanager
def cramped() -> Iterator[None]:
    """As little of everything as can be: the least that lets one slice of events happen, and few draws at a time.

    Not one at a time: a submitter that waited long for an answer goes through a million bursts to find the next.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "ROWS", ROOM * AT_ONCE)
        patch.setattr(rooms, "FEW", 64)
        patch.setattr(windows, "_FIRST_BLOCK", 1)
        patch.setattr(windows, "_LARGEST_BLOCK", 64)
        patch.setattr(windows, "_FEW", 0)
        patch.setattr(attempts, "_FIRST_ATTEMPTS", 1)
        patch.setattr(feeding, "_LEVELS_AT_A_TIME", 2 * AT_ONCE)
        patch.setattr(engine, "_EVENTS_AT_A_TIME", 1)
        yield


@many
@given(DETERMINISTIC)
def test_of_any_deterministic_scenario_in_little_room(data: dict[str, Any]) -> None:
    with cramped():
        assert_alike(scenario(data))


@many
@given(WHOLE_LANGUAGE)
def test_of_any_scenario_in_little_room(data: dict[str, Any]) -> None:
    with cramped():
        assert_alike(scenario(data))


@pytest.mark.parametrize(
    ("queue", "submitter", "pool"),
    [
        ("expire: 10h", "", ""),
        ("capacity: 1", "timeout: 10h", ""),
        ("", "give_up: 10h", ""),
        ("", "", "time_limit: 10h"),
        (
            "",
            "",
            "breakdowns: {every: 10h, repair: 1s}, schedule: [{at: 1s, count: 0}, {at: 2s, count: 1}], repeat: 3s",
        ),
    ],
    ids=lambda part: part.partition(":")[0],
)
def test_cancelled_timers_are_forgotten_and_no_others(queue: str, submitter: str, pool: str) -> None:
    """More than a thousand of them, all due when everything is over."""
    run = both(f"""
            until: 8h
            queue: {{{queue}}}
            submitters: {{a: {{cadence: 1s, pacing: fixed, jobs: 3000, {submitter}}}}}
            processors: {{w: {{service: 1100ms, {pool}}}}}
        """)
    assert set(run.jobs.outcome.tolist()) == {COMPLETED}


@pytest.mark.parametrize("discipline", ["fifo", "lifo", "priority", "random"])
@pytest.mark.parametrize("expire", ["null", "{distribution: exponential, mean: 200s}"], ids=["stay", "expire"])
def test_thousands_wait(discipline: str, expire: str) -> None:
    with cramped():
        run = both(f"""
            until: 100s
            queue: {{discipline: {discipline}, expire: {expire}}}
            submitters: {{a: {{count: 300, cadence: {{distribution: exponential, mean: 2s}}, pacing: fixed, jobs: 20,
                               priority: {{distribution: uniform, min: 0, max: 9}}}}}}
            processors: {{w: {{count: 100, service: {{distribution: exponential, mean: 10s}}}}}}
        """)
    assert jobsim.Result.of([run], run.ending).value("max(queued)") > 2 * ROOM * AT_ONCE


def test_many_put_and_many_serve() -> None:
    run = both("""
            until: 3s
            queue: {capacity: 20}
            submitters: {a: {count: 300, cadence: {distribution: exponential, mean: 200ms}, timeout: 100ms,
                             start: {distribution: uniform, min: 0s, max: 1s}, retry: {attempts: 2, delay: 50ms}}}
            processors:
              v: {count: 200, service: {distribution: exponential, mean: 250ms}, slots: 150}
              w: {count: 100, service: {distribution: exponential, mean: 250ms},
                  breakdowns: {every: {distribution: exponential, mean: 500ms}, repair: 300ms}}
        """)
    assert len(set(run.jobs.submitter.tolist())) == len(set(run.every_stay.processor.tolist()) - {-1}) == 300


def test_every_timer_that_is_due_from_the_start_has_room() -> None:
    """Two for each processor: before anything has happened, and nobody has looked whether they fit."""
    run = both("""
            until: 3s
            submitters: {a: {cadence: 300ms}}
            processors: {w: {count: 5000, schedule: [{at: 1s, count: 1}], breakdowns: {every: 2s, repair: 1s}}}
        """)
    assert run.presence is not None
    # They are there at first, 4,999 go at 1 s, and the one that stays breaks down at 2 s.
    assert len(run.presence.time) == 1 + 4_999 + 1


def test_a_hundred_tries_of_each_kind() -> None:
    run = both("""
            queue: {capacity: 1, redelivery: {attempts: 100, delay: {distribution: exponential, mean: 10ms}}}
            submitters: {a: {count: 3, cadence: 1s, jobs: 3, timeout: 0s, give_up: 900ms,
                             retry: {attempts: 100, delay: {distribution: exponential, mean: 30ms}}}}
            processors: {v: {service: 30ms, failure: 0.97}, w: {service: 45ms, failure: 0.97}}
        """)
    assert run.stays is not None
    assert run.stays.put.max() > 64
    assert run.stays.attempt.max() > 64


def test_rows_are_handed_over_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[tuple[str, int]] = []
    true = rooms.Rooms._hand_over

    def hand_over(self: rooms.Rooms, name: str) -> None:
        handed.append((name, int(getattr(self._memory.run, f"{name}_count"))))
        true(self, name)

    monkeypatch.setattr(rooms.Rooms, "_hand_over", hand_over)
    monkeypatch.setattr(rooms, "ROWS", ROOM * AT_ONCE)
    text = """
        queue: {capacity: 5}
        submitters: {a: {count: 2, cadence: 10ms, jobs: 3000, pacing: fixed, give_up: 45ms, retry: {attempts: 2}}}
        processors: {v: {service: 30ms, breakdowns: {every: 55ms, repair: 20ms, job: requeue}}, w: {service: 20ms}}
        until: 100s
    """
    asked = jobsim.loads(text)
    assert_alike(asked)
    for name in ("rows", "stays", "changes", "told"):
        counts = [count for handed_over, count in handed if handed_over == name and count]
        assert len(counts) > 2, name
    handed.clear()
    assert_same(asked, engine="compiled")
    assert sum(count for name, count in handed if name == "puts") > ROOM * AT_ONCE
