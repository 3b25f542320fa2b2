"""The order of service changes how a wait varies, and not what it is on average: M/M/1 by fifo, lifo and at random."""

from statistics import fmean, stdev

import numpy as np
import pytest

import jobsim
from jobsim.units import SECOND
from tests.durations import waiting

LOAD = 0.7
SECOND_MOMENT = 2 * LOAD / (1 - LOAD) ** 2
"""Of the wait by fifo, in mean services squared. By lifo it is 1 / (1 - load) times as large, at random 2 / (2 - load)
times (Takács 1963; Kingman 1962)."""


@pytest.mark.parametrize(
    ("discipline", "factor"), [("fifo", 1.0), ("lifo", 1 / (1 - LOAD)), ("random", 2 / (2 - LOAD))]
)
def test_same_mean_and_the_right_different_second_moment(discipline: str, factor: float) -> None:
    scenario = jobsim.loads(
        f"""
        until: 20000s
        queue: {{discipline: {discipline}}}
        submitters: {{a: {{pacing: fixed, cadence: {{distribution: exponential, rate: 0.7/s}}}}}}
        processors: {{w: {{service: {{distribution: exponential, mean: 1s}}}}}}
        """
    )
    means, moments = [], []
    for seed in range(30):
        jobs = jobsim.run(scenario.model_copy(update={"seed": 77_000 + seed})).run.jobs
        waits = waiting(jobs)[jobs.started_at >= 0] / SECOND
        means.append(float(waits.mean()))
        moments.append(float(np.square(waits).mean()))
    for found, expected in ((means, LOAD / (1 - LOAD)), (moments, SECOND_MOMENT * factor)):
        assert abs(fmean(found) - expected) < 4 * stdev(found) / 30**0.5
