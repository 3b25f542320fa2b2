"""Real time: it is the real loop, due times are absolute, lateness is measured, many waits are cheap."""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

import jobsim
from jobsim.engines.asyncio_engine import AsyncioClock
from jobsim.engines.engine import Options, Progress
from jobsim.engines.running import run_scenario
from jobsim.model.event import Event
from jobsim.model.job import Outcome
from jobsim.results.run import Ending
from tests.durations import blocked

Run = Callable[..., jobsim.Result]

MILLISECOND = 1_000_000
STEADY = "submitters: {a: {cadence: 20ms, jobs: 15, pacing: fixed}}\nprocessors: {w: {service: 1ms}}"


def test_time_passes_as_on_the_wall(run_text: Run) -> None:
    begun = time.monotonic()
    result = run_text(STEADY, engine="asyncio")
    passed = time.monotonic() - begun
    assert passed >= 0.28
    assert result.run.ended_at >= 281_000_000
    assert result.run.ended_at / 1e9 <= passed


def test_speed_makes_it_pass_faster(run_text: Run) -> None:
    begun = time.monotonic()
    result = run_text(STEADY, "submitters.a.cadence=20s", engine="asyncio", speed=1000)
    assert time.monotonic() - begun < 100
    assert result.run.ended_at >= 280_000_000_000
    assert result.run.speed == 1000


def test_lateness_does_not_add_up(run_text: Run) -> None:
    jobs = run_text(
        "submitters: {a: {cadence: 5ms, jobs: 200, pacing: fixed}}\nprocessors: {w: {}}", engine="asyncio"
    ).run.jobs
    assert (jobs.due_at == [5_000_000 * number for number in range(200)]).all()
    assert (jobs.submitted_at >= jobs.due_at).all()


def test_the_worst_lag_is_the_latest_event(run_text: Run) -> None:
    run = run_text(STEADY, engine="asyncio").run
    assert run.worst_lag is not None
    assert 0 < (run.jobs.submitted_at - run.jobs.due_at).max() <= run.worst_lag


def test_what_falls_due_late_keeps_its_order(run_text: Run) -> None:
    # a is served until 400 ms; the put of b gives up at 450 ms, so it gets a's processor. A stall over both changes
    # nothing: the finish was due first.
    def stall(event: Event) -> None:
        if event.submitter == "c-1" and event.what == "put":
            time.sleep(0.15)

    text = """
        until: 1500ms
        queue: {capacity: 0}
        submitters:
          a: {cadence: 1s, jobs: 1}
          b: {cadence: 1s, jobs: 1, start: 100ms, timeout: 350ms}
          c: {cadence: 1s, jobs: 1, start: 380ms, timeout: 0s}
        processors: {w: {service: 400ms}}
    """
    for engine in ("simpy", "asyncio"):
        result = run_text(text, engine=engine, listener=stall)
        assert result.value("completed", "submitter:b") == 1, engine


def test_what_is_due_at_until_does_not_happen(run_text: Run) -> None:
    text = "until: 200ms\nsubmitters: {a: {cadence: 100ms, pacing: fixed}}\nprocessors: {w: {service: 100ms}}"
    for _ in range(3):
        run = run_text(text, engine="asyncio").run
        assert len(run.jobs) == 2
        assert run.ended_at == 200_000_000
        assert max(run.jobs.ended_at.max(), run.jobs.started_at.max()) < run.ended_at


def test_nor_does_what_was_due_before_but_comes_after(run_text: Run) -> None:
    # The put of b is to give up at 150 ms; while that of c is told, time goes on to 240 ms or later.
    def stall(event: Event) -> None:
        if event.submitter == "c-1" and event.what == "put":
            time.sleep(0.1)

    text = """
        until: 200ms
        queue: {capacity: 0}
        submitters:
          a: {cadence: 1s, jobs: 1}
          b: {cadence: 1s, jobs: 1, start: 100ms, timeout: 50ms}
          c: {cadence: 1s, jobs: 1, start: 140ms}
        processors: {w: {service: 10h}}
    """
    run = run_text(text, engine="asyncio", listener=stall).run
    assert (run.ending, run.ended_at) == (Ending.UNTIL, 200_000_000)
    assert run.jobs.outcome.tolist() == [Outcome.UNFINISHED] * 3


