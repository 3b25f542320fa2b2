"""The live view as functions: the state from events, the picture from the state."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from rich.console import Console

import jobsim
from jobsim.model.event import Event, What
from jobsim.report.live.picture import Picture
from jobsim.report.live.state import Doing, State
from jobsim.report.rebuilding.events import rebuilt
from jobsim.results.run import Run
from jobsim.results.stored.rows import read_stored
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND
from tests.model.scenarios import WHOLE_LANGUAGE, scenario

SIZES = [(40, 10), (80, 24), (140, 40)]
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

# Three at once: one is served from 0 to 4 s, one has the place, one waits for it until 2 s. One more at 3 s waits until
# 4 s, when the place is free. Served until 8 and 12 s.
TEXT = """
name: small
until: 20s
queue: {capacity: 1}
submitters:
  a: {cadence: 10s, jobs: 1, count: 3, timeout: 2s}
  b: {cadence: 10s, jobs: 1, start: 3s}
processors: {w: {service: 4s}}
"""


def state_at(asked: Scenario, seconds: float, events: list[Event] | None = None) -> State:
    """What is where in the middle of a run."""
    told: list[Event] = []
    if events is None:
        jobsim.run(asked, engine="simpy", listener=told.append)
    state = State(asked, 5 * SECOND)
    for event in told if events is None else events:
        if event.time <= seconds * SECOND:
            state(event)
    state.mark(round(seconds * SECOND))
    return state


def shown(picture: Picture, width: int, height: int) -> list[str]:
    console = Console(width=width, height=height, record=True, file=StringIO(), force_terminal=True)
    console.print(picture)
    return [line.rstrip() for line in console.export_text().splitlines()]


@pytest.mark.parametrize(
    ("seconds", "queued", "blocked", "serves", "counts"),
    [
        (1, 1, {"a": 1}, ("a-1", 1), (3, 0, 0)),
        (2.5, 1, {}, ("a-1", 1), (3, 0, 1)),
        (3.5, 1, {"b": 1}, ("a-1", 1), (4, 0, 1)),
        (5, 1, {}, ("a-2", 1), (4, 1, 1)),
        (9, 0, {}, ("b-1", 1), (4, 2, 1)),
        (13, 0, {}, None, (4, 3, 1)),
    ],
)
def test_the_state_is_what_was_worked_out_by_hand(
    seconds: float, queued: int, blocked: dict[str, int], serves: tuple[str, int] | None, counts: tuple[int, int, int]
) -> None:
    state = state_at(jobsim.loads(TEXT), seconds)
    assert state.queued == queued
    assert {name: count for name, count in state.blocked.items() if count} == blocked
    assert state.doing["w-1"].job == serves
    assert (state.counts[What.PUT], state.counts[What.COMPLETED], state.counts[What.DROPPED]) == counts
    assert state.busy["w"] == (serves is not None)


def test_since_when_and_how_fast() -> None:
    state = state_at(jobsim.loads(TEXT), 9)
    assert state.doing["w-1"] == Doing(What.STARTED, ("b-1", 1), 8 * SECOND)
    assert state.done_lately == pytest.approx(2 / 9)  # since the beginning, as there was no look before
    state.mark(13 * SECOND)
    state.mark(15 * SECOND)
    assert state.done_lately == pytest.approx(0 / 6)  # since the last look that is 5 s old, at 9 s
    assert state_at(jobsim.loads(TEXT), 0).done_lately == 0.0


@many
@given(WHOLE_LANGUAGE)
def test_nothing_is_lost_sight_of(data: dict[str, Any]) -> None:
    asked = scenario(data)
    state = State(asked, SECOND)
    capacity = asked.queue.capacity

    def follow(event: Event) -> None:
        if event.time > state.time:
            look()
        state(event)

    def look() -> None:
        """Between two instants; in the middle of one, a processor has gone before its job is told to be interrupted."""
        assert 0 <= state.queued <= (state.queued if capacity is None else capacity)
        assert min(state.blocked.values(), default=0) >= 0
        assert state.returned_waiting >= 0
        for name, pool in asked.processors.items():
            assert 0 <= state.busy[name] <= state.present[name] <= pool.most

    run = jobsim.run(asked, engine="simpy", listener=follow).run
    assert isinstance(run, Run)
    state.mark(run.ended_at)
    assert state.marks[-1][1] == run.totals.queued if run.ended_at else not run.totals.queued
    look()
    if run.ending == "finished" and (run.every_stay.ended_at >= 0).all():
        assert (state.queued, state.returned_waiting, sum(state.blocked.values())) == (0, 0, 0)


def test_the_state_of_a_stored_run_is_that_of_the_run(scenarios: Path, tmp_path: Path) -> None:
    for name in ("burst", "storm", "outages", "spot", "overflow"):
        asked, told = jobsim.load(scenarios / f"{name}.yaml"), list[Event]()
        result = jobsim.run(asked, engine="simpy", listener=told.append)
        result.write(tmp_path / name)
        again = list(rebuilt(read_stored(tmp_path / name)))
        for part in (0.3, 0.7, 1.0):
            at = result.run.ended_at / SECOND * part
            one, other = state_at(asked, at, told), state_at(asked, at, again)
            assert (one.queued, one.blocked, one.present) == (other.queued, other.blocked, other.present)
            assert one.doing.keys() == other.doing.keys()
            jobs = [[doing.job for doing in state.doing.values()] for state in (one, other)]
            assert jobs[0] == jobs[1]


def test_a_long_run_has_no_more_marks_than_can_be_seen() -> None:
    state = State(jobsim.loads(TEXT), SECOND)
    for second in range(10_000):
        state.mark(second * SECOND)
    assert len(state.marks) <= 2_000
    assert (state.marks[0][0], state.marks[-1][0]) == (0, 9_999 * SECOND)


def test_the_picture_of_a_moment() -> None:
    picture = Picture(state_at(jobsim.loads(TEXT), 5), "speed 2", 20 * SECOND, lag=2_000_000)
    assert shown(picture, 80, 24) == [
        "small  speed 2",
        "5.0 s               " + "█" * 12 + "░" * 36 + " 15.0 s left",  # a quarter of 48
        "queue 1 of 1        " + "█" * 60,
        "  0 to 1 jobs       " + "█" * 60,  # somebody has always waited
        "waiting for a place 0",
        "submitted 4  completed 1  dropped 1",
        "done/s lately 0.2  worst lag 0.002 s",
        "w 1 of 1 busy       " + "█" * 60,
        "  w-1 a-2 job 1 for 1.0 s",
    ]


def test_who_waits_and_how_far_it_is_by_jobs() -> None:
    lines = shown(Picture(state_at(jobsim.loads(TEXT), 1), "", None, jobs=4), 80, 24)
    assert lines[1] == "1.0 s               " + "░" * 48 + " 4 jobs left"
    assert lines[4] == "waiting for a place 1: a 1"
    assert shown(Picture(state_at(jobsim.loads(TEXT), 1), "", None), 80, 24)[1] == "1.0 s, without a known end"
    assert "█" * 49 in shown(Picture(state_at(jobsim.loads(TEXT), 0), "", 0), 80, 24)[1]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_fits_every_screen(scenarios: Path, width: int, height: int) -> None:
    for file in sorted(scenarios.glob("*.yaml")):
        told: list[Event] = []
        once = jobsim.load(file).model_copy(update={"replications": 1, "precision": None})
        run = jobsim.run(once, engine="simpy", listener=told.append).run
        for part in (0.0, 0.5, 1.0):
            state = state_at(once, part * run.ended_at / SECOND, told)
            lines = shown(Picture(state, "speed 1", run.ended_at, lag=1), width, height)
            assert len(lines) <= height
            assert max(map(len, lines)) <= width
            assert lines[0].startswith(once.name)
            assert any(line.startswith("submitted") for line in lines)


def test_more_processors_than_there_is_room_for_are_shown_by_pool(run_text: Callable[..., Any]) -> None:
    text = "submitters: {a: {cadence: 10s, jobs: 1, count: 30}}\nprocessors: {w: {count: 40, service: 1s}}"
    state = state_at(jobsim.loads(text), 0.5)
    by_pool = shown(Picture(state, "", None), 80, 24)
    assert by_pool[-1] == "w 30 of 40 busy     " + "█" * 45 + "░" * 15
    each = shown(Picture(state, "", None), 140, 40)
    assert any("w-29 a-29 job 1 for 0.5 s" in line for line in each)
    assert sum(line.count(" idle ") for line in each) == 10


def test_what_processors_wait_for_and_who_is_away() -> None:
    text = """
    submitters: {a: {cadence: 10s, jobs: 2, count: 2}}
    processors:
      v: {count: 0, schedule: [{at: 5s, count: 1}, {at: 6s, count: 0}], service: 2s}
      w: {count: 2, service: 2s, slots: {shared: db, slots: 1}}
      x: {count: 1, service: 1s, breakdowns: {every: 1s, repair: 3s}}
    """
    asked = jobsim.loads(text)
    lines = shown(Picture(state_at(asked, 1.5), "", None), 80, 24)
    assert "  v-1 away" in lines
    assert "  w-2 a-2 job 1 waits for db for 1.5 s" in lines
    assert "  x-1 away" in lines
    assert any(line.startswith("v 0 of 0 busy") and line.endswith("(1 away)") for line in lines)
    lines = shown(Picture(state_at(asked, 2.5), "", None), 80, 24)
    assert "  w-2 a-2 job 1 for 0.5 s" in lines
    lines = shown(Picture(state_at(asked, 5.5), "", None), 80, 24)
    assert "  v-1 idle for 0.5 s" in lines


def test_of_whom_only_the_number_is_known_it_may_be_idle_or_away() -> None:
    text = """
    submitters: {a: {cadence: 1s, jobs: 1}}
    processors: {w: {count: 3, service: 9s, schedule: [{at: 2s, count: 2}, {at: 3s, count: 1}, {at: 4s, count: 3}]}}
    """
    asked, a = jobsim.loads(text), ("a-1", 1)
    events = [
        Event(SECOND, What.PUT, *a, None),
        Event(SECOND, What.STARTED, *a, "w-1"),
        Event(2 * SECOND, What.WENT, None, None, "w"),
        Event(3 * SECOND, What.WENT, None, None, "w"),
        Event(4 * SECOND, What.CAME, None, None, "w"),
        Event(4 * SECOND, What.CAME, None, None, "w"),
    ]

    def each(seconds: float) -> list[str]:
        return shown(Picture(state_at(asked, seconds, events), "", None), 40, 24)[-3:]

    assert each(1.5) == ["  w-1 a-1 job 1 for 0.5 s", "  w-2 idle for 1.5 s", "  w-3 idle for 1.5 s"]
    assert each(2.5)[1:] == ["  w-2 idle or away for 2.5 s", "  w-3 idle or away for 2.5 s"]
    assert each(3.5)[1:] == ["  w-2 away", "  w-3 away"]  # one is there, and it serves
    assert each(4.5)[1:] == ["  w-2 idle for 4.5 s", "  w-3 idle for 4.5 s"]


@pytest.mark.parametrize(
    ("seconds", "time", "left"),
    [(999.9, "999.9 s", "2h30m left"), (1000, "16m40s", "2h30m left"), (9940.5, "2h45m", "59.5 s left")],
)
def test_long_times_are_told_in_minutes_and_hours(seconds: float, time: str, left: str) -> None:
    line = shown(Picture(state_at(jobsim.loads(TEXT), seconds, []), "", 10_000 * SECOND), 80, 24)[1]
    assert line.startswith(f"{time} ")
    assert line.endswith(left)


def test_a_broken_processor_keeps_its_job() -> None:
    text = """
    submitters: {a: {cadence: 10s, jobs: 1}}
    processors: {x: {service: 5s, breakdowns: {every: 2s, repair: 3s}}}
    """
    asked = jobsim.loads(text)
    assert "  x-1 a-1 job 1 interrupted for 1.0 s" in shown(Picture(state_at(asked, 3), "", None), 80, 24)
    assert "  x-1 a-1 job 1 for 1.0 s" in shown(Picture(state_at(asked, 6), "", None), 80, 24)


def test_jobs_that_came_back_wait_before_all_puts() -> None:
    # Both processors fail at 1 s, the second after the first has taken the job that waited, the one at 0 places.
    text = """
    queue: {capacity: 0, redelivery: {attempts: 2, delay: 1s}}
    submitters: {a: {cadence: 10s, jobs: 1, count: 2}}
    processors: {x: {service: 4s, time_limit: 3s}}
    """
    # a-1 from 0 to 3 s, then a-2 until 6 s; a-1 comes back at 4 s.
    lines = shown(Picture(state_at(jobsim.loads(text), 5), "", None), 80, 24)
    assert "waiting for a place 0: came back 1" in lines
    assert any("timed out 1" in line for line in lines)
    assert "queue 0 of 0        " + "░" * 60 in lines


def test_many_kinds_of_losses_go_on_in_another_line() -> None:
    state = State(jobsim.loads(TEXT), SECOND)
    for what in (What.DROPPED, What.REJECTED, What.EVICTED, What.EXPIRED, What.FAILED, What.LOST):
        state.counts[what] = 1_000
    lines = shown(Picture(state, "", None), 40, 24)
    assert lines[5:9] == [
        "submitted 0  completed 0  dropped 1,000",
        "rejected 1,000  evicted 1,000",
        "expired 1,000  failed 1,000  lost 1,000",
        "done/s lately 0",
    ]


def test_letters_that_every_terminal_has() -> None:
    picture = Picture(state_at(jobsim.loads(TEXT), 5), "", 20 * SECOND)
    text = "".join(line.plain for line in picture.lines(80, 24, "ascii"))
    assert text.isascii()
    assert "#" * 12 + "." * 36 in text
