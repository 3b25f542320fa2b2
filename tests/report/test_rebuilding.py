"""The events rebuilt from the tables are those that the simpy engine told its listener, in the same order."""

import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

import jobsim
from jobsim.errors import UsageError
from jobsim.model.event import Event, What
from jobsim.report.rebuilding.events import rebuilt
from jobsim.report.rebuilding.puts import same_delay
from jobsim.results.run import Run
from jobsim.results.stored.rows import read_stored
from jobsim.scenario.parts.retry import Retry
from jobsim.scenario.schema import Scenario
from tests.model.scenarios import DETERMINISTIC, WHOLE_LANGUAGE, scenario

ROOT = Path(__file__).parent.parent.parent
FILES = sorted([*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "tests/timelines").glob("*.yaml")])
PRESENCE = {What.CAME, What.WENT, What.BROKE_DOWN, What.REPAIRED}
UNTOLD = {What.WAITS, What.WENT_ON}
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def told_and_rebuilt(asked: Scenario, **options: Any) -> tuple[Run, list[Event], list[Event]]:
    """What an engine told, and what is rebuilt from the tables that it wrote."""
    told: list[Event] = []
    engine = options.pop("engine", "simpy")
    once = asked.model_copy(update={"replications": 1, "precision": None})
    result = jobsim.run(once, engine=engine, listener=told.append, **options)
    with tempfile.TemporaryDirectory() as folder:
        result.write(Path(folder) / "run")
        again = list(rebuilt(read_stored(Path(folder) / "run")))
    assert isinstance(result.run, Run)
    return result.run, told, again


def of_jobs(events: list[Event]) -> list[Event]:
    """What happened to jobs, but for what tables do not tell, or only sometimes."""
    untold = UNTOLD | PRESENCE | {What.GAVE_UP}
    return [event for event in events if event.what not in untold]


def without_places(events: list[Event]) -> Counter[Event]:
    """The same in any order; nor is it known then who had a place before a processor took it in the same instant."""
    return Counter(event for event in of_jobs(events) if event.what not in (What.ADMITTED, What.BLOCKED))


def of_pools(events: list[Event], run: Run) -> list[tuple[int, What, str]]:
    """Who came and went, by pool."""
    pools = run.scenario.processors
    found = [(event.time, event.what, event.processor or "") for event in events if event.what in PRESENCE]
    return [(time, what, who if who in pools else who.rpartition("-")[0]) for time, what, who in found]


def has_executions_of_no_time(run: Run) -> bool:
    """What came first then, only a line first come, first served tells, where nothing waits to be executed."""
    every = run.every_stay
    limited = 0 if run.stays is None else run.stays.limited
    at_once = (every.started_at >= 0) & (every.ended_at >= 0) & (every.ended_at - every.started_at == limited)
    waits = any(pool.slots is not None or pool.limit is not None for pool in run.scenario.processors.values())
    return bool(at_once.any()) and (waits or run.scenario.queue.discipline != "fifo")


def assert_rebuilt(asked: Scenario) -> None:
    run, told, again = told_and_rebuilt(asked)
    if has_executions_of_no_time(run):
        assert without_places(again) == without_places(told)
    else:
        assert of_jobs(again) == of_jobs(told)
    assert of_pools(again, run) == of_pools(told, run)
    gave_up = [event for event in told if event.what is What.GAVE_UP]
    found = [event for event in again if event.what is What.GAVE_UP]
    assert not Counter(found) - Counter(gave_up)
    if all(part.retry is None for part in asked.submitters.values()):
        assert found == gave_up
    assert not UNTOLD & {event.what for event in again}
    times = [event.time for event in again]
    assert times == sorted(times)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_of_the_files_at_hand(file: Path) -> None:
    assert_rebuilt(jobsim.load(file))


def is_told_apart(data: dict[str, Any]) -> bool:
    """Whether tables tell one repair from the next, and one batch."""
    repairs = [pool["breakdowns"]["repair"] for pool in data["processors"].values() if "breakdowns" in pool]
    cadences = [part.get("cadence") for part in data["submitters"].values() if "batch" in part]
    return "0s" not in [*repairs, *cadences]


@many
@given(WHOLE_LANGUAGE)
def test_of_any_scenario(data: dict[str, Any]) -> None:
    assume(is_told_apart(data))
    assert_rebuilt(scenario(data))


@many
@given(DETERMINISTIC)
def test_where_everything_ties(data: dict[str, Any]) -> None:
    assume(is_told_apart(data))
    assert_rebuilt(scenario(data))


