"""The life of each job, worked out by hand."""

from collections.abc import Callable

import pytest

import jobsim
from jobsim.results.shown.lives import lives

Run = Callable[..., jobsim.Result]


def test_by_processor_in_the_order_of_their_start(run_text: Run) -> None:
    # One place: the job of 0 s is taken at once, that of 1 s waits until 2 s; that of 1.5 s finds no place until 2 s,
    # when the queue takes it in, and is taken at 4 s; that of 2 s waits for a place for 1 s, and is dropped.
    result = run_text(
        """
        queue: {capacity: 1}
        submitters:
          a: {cadence: 1s, jobs: 2}
          b: {start: 1500ms, cadence: 500ms, jobs: 2, pacing: fixed, timeout: 1s}
        processors: {w: {service: 2s}}
        """
    )
    assert lives(result) == [
        (1, "a-1", "w-1", "completed", 0, 0, 0, 2),
        (2, "a-1", "w-1", "completed", 1, 1, 2, 4),
        (1, "b-1", "w-1", "completed", 1.5, 2, 4, 6),
        (2, "b-1", None, "dropped", 2, None, None, 3),
    ]


def test_a_stay_each_where_a_job_can_have_several(run_text: Run) -> None:
    result = run_text(
        """
        submitters: {a: {cadence: 10s, jobs: 1}}
        queue: {redelivery: {attempts: 2, delay: 1s}}
        processors: {w: {service: 2s, failure: {probability: 100%}}}
        """
    )
    assert [(life.end, life.started_at, life.ended_at) for life in lives(result)] == [
        ("failed", 0, 2),
        ("failed", 3, 5),
    ]


def test_what_is_gone_on_with_after_a_breakdown(run_text: Run) -> None:
    # Up for 3 s, under repair for 2 s: a job of 4 s is served from 0 to 3 s, and from 5 to 6 s.
    result = run_text(
        """
        until: 7s
        submitters: {a: {cadence: 10s, jobs: 1}}
        processors: {w: {service: 4s, breakdowns: {every: 3s, repair: 2s, job: resume}}}
        """
    )
    assert [(life.end, life.submitted_at, life.started_at, life.ended_at) for life in lives(result)] == [
        ("interrupted", 0, 0, 3),
        ("completed", None, 5, 6),
    ]


@pytest.mark.parametrize("more", ["replications: 2", "record: summary", "description: too many"])
def test_not_of_what_cannot_be_looked_at(run_text: Run, more: str) -> None:
    jobs = 151 if more.startswith("description") else 3
    text = f"{more}\nsubmitters: {{a: {{cadence: 1s, jobs: {jobs}}}}}\nprocessors: {{w: {{service: 2s}}}}\n"
    assert lives(run_text(text)) == []