def test_the_first_failure_is_the_cause_and_the_others_are_not_told(
    run_text: Run, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(event: Event) -> None:
        raise ZeroDivisionError(event.submitter)

    text = "submitters: {a: {cadence: 20ms, jobs: 1, count: 3}}\nprocessors: {w: {}}"
    with pytest.raises(ZeroDivisionError, match="a-1"):
        run_text(text, engine="asyncio", listener=fail)
    assert caplog.records == []


def test_progress_is_told_while_it_runs() -> None:
    told: list[Progress] = []
    run_scenario(jobsim.loads("engine: asyncio\n" + STEADY), Options(real_time=True, progress=told.append))
    # It lasts 281 ms and is looked at every 100 ms. Job k, from 0, is done at 20 k + 1 ms or later.
    assert told
    for progress in told:
        assert progress.time >= 100 * MILLISECOND
        assert 0 < progress.ended_jobs <= 1 + (progress.time - MILLISECOND) // (20 * MILLISECOND)


def test_a_listener_that_fails_in_a_timer_fails_the_run(run_text: Run) -> None:
    def fail(event: Event) -> None:
        if event.what == "dropped":
            raise ZeroDivisionError("a fault put in on purpose")

    text = """
        until: 1h
        queue: {capacity: 0}
        submitters: {a: {cadence: 20ms, timeout: 30ms, pacing: fixed}}
        processors: {w: {service: 10h}}
    """
    for engine in ("simpy", "asyncio"):
        with pytest.raises(ZeroDivisionError, match="on purpose"):
            run_text(text, engine=engine, listener=fail)


def test_many_open_files_are_no_obstacle(run_text: Run, tmp_path: Path) -> None:
    with ExitStack() as stack:
        for number in range(1_010):
            try:
                stack.enter_context((tmp_path / str(number)).open("w"))
            except OSError:
                pytest.skip("this system does not allow a thousand open files")
        assert run_text(STEADY, engine="asyncio", speed=10).value("completed") == 15


def test_it_runs_inside_a_running_loop() -> None:
    async def notebook() -> jobsim.Result:
        return jobsim.run(jobsim.loads(STEADY), engine="asyncio", speed=20)

    assert asyncio.run(notebook()).value("completed") == 15


def test_ten_thousand_puts_wait_at_once(run_text: Run) -> None:
    result = run_text(
        """
        until: 3s
        queue: {capacity: 1}
        submitters: {a: {cadence: 0s, jobs: 10000, pacing: fixed, timeout: 1s}}
        processors: {w: {service: 10s}}
        """,
        engine="asyncio",
    )
    assert result.run.ending is Ending.UNTIL
    # One in service, one in the queue, all the others waited until their time was over.
    assert result.value("dropped") == 9_998
    assert result.value("unfinished") == 2
    assert blocked(result.run.jobs)[2:].min() >= 1_000_000_000


def test_a_clock_stands_at_0_until_it_is_started() -> None:
    async def look() -> tuple[int, int]:
        clock = AsyncioClock(1, None, None)
        await asyncio.sleep(0.002)
        before = clock.read()
        clock.start()
        await asyncio.sleep(0.002)
        clock.stop()
        return before, clock.read()

    before, after = asyncio.run(look())
    assert before == 0
    assert after >= 2 * MILLISECOND


def test_only_the_first_look_after_something_was_due_tells_how_late_it_is() -> None:
    async def look() -> tuple[int, int]:
        clock = AsyncioClock(1, None, None)
        clock.start()
        await clock.sleep(MILLISECOND, 0)
        first = clock.now()
        time.sleep(0.002)
        clock.now()
        clock.stop()
        return first, clock.worst_lag

    first, lag = asyncio.run(look())
    assert lag == first - MILLISECOND


def test_so_late_that_nothing_is_left_is_no_fault() -> None:
    complaints: list[object] = []

    async def look() -> Ending:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        clock = AsyncioClock(1, None, MILLISECOND)
        clock.timer(MILLISECOND // 2, 0, complaints.append, "due, but too late")
        clock.start()
        time.sleep(0.005)
        ending = await clock.ended
        clock.stop()  # which has no alarm to stop
        return ending

    assert asyncio.run(look()) is Ending.UNTIL
    assert [complaint for complaint in complaints if not isinstance(complaint, str)] == []