def test_a_job_that_is_handed_back_by_a_broken_processor() -> None:
    # Broken at 2 s, for 5 s; at 4 s its shift ends, until 12 s; it has been up for 2 s again at 14 s.
    text = """
    until: 16s
    submitters: {a: {cadence: 30s, jobs: 2}}
    processors:
      w:
        service: 10s
        schedule: [{at: 4s, count: 0}, {at: 12s, count: 1}]
        on_shrink: requeue
        breakdowns: {every: 2s, repair: 5s}
    """
    _, told, again = told_and_rebuilt(jobsim.loads(text))
    assert [(event.time // 10**9, event.what) for event in again] == [
        (0, What.PUT),
        (0, What.STARTED),
        (2, What.BROKE_DOWN),
        (2, What.INTERRUPTED),
        (4, What.REQUEUED),
        (4, What.RETURNED),
        (4, What.ADMITTED),
        (12, What.CAME),
        (12, What.STARTED),
        (14, What.BROKE_DOWN),
        (14, What.INTERRUPTED),
    ]
    assert of_jobs(again) == of_jobs(told)


def test_the_files_at_hand_tell_every_kind_there_is() -> None:
    kinds = {event.what for file in FILES for event in told_and_rebuilt(jobsim.load(file))[2]}
    assert kinds == set(What) - UNTOLD


def test_of_a_run_in_real_time(run_text: Callable[..., jobsim.Result]) -> None:
    text = """
    queue: {capacity: 2, redelivery: {attempts: 2}}
    submitters:
      a: {count: 3, cadence: {distribution: exponential, mean: 4ms}, jobs: 60, timeout: 3ms, retry: {attempts: 2}}
      b: {cadence: 5ms, jobs: 60, pacing: after_response, give_up: 30ms}
    processors: {w: {count: 2, failure: 20%, service: {distribution: exponential, mean: 6ms}}}
    """
    _, told, again = told_and_rebuilt(jobsim.loads(text), engine="asyncio")
    assert len(told) > 600
    assert Counter(of_jobs(again)) == Counter(of_jobs(told))


def test_of_a_compiled_run(scenarios: Path) -> None:
    _, told, _ = told_and_rebuilt(jobsim.load(scenarios / "storm.yaml"))
    _, _, again = told_and_rebuilt(jobsim.load(scenarios / "storm.yaml"), engine="compiled")
    assert of_jobs(again) == of_jobs(told)


def test_of_a_later_replication(run_text: Callable[..., jobsim.Result], tmp_path: Path) -> None:
    text = """
    submitters: {a: {cadence: {distribution: exponential, mean: 1s}, jobs: 5, give_up: 2s}}
    processors: {w: {service: 1s, schedule: [{at: 2s, count: 2}]}}
    """
    run_text(text, replications=3).write(tmp_path / "run")
    each = [list(rebuilt(read_stored(tmp_path / "run", number))) for number in (1, 2, 3)]
    assert [sum(event.what is What.PUT for event in events) for events in each] == [5, 5, 5]
    assert [sum(event.what is What.CAME for event in events) for events in each] == [1, 1, 1]
    assert len({tuple(events) for events in each}) == 3


def test_who_has_kept_a_job_is_known_when_it_is_repaired(run_text: Callable[..., jobsim.Result]) -> None:
    # Up for 3 s, under repair for 1 s: at 4 s w-1 goes on with its job; at 8 s both are idle.
    text = """
    until: 9s
    submitters: {a: {cadence: 20s, start: 1s, jobs: 2}}
    processors: {w: {count: 2, service: 4s, breakdowns: {every: 3s, repair: 1s}}}
    """
    _, _, again = told_and_rebuilt(jobsim.loads(text))
    repaired = [(event.time // 10**9, event.processor) for event in again if event.what is What.REPAIRED]
    assert repaired == [(4, "w-1"), (4, "w"), (8, "w"), (8, "w")]


def test_a_long_run_begins_at_once(run_text: Callable[..., jobsim.Result], tmp_path: Path) -> None:
    text = "submitters: {a: {cadence: 1s, jobs: 2000, give_up: 5s}}\nprocessors: {w: {service: 900ms}}"
    run_text(text).write(tmp_path / "run")
    for name in ("jobs.csv", "attempts.csv"):
        file = tmp_path / "run" / name
        lines = file.read_text().splitlines()
        file.write_text("\n".join([*lines[:-1], "no such row"]))
    events = rebuilt(read_stored(tmp_path / "run"))
    assert [event.what for event in islice(events, 3)] == [What.PUT, What.STARTED, What.COMPLETED]
    with pytest.raises(UsageError, match="2001: 1 cells where there should be"):
        list(events)


def test_tables_that_do_not_fit_together_are_told(run_text: Callable[..., jobsim.Result], tmp_path: Path) -> None:
    run_text("submitters: {a: {cadence: 1s, jobs: 2}}\nprocessors: {w: {service: 2s}}").write(tmp_path / "run")
    file = tmp_path / "run" / "jobs.csv"
    file.write_text(file.read_text().replace("completed", "abandoned", 1))  # by whom? nobody can give up here
    with pytest.raises(UsageError, match="run: its tables do not fit together: cut off, or edited"):
        list(rebuilt(read_stored(tmp_path / "run")))


@pytest.mark.parametrize(
    ("said", "delays"),
    [
        ({"attempts": 3}, [0, 0]),
        ({"attempts": 3, "delay": "2s"}, [2, 2]),
        ({"attempts": 4, "delay": ["1s", "3s"]}, [1, 3, 3]),
        ({"attempts": 3, "delay": {"distribution": "exponential", "mean": "1s"}}, [None, None]),
        ({"attempts": 4, "backoff": {"first": "1s", "factor": 3.0}}, [1, 3, 9]),
        ({"attempts": 4, "backoff": {"first": "1s", "factor": 3.0, "most": "5s"}}, [1, 3, 5]),
        ({"attempts": 3, "backoff": {"first": "1s", "jitter": "full"}}, [None, None]),
    ],
)
def test_delays_that_are_always_the_same(said: dict[str, Any], delays: list[int | None]) -> None:
    found = [same_delay(Retry.model_validate(said), attempt) for attempt in range(1, len(delays) + 1)]
    assert found == [None if delay is None else delay * 10**9 for delay in delays]


def test_a_delay_beyond_all_numbers_never_ends() -> None:
    said = {"attempts": 9_000, "backoff": {"first": "1s", "factor": 1000.0}}
    assert same_delay(Retry.model_validate(said), 8_000) == 2**62
