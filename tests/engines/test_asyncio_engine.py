"""Real time: it is the real loop, due times are absolute, lateness is measured, many waits are cheap."""

import asyncio
import time
from collections.abc import Callable

import jobsim
from jobsim.results.run import Ending

Run = Callable[..., jobsim.Result]

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
    result = run_text(STEADY, engine="asyncio", speed=20)
    assert time.monotonic() - begun < 0.25
    assert result.run.ended_at >= 281_000_000
    assert result.run.speed == 20


def test_lateness_does_not_add_up(run_text: Run) -> None:
    jobs = run_text(
        "submitters: {a: {cadence: 5ms, jobs: 200, pacing: fixed}}\nprocessors: {w: {}}", engine="asyncio"
    ).run.jobs
    assert (jobs.due_at == [5_000_000 * number for number in range(200)]).all()
    assert (jobs.delayed >= 0).all()


def test_the_worst_lag_is_the_latest_event(run_text: Run) -> None:
    run = run_text(STEADY, engine="asyncio").run
    assert run.worst_lag is not None
    assert 0 < run.jobs.delayed.max() <= run.worst_lag


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
    assert result.run.jobs.blocked[2:].min() >= 1_000_000_000
