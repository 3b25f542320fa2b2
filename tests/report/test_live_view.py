"""Who draws the live view, and when: no slow or broken screen harms the run."""

import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import jobsim
from jobsim.engines.engine import Progress
from jobsim.model.event import What
from jobsim.report.live import replay as replaying
from jobsim.report.live import view as viewing
from jobsim.report.live.picture import Picture
from jobsim.report.live.replay import replay, usual_speed
from jobsim.report.live.view import RunView
from jobsim.results.stored.rows import StoredRun, read_stored
from jobsim.units import SECOND

Run = Callable[..., jobsim.Result]
TEXT = "submitters: {a: {cadence: 1s, jobs: 60}}\nprocessors: {w: {service: 900ms}}"


def console() -> Console:
    return Console(file=StringIO(), force_terminal=True, width=80, height=24)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "PERIOD_SECONDS", 0.01)
    monkeypatch.setattr(replaying, "PERIOD_SECONDS", 0.01)


@pytest.fixture
def stored(run_text: Run, tmp_path: Path) -> StoredRun:
    run_text(TEXT).write(tmp_path / "run")
    return read_stored(tmp_path / "run")


def watched(view: RunView) -> None:
    """A run of three events, which is looked at for a while."""
    told: list[Any] = []
    jobsim.run(jobsim.loads(TEXT, overrides=["submitters.a.jobs=1"]), engine="simpy", listener=told.append)
    with view:
        for event in told:
            view.listener(event)
        view.progress(Progress(2 * SECOND, 1, worst_lag=5_000_000))
        time.sleep(0.1)


def test_what_has_happened_is_drawn_beside_the_run() -> None:
    screen = console()
    watched(RunView(jobsim.loads(TEXT), 2.0, screen))
    assert isinstance(screen.file, StringIO)
    written = screen.file.getvalue()
    assert "asyncio, speed 2" in written
    assert "submitted 0  completed 0" in written  # before anything has happened
    assert "submitted 1  completed 1" in written
    assert "worst lag 0.005 s" in written
    assert "60 jobs left" in written
    assert "59 jobs left" in written


def test_a_screen_that_is_gone_ends_the_view_only(monkeypatch: pytest.MonkeyPatch) -> None:
    view, drawn = RunView(jobsim.loads(TEXT), 1.0, console()), list[Picture]()

    def show(_: object, picture: Picture) -> None:
        drawn.append(picture)
        if len(drawn) > 1:
            raise BrokenPipeError

    monkeypatch.setattr(viewing.Screen, "show", show)
    watched(view)
    assert len(drawn) == 2


def faulty(monkeypatch: pytest.MonkeyPatch, failure: Exception | None) -> None:
    """A run whose second picture cannot be drawn, and which itself fails, or does not."""
    view = RunView(jobsim.loads(TEXT), 1.0, console())
    with view:
        monkeypatch.setattr(view, "_picture", lambda: 1 / 0)
        time.sleep(0.1)
        if failure is not None:
            raise failure


def test_a_fault_in_drawing_is_told_and_harms_no_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty(monkeypatch, None)
    assert "the view broke down: ZeroDivisionError" in capsys.readouterr().err
    with pytest.raises(ValueError, match="the run's own"):
        faulty(monkeypatch, ValueError("the run's own"))


def test_a_run_is_shown_again_in_its_own_time(stored: StoredRun) -> None:
    times: list[int] = []
    begun = time.monotonic()
    last = replay(stored, 300.0, lambda picture: times.append(picture.state.time), lambda: False)  # type: ignore[attr-defined]
    assert time.monotonic() - begun >= stored.ended_at / SECOND / 300
    assert times == sorted(times)
    assert len(times) > 5
    assert times[-1] == last.state.time == stored.ended_at == 59_900_000_000  # the last is put at 59 s
    assert last.state.counts[What.COMPLETED] == 60
    assert usual_speed(stored) == pytest.approx(59.9 / 30)


def test_what_cannot_be_read_in_time_is_shown_later(stored: StoredRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying, "PERIOD_SECONDS", 0.0)
    monkeypatch.setattr(replaying, "_MANY", 50)
    puts: list[int] = []
    last = replay(stored, 1e12, lambda picture: puts.append(picture.state.counts[What.PUT]), lambda: False)  # type: ignore[attr-defined]
    assert last.state.counts[What.COMPLETED] == 60
    # Three events a job, one job after the other, and a picture after every fifty of 180.
    assert puts == [17, 34, 50, 60]


def test_it_is_stopped_when_asked_to(stored: StoredRun) -> None:
    shown: list[object] = []
    last = replay(stored, 1.0, shown.append, lambda: len(shown) == 3)
    assert len(shown) == 3
    assert last.state.time < SECOND


def test_a_run_of_no_length_is_over_at_once(run_text: Run, tmp_path: Path) -> None:
    run_text("submitters: {a: {cadence: 0s, jobs: 2}}\nprocessors: {w: {service: 0s}}").write(tmp_path / "none")
    stored = read_stored(tmp_path / "none")
    last = replay(stored, usual_speed(stored), lambda _: None, lambda: False)
    assert last.state.counts[What.COMPLETED] == 2
