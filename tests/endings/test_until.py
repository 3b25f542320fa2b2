"""`until` is excluded: what is due exactly then does not happen, and what is open then is unfinished."""

from collections.abc import Callable

import pytest

import jobsim
from jobsim.results.run import Ending

Run = Callable[..., jobsim.Result]


@pytest.mark.parametrize("engine", ["simpy", "compiled", "asyncio"])
def test_open_jobs_are_unfinished(run_text: Run, engine: str) -> None:
    result = run_text(
        """
        until: 900ms
        queue: {capacity: 1}
        submitters: {a: {cadence: 200ms, pacing: fixed}}
        processors: {w: {service: 10s}}
        """,
        engine=engine,
    )
    assert result.run.ending is Ending.UNTIL
    assert result.run.ended_at == 900_000_000
    assert result.run.jobs.outcome.tolist() == [7] * 5
    assert result.jobs["started_at"].is_not_null().to_list() == [True, False, False, False, False]
    assert result.jobs["admitted_at"].is_not_null().to_list() == [True, True, False, False, False]
    assert result.jobs["ended_at"].is_null().all()
    assert result.jobs["response"].is_null().all()


def test_a_finish_and_a_put_at_until_do_not_happen(run_text: Run) -> None:
    result = run_text(
        "until: 2s\nsubmitters: {a: {cadence: 1s, pacing: fixed}}\nprocessors: {w: {service: 1s}}",
    )
    assert result.value("jobs") == 2
    assert result.value("completed") == 1
    assert result.run.ended_at == 2_000_000_000
    assert result.value("utilisation") == 1.0
