"""Several stays of a job, and processors that come and go: the tables, their files and their metrics, by hand."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

import jobsim
from jobsim.errors import InternalFault
from jobsim.model.attempts import STAY_COLUMNS
from jobsim.model.job import Result
from jobsim.model.outages import Cause
from jobsim.results.invariants import check_invariants
from jobsim.results.presence import CAUSES, Presence
from jobsim.results.run import Run
from jobsim.results.staytable import RESULTS, StayTable
from jobsim.results.stored.reading import read_figures

# Job 1 is served from 0 to 2. Job 2 is put at 1, starts at 2, is given up at 3.5, and served in vain until 4.
GIVEN_UP = """
submitters: {a: {trace: {at: [0s, 1s]}, give_up: 2500ms}}
processors: {w: {service: 2s}}
"""
# Refused at 1, when job 1 is in service until 4; put again at 3 (refused) and at 5 (served until 9).
TRIED_AGAIN = """
timeline: 1s
queue: {capacity: 0, overflow: reject}
submitters: {a: {trace: {at: [0s, 1s]}, retry: {attempts: 3, delay: 2s}}}
processors: {w: {service: 4s}}
"""
# Two processors until 2, then one; a job on the first from 0 to 6.
SHRINKING = """
timeline: 2s
submitters: {a: {cadence: 1s, jobs: 1}}
processors: {w: {count: 2, service: 6s, schedule: [{at: 2s, count: 1}]}}
"""
# Up from 0 to 2 and from 3 on, with a job of 3 s, which is interrupted in between.
BREAKING = """
submitters: {a: {cadence: 1s, jobs: 1}}
processors: {w: {service: 3s, breakdowns: {every: 2s, repair: 1s}}}
"""
RESTARTING = "until: 5s" + BREAKING.replace("repair: 1s", "repair: 1s, job: restart")


@pytest.mark.parametrize(
    ("scenario", "metric", "of", "value"),
    [
        (GIVEN_UP, "abandoned", "all", 1),
        (GIVEN_UP, "loss_rate", "all", 1 / 2),
        (GIVEN_UP, "waste_rate", "all", 2 / 4),
        (GIVEN_UP, "waste_rate", "processor:w", 2 / 4),
        (GIVEN_UP, "limited_rate", "all", 0),
        (GIVEN_UP, "utilisation", "all", 1),
        # Only the queue knows of the ghost: it waited from 1 to 2 in a run of 4.
        (GIVEN_UP, "mean(queued)", "all", 1 / 4),
        (GIVEN_UP, "throughput", "all", 1 / 4),
        (TRIED_AGAIN, "completed", "all", 2),
        (TRIED_AGAIN, "mean(puts)", "all", (1 + 3) / 2),
        (TRIED_AGAIN, "mean(attempts)", "submitter:a", 1),
        (TRIED_AGAIN, "max(response)", "all", 8),
        (TRIED_AGAIN, "waste_rate", "all", 0),
        (SHRINKING, "mean(processors)", "all", (2 * 2 + 4 * 1) / 6),
        (SHRINKING, "utilisation", "all", 6 / 8),
        (BREAKING, "mean(processors)", "processor:w", 3 / 4),
        (BREAKING, "utilisation", "all", 1),
        (BREAKING, "waste_rate", "all", 0),
        (BREAKING, "max(service)", "all", 4),
        (BREAKING, "mean(attempts)", "all", 1),
        # Two seconds in vain, then two until the run ends: a job of 3 s never comes to its end.
        # The run ends in the middle of a repair: what the attempt will come to is not known.
        ("until: 2500ms" + BREAKING, "waste_rate", "all", 0),
        (RESTARTING, "completed", "all", 0),
        (RESTARTING, "waste_rate", "all", 2 / 4),
        (RESTARTING, "mean(attempts)", "all", 2),
    ],
)
def test_metrics(run_text: Callable[..., jobsim.Result], scenario: str, metric: str, of: str, value: float) -> None:
    assert run_text(scenario).value(metric, of) == pytest.approx(value, rel=1e-12)


def test_the_timeline_counts_each_job_once_and_averages_who_is_there(run_text: Callable[..., jobsim.Result]) -> None:
    assert run_text(TRIED_AGAIN).timeline["submitted"].to_list() == [1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert run_text(SHRINKING).timeline["processors"].to_list() == [2, 1, 1]


def test_the_tables_have_the_models_columns_and_codes() -> None:
    assert tuple(field.name for field in fields(StayTable)) == STAY_COLUMNS
    assert tuple(result.name.lower() for result in Result) == RESULTS
    assert tuple(cause.name.lower() for cause in Cause) == CAUSES


def test_the_files(run_text: Callable[..., jobsim.Result], tmp_path: Path) -> None:
    folder = run_text(BREAKING).write(tmp_path / "r")
    files = [
        "jobs.csv",
        "attempts.csv",
        "processors.csv",
        "timeline.csv",
        "replications.csv",
        "summary.csv",
        "run.json",
    ]
    assert json.loads((folder / "run.json").read_text())["files"] == sorted(files)
    assert (folder / "attempts.csv").read_text().splitlines() == [
        "replication,job,submitter,put,attempt,queue,processor,result,"
        "submitted_at,admitted_at,started_at,ended_at,blocked,waiting,limited,service",
        "1,1,a-1,1,1,queue,w-1,interrupted,"
        "0.000000000,0.000000000,0.000000000,2.000000000,0.000000000,0.000000000,0.000000000,2.000000000",
        "1,1,a-1,1,1,queue,w-1,completed,,,3.000000000,4.000000000,,,0.000000000,1.000000000",
    ]
    assert (folder / "processors.csv").read_text().splitlines() == [
        "replication,time,processors,present,cause",
        "1,0.000000000,w,1,start",
        "1,2.000000000,w,0,breakdown",
        "1,3.000000000,w,1,repair",
    ]
    assert read_figures(folder / "attempts.csv").values == read_figures(folder).values
    run_text(GIVEN_UP).write(folder)  # takes the place of the one with more files
    assert not (folder / "processors.csv").exists()


def test_a_scenario_without_any_of_it_has_no_such_tables(run_text: Callable[..., jobsim.Result]) -> None:
    plain = run_text("submitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {}}")
    assert (plain.attempts, plain.processors) == (None, None)
    assert plain.jobs["puts"].to_list() == plain.jobs["attempts"].to_list() == [1, 1, 1]


def changed(run: Run, column: str, row: int, value: int) -> Run:
    assert run.stays is not None
    values = getattr(run.stays, column).copy()
    values[row] = value
    return replace(run, stays=replace(run.stays, **{column: values}))


@pytest.mark.parametrize(
    ("column", "row", "value", "breach"),
    [
        ("result", 0, Result.WASTED, "a job was completed more or less than once"),
        ("result", 1, Result.COMPLETED, "a job was completed more or less than once"),
        ("number", 1, 7, "a job has no stay, or a stay no job"),
        ("limited", 0, 3 * 10**9, "a processor waited longer to execute than it had the job"),
        ("started_at", 1, 10**9, "a processor served two jobs at a time"),
        ("admitted_at", 1, 2 * 10**9, "the integral of jobs in the queue"),
    ],
)
def test_a_breach_is_told(
    run_text: Callable[..., jobsim.Result], column: str, row: int, value: int, breach: str
) -> None:
    with pytest.raises(InternalFault, match=breach):
        check_invariants(changed(run_text(GIVEN_UP).run, column, row, value))


def test_who_is_not_there_must_not_serve(run_text: Callable[..., jobsim.Result]) -> None:
    run = run_text(SHRINKING).run
    nobody = Presence(*np.array([[0, 2 * 10**9], [0, 0], [2, 0], [Cause.START, Cause.SHIFT]]))
    with pytest.raises(
        InternalFault, match=r"the integral of processors at work.*more processors of w served than were there"
    ):
        check_invariants(replace(run, presence=nobody))


def test_outcomes_that_take_attempts_need_them(run_text: Callable[..., jobsim.Result]) -> None:
    run = run_text("submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}").run
    with pytest.raises(InternalFault, match="a job has no outcome"):
        check_invariants(replace(run, jobs=replace(run.jobs, outcome=np.array([6]))))
