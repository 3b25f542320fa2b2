"""A result that is read back from its folder says what the result in memory says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

import jobsim
from jobsim.errors import FileAccessError, UsageError
from jobsim.results.findings import Table
from jobsim.results.stored.result import Stored

QUEUE = """
name: queue
replications: 3
warmup: 5s
until: 60s
submitters:
  a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed, value: hello}
  b: {cadence: 3s, timeout: 1s}
queue: {capacity: 4}
processors: {w: {service: {distribution: exponential, mean: 900ms}}}
"""
LONG = """
name: long
until: 20000s
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}}
processors: {w: {count: 4, service: {distribution: exponential, mean: 1s}}}
"""
RETRIED = """
name: retried
until: 50s
submitters: {a: {cadence: 1s, give_up: 2s, retry: {attempts: 3, delay: 1s}}}
processors: {w: {count: 2, service: {distribution: exponential, mean: 2s}, schedule: [{at: 10s, count: 1}]}}
"""
Run = Callable[..., jobsim.Result]


@pytest.mark.parametrize("text", [QUEUE, LONG, RETRIED, QUEUE + "record: summary\n"])
def test_it_says_the_same(run_text: Run, tmp_path: Path, text: str) -> None:
    result = run_text(text)
    stored = Stored.read(result.write(tmp_path / "out"))
    assert stored.scenario == result.scenario
    assert (stored.complete, stored.replicated, stored.computed) == (True, result.scenario.replications, True)
    assert (stored.warmup, stored.ended_at) == (result.warmup, result.ended_at)
    for one in result.metrics:
        found = stored.estimate(one.metric, one.of)
        assert found[:7] == one[:7]
        assert found.error == pytest.approx(one.error)
        assert stored.largest(one.metric, one.of) == result.largest(one.metric, one.of)
    assert stored.value("jobs") == result.value("jobs")


@pytest.mark.parametrize("text", [QUEUE, RETRIED])
@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("jobs", ["job", "submitter", "processor", "outcome", "due_at", "started_at", "response"]),
        ("attempts", ["job", "submitter", "processor", "result", "submitted_at", "ended_at"]),
        ("timeline", ["replication", "time", "duration", "submitted", "dropped", "queued", "processors"]),
    ],
)
def test_tables_are_the_same(run_text: Run, tmp_path: Path, text: str, name: Table, columns: list[str]) -> None:
    result = run_text(text)
    stored = Stored.read(result.write(tmp_path / "out"))
    one, other = result.table(name, columns), stored.table(name, columns)
    if one is None or other is None:
        assert one is other
        assert (name, text) == ("attempts", QUEUE)
        return
    assert other.columns == columns
    assert_frame_equal(one.cast(other.schema), other)
    assert_frame_equal(other[:2], stored.table(name, columns, 2))
    assert_frame_equal(one[:2], result.table(name, columns, 2))


def test_figures_only_have_a_timeline_but_no_jobs(run_text: Run, tmp_path: Path) -> None:
    result = run_text(QUEUE + "record: summary\n")
    stored = Stored.read(result.write(tmp_path / "out"))
    assert [result.table("jobs", ["job"]), stored.table("jobs", ["job"])] == [None, None]
    assert stored.table("timeline", ["queued"]) is not None


def test_a_file_of_it_stands_for_its_folder(run_text: Run, tmp_path: Path) -> None:
    folder = run_text(QUEUE).write(tmp_path / "out")
    assert Stored.read(folder / "jobs.csv").folder == folder
    assert repr(Stored.read(folder)) == f"<Stored result of queue in {folder}>"


def test_one_that_was_stopped_is_not_complete(run_text: Run, tmp_path: Path) -> None:
    folder = run_text(QUEUE).write(tmp_path / "out")
    run = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**run, "ending": "interrupted", "replications": None, "warmup": "?"}))
    stored = Stored.read(folder)
    assert not stored.complete
    assert (stored.replicated, stored.warmup) == (1, 0)


def test_without_run_json_nobody_knows_what_was_run(run_text: Run, tmp_path: Path) -> None:
    folder = run_text(QUEUE).write(tmp_path / "out")
    (folder / "run.json").unlink()
    with pytest.raises(UsageError, match=r"it has no run\.json; without it, nobody knows what was run"):
        Stored.read(folder)


def test_a_scenario_that_cannot_be_read(run_text: Run, tmp_path: Path) -> None:
    folder = run_text(QUEUE).write(tmp_path / "out")
    run = json.loads((folder / "run.json").read_text())
    run["scenario"]["queue"]["colour"] = "blue"
    (folder / "run.json").write_text(json.dumps(run))
    with pytest.raises(UsageError, match=r"run\.json: this jobsim does not read the scenario: is not a key here"):
        Stored.read(folder)


@pytest.mark.parametrize("content", ["", "replication,job\n1,2\n", "response\nsoon\n"])
def test_a_table_that_is_not_as_a_run_wrote_it(run_text: Run, tmp_path: Path, content: str) -> None:
    folder = run_text(QUEUE).write(tmp_path / "out")
    (folder / "jobs.csv").write_text(content)
    with pytest.raises(UsageError, match=r"jobs\.csv(: this is not as a run wrote it| is empty)"):
        Stored.read(folder).table("jobs", ["response"])


def test_a_table_that_cannot_be_read(run_text: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = run_text(QUEUE).write(tmp_path / "out")
    stored = Stored.read(folder)
    (folder / "jobs.csv").unlink()
    (folder / "jobs.csv").mkdir()
    with pytest.raises(FileAccessError, match=r"jobs\.csv is not a file"):
        stored.table("jobs", ["job"])

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("polars.read_csv", refuse)
    with pytest.raises(FileAccessError, match=r"timeline\.csv: Permission denied"):
        stored.table("timeline", ["time"])


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e300", "-1.0"])
def test_an_end_that_no_clock_can_hold_is_not_known(run_text: Run, tmp_path: Path, value: str) -> None:
    folder = run_text(QUEUE).write(tmp_path / "out")
    run = folder / "run.json"
    run.write_text(run.read_text().replace('"ended_at": 60.0', f'"ended_at": {value}'))
    assert Stored.read(folder).ended_at == 0


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("dropped,all,", "drooped,all,", "dropped of all is missing"),
        ("loss_rate,all,1,", "loss_rate,all,1,nan,1,0,3\nx,all,1,", "summary"),
    ],
)
def test_a_summary_that_was_edited(run_text: Run, tmp_path: Path, before: str, after: str, message: str) -> None:
    summary = run_text(QUEUE).write(tmp_path / "out") / "summary.csv"
    text = summary.read_text()
    assert before in text
    summary.write_text(text.replace(before, after, 1))
    with pytest.raises(UsageError, match=message):
        Stored.read(tmp_path / "out").value("dropped")


def test_an_interval_the_wrong_way_round(run_text: Run, tmp_path: Path) -> None:
    summary = run_text(QUEUE).write(tmp_path / "out") / "summary.csv"
    lines = summary.read_text().splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("throughput,all"))
    *head, low, high, count = lines[at].split(",")
    lines[at] = ",".join([*head, high, low, count])
    summary.write_text("\n".join(lines) + "\n")
    with pytest.raises(UsageError, match="an interval ends before it begins"):
        Stored.read(tmp_path / "out").value("jobs")


def test_an_interval_with_one_end(run_text: Run, tmp_path: Path) -> None:
    summary = run_text(QUEUE).write(tmp_path / "out") / "summary.csv"
    lines = summary.read_text().splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("throughput,all"))
    *head, low, _, count = lines[at].split(",")
    for cells in ([*head, low, "", count], [*head, low, low, ""]):
        summary.write_text("\n".join([*lines[:at], ",".join(cells), *lines[at + 1 :]]) + "\n")
        with pytest.raises(UsageError, match="an interval lacks an end, or the number of replications"):
            Stored.read(tmp_path / "out").value("jobs")


def test_a_table_that_is_cut_off(run_text: Run, tmp_path: Path) -> None:
    jobs = run_text(QUEUE).write(tmp_path / "out") / "jobs.csv"
    jobs.write_text(jobs.read_text()[:-30])
    with pytest.raises(UsageError, match="its last line is cut off"):
        Stored.read(tmp_path / "out").table("jobs", ["job"])


def test_a_number_that_is_none(run_text: Run, tmp_path: Path) -> None:
    timeline = run_text(QUEUE).write(tmp_path / "out") / "timeline.csv"
    timeline.write_text(timeline.read_text().replace("\n1,0.000000000,", "\n1,NaN,"))
    with pytest.raises(UsageError, match="a number that is none"):
        Stored.read(tmp_path / "out").table("timeline", ["time"])


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError):
        Stored.read(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "change", "doubt"),
    [
        (
            "jobs.csv",
            lambda text: text.rpartition(b"\n1,")[0] + b"\n",
            "is not as the run wrote it: cut off, or edited",
        ),
        ("timeline.csv", lambda text: text + text[-40:], "is not as the run wrote it: cut off, or edited"),
        ("jobs.csv", None, "is missing"),
        ("jobs.csv", lambda text: text.replace(b"\n", b"\r\n"), None),
        ("timeline.csv", lambda text: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"), None),
    ],
)
def test_tables_that_are_not_as_they_were_written_are_doubted(
    run_text: Run, tmp_path: Path, name: str, change: Callable[[bytes], bytes] | None, doubt: str | None
) -> None:
    file = run_text(QUEUE).write(tmp_path / "out") / name
    assert Stored.read(tmp_path / "out").doubts == ()
    if change is None:
        file.unlink()
    else:
        file.write_bytes(change(file.read_bytes()))
    assert Stored.read(tmp_path / "out").doubts == (() if doubt is None else (f"its {name} {doubt}",))


@pytest.mark.parametrize("lengths", ["7", '{"jobs.csv": "x"}', '{"../jobs.csv": 1}'])
def test_lengths_that_are_none_are_not_looked_at(run_text: Run, tmp_path: Path, lengths: str) -> None:
    run = run_text(QUEUE).write(tmp_path / "out") / "run.json"
    known = json.loads(run.read_text())
    run.write_text(json.dumps({**known, "bytes": json.loads(lengths)}))
    assert Stored.read(tmp_path / "out").doubts == ()


def test_a_table_that_cannot_be_looked_at(run_text: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_text(QUEUE).write(tmp_path / "out")
    stored = Stored.read(tmp_path / "out")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("jobsim.results.stored.result.has_length", refuse)
    with pytest.raises(FileAccessError, match=r"jobs\.csv: Permission denied"):
        _ = stored.doubts
