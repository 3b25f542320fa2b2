"""Delays of retries that others publish: a scenario that says the same puts at exactly those instants."""

from collections.abc import Callable
from itertools import accumulate

import numpy as np
import pytest

import jobsim
from jobsim.units import SECOND

SIDEKIQ = [attempt**4 + 15 for attempt in range(25)]
"""Of its 25 retries, without the random part: the wiki's table, "Error Handling", has with the mean of that 20 s, 26 s,
46 s, 1 m 56 s, ... 40 m 56 s for the eighth, and about 20 days in all."""
RQ = [10, 30, 60]
"""Its manual, "Exceptions & Retries": Retry(max=3, interval=[10, 30, 60])."""
STEP_FUNCTIONS = [3, 6, 12]
"""AWS, "Error handling in Step Functions": IntervalSeconds 3, BackoffRate 2, MaxAttempts 3."""
CELERY = [min(2**n, 600) for n in range(12)]
"""Its manual, "Tasks", retry_backoff without jitter: 1 s, 2 s, 4 s, 8 s, ..., at most retry_backoff_max, 600 s."""


def as_list(seconds: list[int]) -> str:
    return str([f"{delay}s" for delay in seconds])


SCHEDULES = [
    (as_list(SIDEKIQ), SIDEKIQ),
    (as_list(RQ), RQ),
    (f"{{attempts: 6, delay: {as_list(RQ)}}}", [10, 30, 60, 60, 60]),
    ("{attempts: 4, backoff: {first: 3s}}", STEP_FUNCTIONS),
    ("{attempts: 13, backoff: {first: 1s, factor: 2, most: 10m}}", CELERY),
]


def test_the_figures_that_sidekiq_publishes() -> None:
    with_mean = [delay + 5 * (attempt + 1) for attempt, delay in enumerate(SIDEKIQ)]
    assert with_mean[:4] == [20, 26, 46, 116]
    assert sum(with_mean[:8]) == 3600 + 22 * 60 + 56
    assert SIDEKIQ[:5] == [15, 16, 31, 96, 271]
    assert 20 < sum(SIDEKIQ) / 86_400 < 21


@pytest.mark.parametrize(("retry", "delays"), SCHEDULES)
def test_a_refused_put_is_made_again_at_these_instants(
    run_text: Callable[..., jobsim.Result], retry: str, delays: list[int]
) -> None:
    # A queue without places, and its one processor busy for longer than all of them.
    stays = run_text(
        f"""
        queue: {{capacity: 0, overflow: reject}}
        submitters:
          a: {{cadence: 1s, jobs: 1, pacing: fixed}}
          b: {{cadence: 1s, jobs: 1, pacing: fixed, retry: {retry}}}
        processors: {{w: {{service: 100d}}}}
        """
    ).run.stays
    assert stays is not None
    refused = stays.submitter == 1
    assert stays.submitted_at[refused].tolist() == [at * SECOND for at in accumulate(delays, initial=0)]
    assert (stays.ended_at == stays.submitted_at)[refused].all()


@pytest.mark.parametrize(("redelivery", "delays"), SCHEDULES)
def test_a_failed_attempt_is_made_again_at_these_instants(
    run_text: Callable[..., jobsim.Result], redelivery: str, delays: list[int]
) -> None:
    # Each attempt takes 7 s, and the delay counts from its failure.
    stays = run_text(
        f"""
        queue: {{redelivery: {redelivery}}}
        submitters: {{a: {{cadence: 1s, jobs: 1}}}}
        processors: {{w: {{service: 7s, failure: 100%}}}}
        """
    ).run.stays
    assert stays is not None
    begun = [at * SECOND for at in accumulate((delay + 7 for delay in delays), initial=0)]
    assert stays.started_at.tolist() == begun
    assert stays.submitted_at.tolist() == begun


@pytest.mark.parametrize(("jitter", "least"), [("full", 0.0), ("equal", 0.5)])
def test_the_jitters_of_aws(run_text: Callable[..., jobsim.Result], jitter: str, least: float) -> None:
    # M. Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015: full, anything from 0 to
    # min(cap, base 2^n); equal, half of that and anything from 0 to the other half.
    jobs = 4_000
    stays = run_text(
        f"""
        queue: {{capacity: 0, overflow: reject}}
        submitters:
          a: {{cadence: 1s, jobs: 1, pacing: fixed}}
          b:
            cadence: 1ms
            jobs: {jobs}
            pacing: fixed
            retry: {{attempts: 6, backoff: {{first: 100ms, most: 1s, jitter: {jitter}}}}}
        processors: {{w: {{service: 1d}}}}
        """
    ).run.stays
    assert stays is not None
    puts = stays.submitted_at[stays.submitter == 1].reshape(jobs, 6)
    for delays, whole in zip(np.diff(puts).T / SECOND, [0.1, 0.2, 0.4, 0.8, 1.0], strict=True):
        shares = delays / whole
        width = 1 - least
        assert least <= shares.min() < least + 0.005 * width
        assert 1 - 0.005 * width < shares.max() <= 1
        # Uniform: the mean in the middle, the variance a twelfth; within four standard errors.
        assert abs(shares.mean() - (least + 1) / 2) < 4 * width / (12 * jobs) ** 0.5
        assert abs(shares.var() - width**2 / 12) < 4 * width**2 / (180 * jobs) ** 0.5
