"""The folder of a sweep: gone on with only by the same sweep, never replaced before it has ended."""

import json
from pathlib import Path
from typing import Any

import pytest

import jobsim
from jobsim.errors import FileAccessError, UsageError
from tests.experiment.sweeps import VARY, mm1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sweep that has ended."""
    jobsim.sweep(mm1(), VARY, workers=1, out=tmp_path / "out")
    return tmp_path / "out"


def leave_unfinished(folder: Path, keep: int, torn: bytes = b"") -> bytes:
    """What it would look like with so many points, the last first; gives what it was."""
    whole = (folder / "sweep.csv").read_bytes()
    header, *rows = whole.splitlines(keepends=True)
    (folder / "sweep.csv").write_bytes(header + b"".join(reversed(rows[-keep:])) + torn)
    run = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**run, "ending": "unfinished"}))
    return whole


def again(folder: Path, *overrides: str, vary: Any = VARY, **options: Any) -> jobsim.Sweep:
    return jobsim.sweep(mm1(*overrides), vary, workers=1, out=folder, **options)


def test_an_older_one_that_has_ended_is_replaced(folder: Path) -> None:
    before = (folder / "sweep.csv").read_bytes()
    again(folder, "seed=5")
    assert (folder / "sweep.csv").read_bytes() != before


@pytest.mark.parametrize("torn", [b"", b"1,0,1,3,,12.0,1", b"1,\xff"])
def test_only_what_is_left_is_run(folder: Path, monkeypatch: pytest.MonkeyPatch, torn: bytes) -> None:
    whole = leave_unfinished(folder, 5, torn)
    monkeypatch.setattr("jobsim.experiment.work.check_memory", seen := Seen())
    result = again(folder, resume=True)
    assert (folder / "sweep.csv").read_bytes() == whole
    assert seen.capacities == [0, 0, 1]
    assert result.complete
    assert json.loads((folder / "run.json").read_text())["ending"] == "finished"


class Seen:
    def __init__(self) -> None:
        self.capacities: list[int | None] = []

    def __call__(self, scenario: jobsim.Scenario) -> None:
        self.capacities.append(scenario.queue.capacity)


def test_with_nothing_left_nothing_is_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (folder / "sweep.csv").read_bytes()
    monkeypatch.setattr("jobsim.experiment.work.check_memory", seen := Seen())
    assert again(folder, resume=True).complete
    assert (folder / "sweep.csv").read_bytes() == whole
    assert seen.capacities == []


def test_with_nothing_there_it_begins(tmp_path: Path) -> None:
    assert again(tmp_path / "new", resume=True).complete


def test_points_that_failed_are_tried_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (folder / "sweep.csv").read_bytes()

    def refuse(scenario: jobsim.Scenario) -> None:
        if scenario.queue.capacity == 2:
            raise UsageError("no")

    with monkeypatch.context() as patched:
        patched.setattr("jobsim.experiment.work.check_memory", refuse)
        assert again(folder).failed == {5: "no", 6: "no"}
        assert json.loads((folder / "run.json").read_text())["failed"] == 2
    assert again(folder, resume=True).failed == {}
    assert (folder / "sweep.csv").read_bytes() == whole


def test_one_that_has_not_ended_is_not_replaced(folder: Path) -> None:
    leave_unfinished(folder, 5)
    with pytest.raises(FileAccessError, match="holds 5 points of a sweep that has not ended: go on with"):
        again(folder)
    whole = leave_unfinished(folder, 8)
    (folder / "sweep.csv").write_bytes(whole.splitlines(keepends=True)[0])
    assert again(folder).complete  # no point had ended


@pytest.mark.parametrize(
    ("overrides", "vary", "difference"),
    [
        (["seed=5"], VARY, "seed was 4, and is 5"),
        (["queue.expire=1s"], VARY, 'queue.expire was null, and is "1s"'),
        ([], ["queue.capacity=0:4", VARY[1]], "queue.capacity was varied otherwise"),
        ([], VARY[:1], "it varies queue.capacity, processors.w.count, this one queue.capacity"),
        (
            [
                "submitters.b={cadence: 1s, jobs: 1}",
                "processors.v={}",
                "until=9s",
                "confidence=0.9",
                "queue.capacity=9",
            ],
            ["seed=1:2"],
            "and [0-9]+ more",
        ),
    ],
)
def test_another_sweep_is_not_gone_on_with(
    folder: Path, overrides: list[str], vary: list[str], difference: str
) -> None:
    leave_unfinished(folder, 5)
    with pytest.raises(UsageError, match=f"holds another sweep, which --resume cannot go on with: .*{difference}"):
        again(folder, *overrides, vary=vary, resume=True)


def test_nor_is_one_of_another_version(folder: Path) -> None:
    run = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**run, "jobsim": "0.0.1"}))
    with pytest.raises(UsageError, match=r"jobsim was 0\.0\.1, and is"):
        again(folder, resume=True)


@pytest.mark.parametrize(
    "row", [b"1,2\n", b"\xff\n", b'"\n', b"9" + b"," * 100 + b"\n", b"x\n", b"1,7,1" + b"," * 500 + b"\n"]
)
def test_a_row_that_is_none_is_told(folder: Path, row: bytes) -> None:
    whole = leave_unfinished(folder, 5)
    width = whole.splitlines()[0].count(b",")
    row = row if row.count(b",") < 500 else b"1,7,1" + b"," * (width - 2) + b"\n"
    with (folder / "sweep.csv").open("ab") as file:
        file.write(row)
    with pytest.raises(UsageError, match=r"sweep\.csv:7: this is no row of this sweep"):
        again(folder, resume=True)


def test_what_is_no_sweep_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    for resume in (False, True):
        with pytest.raises(FileAccessError, match="holds files but no result"):
            again(tmp_path / "out", resume=resume)
    jobsim.run(mm1()).write(tmp_path / "run")
    with pytest.raises(FileAccessError, match="holds the result of a run; move it away"):
        again(tmp_path / "run", resume=True)


def test_a_run_does_not_take_the_place_of_a_sweep(folder: Path) -> None:
    with pytest.raises(FileAccessError, match="holds the result of a sweep; move it away"):
        jobsim.run(mm1()).write(folder)
    assert (folder / "sweep.csv").exists()


def test_a_table_that_is_gone_is_told(folder: Path) -> None:
    (folder / "sweep.csv").unlink()
    with pytest.raises(FileAccessError, match="No such file"):
        again(folder, resume=True)


def test_a_table_that_cannot_be_written_on_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jobsim.experiment.sweep.Journal.append", full)
    with pytest.raises(FileAccessError, match="cannot be written on: No space left on device; --resume goes on"):
        again(tmp_path / "out")
