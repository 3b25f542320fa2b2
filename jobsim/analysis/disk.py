"""How much a run will write, told before it starts."""

from jobsim.analysis.memory import expected_rows
from jobsim.scenario.schema import Scenario

BYTES_PER_JOB = 120
"""Measured: a line of jobs.csv where names and times are short, so that no run with room is refused."""
BYTES_PER_STAY = 100
"""The same of attempts.csv, where there is one: each job has a line at least."""
BYTES_PER_RESULT = 16_000
"""The files that do not grow with the jobs: the timeline of a short run, the figures, run.json."""


def expected_bytes(scenario: Scenario) -> int:
    """About how many bytes the results of a run will take, at least."""
    jobs, stays = expected_rows(scenario)
    return BYTES_PER_RESULT + jobs * BYTES_PER_JOB + stays * BYTES_PER_STAY
