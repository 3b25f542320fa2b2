"""A run ends the instant no job is open and none can come, whatever timers are pending."""

from collections.abc import Callable

import pytest

import jobsim
from jobsim.report.summary import headline
from jobsim.results.run import Ending

Run = Callable[..., jobsim.Result]


@pytest.mark.parametrize("engine", ["simpy", "compiled", "asyncio"])
def test_it_does_not_wait_for_timeouts_of_admitted_puts_nor_for_stop(run_text: Run, engine: str) -> None:
    result = run_text(
        """
        queue: {capacity: 0}
        submitters:
          a: {cadence: 1h, stop: 30m, timeout: 1h}
          b: {cadence: 1s, jobs: 1, timeout: 1h, start: 10ms}
        processors: {w: {service: 60ms}}
        """,
        engine=engine,
    )
    assert result.run.ending is Ending.FINISHED
    assert result.complete
    assert 120_000_000 <= result.run.ended_at < 1_000_000_000
    assert engine == "asyncio" or result.run.ended_at == 120_000_000


@pytest.mark.parametrize("engine", ["simpy", "compiled", "asyncio"])
def test_without_any_job_it_ends_at_once(run_text: Run, engine: str) -> None:
    result = run_text("submitters: {a: {cadence: 1s, jobs: 0}}\nprocessors: {w: {}}", engine=engine)
    assert (result.run.ending, result.run.ended_at) == (Ending.FINISHED, 0)
    assert result.jobs.height == 0
    assert result.value("p95(response)") is None
    assert result.value("drop_rate") is None
    assert result.value("throughput") is None
    assert result.timeline.height == 1


def test_services_longer_than_the_clock_never_end(run_text: Run) -> None:
    result = run_text(
        """
        submitters: {a: {cadence: 1s, jobs: 50}}
        processors: {w: {count: 60, service: {distribution: pareto, shape: 0.02, scale: 1s}}}
        """
    )
    assert result.value("unfinished") > 0
    assert result.value("completed") + result.value("unfinished") == 50
    assert result.run.ended_at == max(*result.run.jobs.ended_at, *result.run.jobs.submitted_at)


@pytest.mark.parametrize("engine", ["simpy", "compiled", "asyncio"])
def test_it_ends_when_there_is_nobody_left_to_serve(run_text: Run, engine: str) -> None:
    result = run_text(
        """
        submitters: {a: {cadence: 30ms, jobs: 3, pacing: fixed}}
        processors: {w: {service: 20ms, schedule: [{at: 40ms, count: 0}]}}
        """,
        engine=engine,
    )
    assert result.run.ending is Ending.FINISHED
    assert (result.value("completed"), result.value("unfinished")) == (2, 1)
    assert engine == "asyncio" or result.run.ended_at == 60_000_000
    assert result.run.ended_at < 100_000_000
    assert "the jobs left have no processor, or no end in sight" in headline(result)
