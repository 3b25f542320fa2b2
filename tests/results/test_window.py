"""Figures that leave out the start of a run, worked out by hand.

The run of test_metrics: one processor (service 4 s), one place, a put every second from 0, five jobs, timeout 2.5 s.
  job 1: put 0, starts 0, ends 4          job 2: put 1, admitted 1, starts 4, ends 8
  job 3: put 2, admitted 4, starts 8, ends 12
  job 4: put 3, dropped 5.5               job 5: put 4, dropped 6.5
"""

from collections.abc import Callable
from itertools import pairwise

import pytest

import jobsim
from jobsim.errors import ScenarioError
from jobsim.results.measured import Measured
from jobsim.results.run import Run
from jobsim.results.stays import waiting
from jobsim.results.window import Window
from tests.results.test_metrics import SCENARIO

FROM_2 = {
    # Jobs 3 to 5 are due at 2 or later.
    ("jobs", "all"): 3,
    ("completed", "all"): 1,
    ("dropped", "all"): 2,
    ("drop_rate", "all"): 2 / 3,
    # From 2 to 12, jobs 1 to 3 end, at 4, 8 and 12.
    ("throughput", "all"): 3 / 10,
    ("throughput", "submitter:a"): 3 / 10,
    ("throughput", "processor:w"): 3 / 10,
    ("utilisation", "all"): 1.0,
    # Job 2 from 2 to 4, job 3 from 4 to 8.
    ("mean(queued)", "all"): 6 / 10,
    ("max(queued)", "all"): 1,
    ("mean(blocked)", "all"): 7 / 3,
    ("mean(waiting)", "all"): 4,
    ("mean(response)", "submitter:a"): 10,
    ("mean(blocked)", "processor:w"): 2,
}


@pytest.mark.parametrize("record", ["jobs", "summary"])
def test_a_warm_up_leaves_out_the_jobs_due_before_it_and_the_time(
    record: str, run_text: Callable[..., jobsim.Result]
) -> None:
    result = run_text(f"{SCENARIO}warmup: 2s\nrecord: {record}\n")
    assert {key: result.value(*key) for key in FROM_2} == pytest.approx(FROM_2, rel=1e-12)
    assert result.timeline["completed"].sum() == 3
    assert result.timeline["time"][0] == 0


def test_the_tables_keep_all_rows(run_text: Callable[..., jobsim.Result]) -> None:
    assert run_text(f"{SCENARIO}warmup: 2s").jobs.equals(run_text(SCENARIO).jobs)


@pytest.mark.parametrize("record", ["jobs", "summary"])
def test_a_run_that_ends_before_it_has_nothing_to_measure(record: str, run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text(f"{SCENARIO}warmup: 1m\nrecord: {record}\n")
    assert [result.value(name) for name in ("jobs", "max(queued)")] == [0, 0]
    rates = ("throughput", "utilisation", "drop_rate", "mean(queued)", "mean(response)")
    assert [result.value(name) for name in rates] == [None] * 5


FROM_5_TO_9 = {
    ("jobs", "all"): 0,
    # Job 2 ends at 8.
    ("throughput", "all"): 1 / 4,
    ("utilisation", "all"): 1.0,
    # Job 3 from 5 to 8.
    ("mean(queued)", "all"): 3 / 4,
    ("drop_rate", "all"): None,
}


def test_a_window_has_an_end_that_is_not_in_it(run_text: Callable[..., jobsim.Result]) -> None:
    run = run_text(SCENARIO).run
    assert isinstance(run, Run)
    second = 1_000_000_000
    found = {(m.metric, m.of): m.value for m in Measured(run, Window(5 * second, 9 * second)).metrics}
    assert {key: found[key] for key in FROM_5_TO_9} == FROM_5_TO_9
    ends_at_8 = {(m.metric, m.of): m.value for m in Measured(run, Window(5 * second, 8 * second)).metrics}
    assert ends_at_8["throughput", "all"] == 0


def test_windows_side_by_side_hold_what_the_whole_holds(run_text: Callable[..., jobsim.Result]) -> None:
    run = run_text(SCENARIO).run
    cuts = [0, 2_500_000_000, 4_000_000_000, 8_000_000_000, None]
    windows = [Window(start or 0, end) for start, end in pairwise(cuts)]
    groups = [Measured(run, window).groups for window in windows]
    whole = Measured(run).groups
    for of in (lambda group: group.all, lambda group: group.submitters["a"]):
        assert sum(of(group).jobs for group in groups) == of(whole).jobs
        assert sum(of(group).done for group in groups) == of(whole).done == 3
        assert sum(of(group).queued.time for group in groups) == of(whole).queued.time
    assert sum(group.pools["w"].serving.busy for group in groups) == whole.pools["w"].serving.busy  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("until: 10s\nwarmup: 10s", "warmup: must be shorter than until: nothing would be left to measure"),
        ("warmup: soon", "warmup: 'soon' is not a duration; write it like 250ms, 2s, 1m30s or 1h; or auto"),
        ("warmup: auto", "warmup: auto averages over replications: give 5 or more (replications)"),
        ("warmup: auto\nreplications: 5\nrecord: summary", "warmup: auto looks at the jobs of all replications"),
    ],
)
def test_a_warm_up_that_cannot_be_is_refused(text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        jobsim.loads(SCENARIO + text)
    assert message in str(refused.value)


def test_a_window_of_the_whole_run_cuts_nothing(run_text: Callable[..., jobsim.Result]) -> None:
    run = run_text(SCENARIO).run
    assert isinstance(run, Run)
    there = waiting(run.jobs, run.ended_at)
    assert Window().cut(there, run.ended_at) is there
    assert Window().done(run.jobs).sum() == 3
