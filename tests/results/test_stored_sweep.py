"""A sweep that is read back from its folder says what the one in memory says."""

import json
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

import jobsim
from jobsim.errors import FileAccessError, UsageError
from jobsim.results.stored.sweep import is_sweep, read_sweep
from tests.experiment.sweeps import VARY, mm1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    jobsim.sweep(mm1(), VARY, workers=1, out=tmp_path / "out")
    return tmp_path / "out"


def test_it_says_the_same(folder: Path) -> None:
    found, read = jobsim.sweep(mm1(), VARY, workers=1), read_sweep(folder)
    assert is_sweep(folder)
    assert_frame_equal(read.points, found.points)
    assert (read.ended, read.complete, read.failed) == (8, True, {})
    assert read.columns == found.columns
    assert [read.grid.scenario(point) for point in (1, 8)] == [found.grid.scenario(point) for point in (1, 8)]
    assert read_sweep(folder / "sweep.csv").ended == 8


def test_one_that_has_not_ended_and_a_point_that_failed(folder: Path) -> None:
    table = folder / "sweep.csv"
    lines = table.read_text().splitlines(keepends=True)
    failed = "3,1,1,0,it broke" + "," * (lines[0].count(",") - 4) + "\n"
    table.write_text("".join([*lines[:3], failed, lines[4][:20]]))  # the last line is torn
    read = read_sweep(folder)
    assert (read.ended, read.complete, read.failed) == (3, False, {3: "it broke"})


def test_values_with_words(tmp_path: Path) -> None:
    vary = {"processors.w.service": ["1s", {"distribution": "exponential", "mean": "1s"}]}
    jobsim.sweep(mm1(), vary, workers=1, out=tmp_path / "out")
    read = read_sweep(tmp_path / "out")
    assert read.grid.scenario(2).processors["w"].service.distribution == "exponential"


def test_a_run_is_no_sweep(tmp_path: Path) -> None:
    jobsim.run(mm1()).write(tmp_path / "run")
    assert not is_sweep(tmp_path / "run")
    with pytest.raises(UsageError, match="is not that of a sweep"):
        read_sweep(tmp_path / "run")
    with pytest.raises(FileAccessError):
        read_sweep(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("sweep.csv", "point,", "dot,", "sweep.csv:1: these are not the columns of this sweep"),
        ("sweep.csv", "\n1,", "\none,", "sweep.csv: this is not as a sweep wrote it"),
        ("sweep.csv", "\n2,", "\n2\n2,", "sweep.csv:3: 1 cells where there should be 407: cut off?"),
        ("sweep.csv", "\n1,0,1,3,,", "\n1,0,1,3,,soon", "sweep.csv: this is not as a sweep wrote it"),
        ("run.json", '"0"', "0", "is not that of a sweep"),
        ("run.json", '"format": 1', '"format": 2', "the result has format 2; this jobsim reads format 1"),
        ("run.json", "{", "", "run.json cannot be read"),
        ("run.json", '"capacity": 5', '"capacity": -5', "this jobsim does not read the scenario"),
    ],
)
def test_what_is_not_as_it_was_written(folder: Path, file: str, before: str, after: str, message: str) -> None:
    text = (folder / file).read_text()
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1))
    with pytest.raises(UsageError, match=message):
        read_sweep(folder)


def test_a_table_that_is_gone(folder: Path) -> None:
    (folder / "sweep.csv").unlink()
    with pytest.raises(FileAccessError, match=r"sweep\.csv"):
        read_sweep(folder)
    assert json.loads((folder / "run.json").read_text())["points"] == 8
