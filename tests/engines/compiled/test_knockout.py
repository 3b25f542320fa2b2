"""Who is first of many: of those that finish, and of those that put; at one instant and at different ones."""

import numpy as np
import pytest

import jobsim
from jobsim.results.run import Run
from jobsim.units import SECOND
from tests.engines.compiled.alike import assert_equal


def run(text: str, engine: str) -> Run:
    """A run that nobody listens to."""
    made = jobsim.run(jobsim.loads(text), engine=engine).run
    assert isinstance(made, Run)
    return made


@pytest.mark.parametrize(
    ("submitters", "processors"), [(1, 1), (2, 1), (2, 2), (3, 2), (11, 7), (64, 64), (65, 33), (300, 129)]
)
def test_at_one_instant_the_lower_rank_goes_first(submitters: int, processors: int) -> None:
    """All put once a second and all finish once a second, so job n is served by processor n, modulo how many there are.

    Whoever finishes takes the next in line; where there is none, the puts of this instant find them in that order.
    """
    jobs = run(
        f"""
        submitters: {{a: {{count: {submitters}, jobs: 3, cadence: 1s, pacing: fixed}}}}
        processors: {{w: {{count: {processors}, service: 1s}}}}
        """,
        "compiled",
    ).jobs
    number = np.arange(3 * submitters)
    assert_equal("submitter", jobs.submitter, number % submitters)
    assert_equal("due_at", jobs.due_at, number // submitters * SECOND)
    assert_equal("processor", jobs.processor, number % processors)
    assert_equal("started_at", jobs.started_at, number // processors * SECOND)


@pytest.mark.parametrize(("submitters", "processors"), [(1, 1), (3, 1), (1, 3), (7, 100), (100, 7), (129, 65)])
@pytest.mark.parametrize("capacity", ["null", "20"])
def test_at_different_instants_whoever_is_due_does(submitters: int, processors: int, capacity: str) -> None:
    text = f"""
        seed: 3
        queue: {{capacity: {capacity}}}
        submitters:
          a: {{count: {submitters}, jobs: 50, pacing: fixed, timeout: 100ms,
               cadence: {{distribution: exponential, mean: {submitters}s}}}}
        processors: {{w: {{count: {processors}, service: {{distribution: exponential, mean: {processors}s}}}}}}
    """
    ours, theirs = run(text, "compiled"), run(text, "simpy")
    for name in ("submitter", "processor", "outcome", "due_at", "started_at", "ended_at"):
        assert_equal(name, getattr(ours.jobs, name), getattr(theirs.jobs, name))
    assert ours.totals == theirs.totals
