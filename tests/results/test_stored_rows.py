"""Runs read back from their tables; what is wrong in them is told with file and line."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import jobsim
from jobsim.errors import FileAccessError, JobsimError, ScenarioError, UsageError
from jobsim.results.stored.rows import StoredChange, StoredJob, StoredRun, StoredStay, read_stored

Run = Callable[..., jobsim.Result]
SECOND = 10**9

# Put at 0 and 1 s; the first attempt is over at 2 s and fails, as all do; it comes back at once, and starts at 4 s.
FAILING = """
name: failing
queue: {redelivery: {attempts: 2}}
submitters: {a: {cadence: 1s, jobs: 2}}
processors: {w: {service: 2s, failure: 100%, schedule: [{at: 30s, count: 2}]}}
"""
PLAIN = "submitters: {a: {cadence: 1s, jobs: 2}}\nprocessors: {w: {service: 2s}}"


@pytest.fixture
def failing(run_text: Run, tmp_path: Path) -> Path:
    return run_text(FAILING).write(tmp_path / "failing")


def everything(folder: Path) -> tuple[StoredRun, list[StoredJob], list[StoredChange]]:
    run = read_stored(folder)
    return run, list(run.jobs()), list(run.changes())


def seconds(*times: float) -> tuple[int, ...]:
    return tuple(-1 if time < 0 else round(time * SECOND) for time in times)


def test_jobs_and_their_stays(failing: Path) -> None:
    run, jobs, changes = everything(failing)
    assert (run.scenario.name, run.ended_at) == ("failing", 8 * SECOND)
    assert jobs == [
        StoredJob(
            "a-1",
            1,
            "failed",
            *seconds(0, 6),
            (
                StoredStay(1, "w-1", "failed", *seconds(0, 0, 0, 2)),
                StoredStay(1, "w-1", "failed", *seconds(2, 2, 4, 6)),
            ),
        ),
        StoredJob(
            "a-1",
            2,
            "failed",
            *seconds(1, 8),
            (
                StoredStay(1, "w-1", "failed", *seconds(1, 1, 2, 4)),
                StoredStay(1, "w-1", "failed", *seconds(4, 4, 6, 8)),
            ),
        ),
    ]
    assert changes == [StoredChange(0, "w", 1, "start")]


def test_a_job_that_can_have_one_stay_is_its_own(run_text: Run, tmp_path: Path) -> None:
    run_text(PLAIN, "until=3s").write(tmp_path / "plain")
    run, jobs, changes = everything(tmp_path / "plain")
    assert jobs == [
        StoredJob("a-1", 1, "completed", *seconds(0, 2), (StoredStay(1, "w-1", "completed", *seconds(0, 0, 0, 2)),)),
        StoredJob(
            "a-1", 2, "unfinished", *seconds(1, -1), (StoredStay(1, "w-1", "unfinished", *seconds(1, 1, 2, -1)),)
        ),
    ]
    assert (run.ended_at, changes) == (3 * SECOND, [])


def test_replications_are_apart(run_text: Run, tmp_path: Path) -> None:
    random = PLAIN.replace("1s", "{distribution: exponential, mean: 1s}")
    result = run_text(random, replications=3)
    result.write(tmp_path / "several")
    for number in (1, 2, 3):
        run = read_stored(tmp_path / "several", number)
        assert run.ended_at == result.runs[number - 1].ended_at
        assert [job.due_at for job in run.jobs()] == result.runs[number - 1].jobs.due_at.tolist()
    for number in (0, 4):
        with pytest.raises(UsageError, match=f"has no replication {number}; it has 3"):
            read_stored(tmp_path / "several", number)


def test_what_kept_no_tables_is_told_so(run_text: Run, tmp_path: Path) -> None:
    run_text(PLAIN, record="summary").write(tmp_path / "figures")
    with pytest.raises(UsageError, match=r"record: summary, which keeps no tables of what happened; run it with"):
        read_stored(tmp_path / "figures")


def test_a_scenario_that_contradicts_itself_has_been_run_all_the_same(tmp_path: Path) -> None:
    from jobsim.scenario.schema import Scenario

    data = {
        "name": "odd",
        "queue": {"discipline": "earliest_deadline"},  # and no job has one
        "submitters": {"a": {"cadence": "1s", "jobs": 1}},
        "processors": {"w": {}},
    }
    jobsim.run(Scenario.model_validate(data)).write(tmp_path / "odd")
    assert read_stored(tmp_path / "odd").scenario == Scenario.model_validate(data)


@pytest.mark.parametrize(
    ("file", "found", "instead", "message"),
    [
        ("jobs.csv", "a-1", "b-9", r"jobs.csv:2: submitter: 'b-9' is none of the run's"),
        ("jobs.csv", "1,1,a-1", "1,x,a-1", r"jobs.csv:2: job: 'x' is not a whole number"),
        ("jobs.csv", "1,1,a-1", "1,5,a-1", r"jobs.csv:2: attempts.csv has no stay of this job in its place"),
        ("jobs.csv", ",due_at", ",due", r"jobs.csv:2: there is no column 'due_at'"),
        ("jobs.csv", "6.000000000", "6.0", r"jobs.csv:2: ended_at: '6.0' is not a time in seconds with nine places"),
        ("jobs.csv", "6.000000000", "-6.000000000", r"jobs.csv:2: ended_at: '-6.000000000' is not a time"),
        ("jobs.csv", "6.000000000", "9" * 40 + ".000000000", r"jobs.csv:2: ended_at: '9+' is longer than any run"),
        ("jobs.csv", "1,1,a-1", '1,"1"x,a-1', r"jobs.csv: this is not a CSV file in UTF-8"),
        ("attempts.csv", "w-1", "w-7", r"attempts.csv:2: processor: 'w-7' is none of the run's"),
        ("attempts.csv", "w-1", "", r"attempts.csv:2: processor: nobody has started it"),
        ("attempts.csv", "failed", "dull\x1b", r"attempts.csv:2: result: 'dull\\x1b' is none of the run's"),
        ("processors.csv", ",w,", ",v,", r"processors.csv:2: processors: 'v' is none of the run's"),
        ("timeline.csv", "0.000000000", "0", r"timeline.csv:2: time: '0' is not a time"),
        ("run.json", '"capacity"', '"capacty"', r"run.json.*capacty.*did you mean capacity"),
        ("run.json", '"scenario": {', '"scenario": [], "s": {', r"scenario: must be a mapping"),
        ("run.json", '"format": 1', '"format": 9', r"the result has format 9"),
        ("run.json", "{", "", r"its run.json cannot be read"),
    ],
)
def test_damage_is_told_with_its_place(failing: Path, file: str, found: str, instead: str, message: str) -> None:
    path = failing / file
    text = path.read_text(encoding="utf-8")
    assert found in text
    path.write_text(text.replace(found, instead, 1), encoding="utf-8")
    with pytest.raises((UsageError, ScenarioError), match=message):
        everything(failing)


def test_what_is_missing_is_told(failing: Path, tmp_path: Path) -> None:
    for name in ("processors.csv", "attempts.csv", "jobs.csv", "timeline.csv"):
        (failing / name).unlink()
        with pytest.raises(FileAccessError, match=f"{name}: No such file or directory"):
            everything(failing)
    (failing / "run.json").unlink()
    with pytest.raises(UsageError, match=re.escape("is not a folder of results: it has no run.json")):
        read_stored(failing)
    with pytest.raises(FileAccessError, match="there is no such folder of results"):
        read_stored(tmp_path / "nowhere")


def test_a_result_of_a_sweep_is_no_run(failing: Path) -> None:
    run = json.loads((failing / "run.json").read_text())
    del run["scenario"]
    (failing / "run.json").write_text(json.dumps(run))
    with pytest.raises(JobsimError, match="is not a folder of results"):
        read_stored(failing)


def test_a_sweep_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "sweep.csv").write_text("point\n")
    with pytest.raises(UsageError, match="is a sweep, of many runs; this takes the folder of one run"):
        read_stored(tmp_path)
