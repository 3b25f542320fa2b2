"""What a run writes: the files, their columns, exact times, and nothing else touched."""

import errno
import json
import os
import shutil
import stat
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import jobsim
from jobsim.errors import FileAccessError, UsageError
from jobsim.model.job import Outcome
from jobsim.model.system import COLUMNS
from jobsim.results import exchange as exchanging
from jobsim.results import folder as folders
from jobsim.results.jobtable import HAPPENED
from jobsim.results.outcomes import OUTCOMES
from jobsim.results.target import targets
from tests.results.test_metrics import SCENARIO

JOBS = (
    "replication,job,submitter,value,priority,queue,processor,puts,attempts,outcome,due_at,submitted_at,admitted_at,"
    "started_at,ended_at,delayed,blocked,waiting,service,response"
)
TIMELINE = (
    "replication,time,duration,submitted,completed,dropped,rejected,evicted,expired,failed,abandoned,"
    "blocked,queued,busy,processors"
)
Pair = tuple[Path, Path]
FILES = ["jobs.csv", "replications.csv", "run.json", "summary.csv", "timeline.csv"]


@pytest.fixture
def result(run_text: Callable[..., jobsim.Result]) -> jobsim.Result:
    return run_text(SCENARIO)


def test_the_files_and_their_columns(result: jobsim.Result, tmp_path: Path) -> None:
    folder = result.write(tmp_path / "deep" / "er")
    assert sorted(path.name for path in folder.iterdir()) == FILES
    heads = {path.name: path.read_text().splitlines()[0] for path in folder.glob("*.csv")}
    assert heads == {
        "jobs.csv": JOBS,
        "timeline.csv": TIMELINE,
        "replications.csv": "replication,metric,of,unit,value",
        "summary.csv": "metric,of,unit,mean,ci_low,ci_high,replications",
    }


def test_files_are_the_same_however_many_rows_are_written_at_a_time(scenarios: Path, tmp_path: Path) -> None:
    for name in ("mm8.yaml", "failures.yaml", "measured.yaml"):
        result = jobsim.run(jobsim.load(scenarios / name, overrides=["seed=3"]))
        whole = result.write(tmp_path / "whole")
        assert result.jobs.write_csv() == (whole / "jobs.csv").read_text()
        with pl.Config(streaming_chunk_size=101):
            cut = result.write(tmp_path / "cut")
        assert len(result.jobs) > 101
        for file in whole.glob("*.csv"):
            assert (cut / file.name).read_bytes() == file.read_bytes()


def test_a_run_without_jobs_has_files_with_heads_alone(run_text: Callable[..., jobsim.Result], tmp_path: Path) -> None:
    value = "{distribution: empirical, values: [x, y]}"
    text = f"until: 1s\nsubmitters: {{a: {{cadence: 1s, start: 2s, value: {value}}}}}\nprocessors: {{w: {{}}}}"
    folder = run_text(text).write(tmp_path / "r")
    assert (folder / "jobs.csv").read_text() == JOBS + "\n"
    folder = run_text(text, "submitters.a.retry={attempts: 2, delay: 1s}").write(tmp_path / "r")
    assert (folder / "jobs.csv").read_text() == JOBS + "\n"
    assert (folder / "attempts.csv").read_text().startswith("replication,job,submitter,put,attempt,")


def test_jobs_csv_line_by_line(result: jobsim.Result, tmp_path: Path) -> None:
    lines = (result.write(tmp_path / "r") / "jobs.csv").read_text().splitlines()
    assert lines[3] == (
        "1,3,a-1,,0,queue,w-1,1,1,completed,2.000000000,2.000000000,4.000000000,8.000000000,12.000000000,"
        "0.000000000,2.000000000,4.000000000,4.000000000,10.000000000"
    )
    assert lines[4] == (
        "1,4,a-1,,0,queue,,1,0,dropped,3.000000000,3.000000000,,,5.500000000,0.000000000,2.500000000,,,2.500000000"
    )


def test_times_are_read_back_exactly(run_text: Callable[..., jobsim.Result], tmp_path: Path) -> None:
    result = run_text(
        "submitters: {a: {cadence: 1s, jobs: 2, start: 1200000000.000000001s}}\nprocessors: {w: {service: 1ns}}"
    )
    file = result.write(tmp_path / "r") / "jobs.csv"
    read = pl.read_csv(file, schema_overrides={"ended_at": pl.Decimal(38, 9)})
    assert read["ended_at"].to_list() == [Decimal("1200000000.000000002"), Decimal("1200000001.000000002")]
    assert result.jobs["ended_at"].to_list() == read["ended_at"].to_list()


def test_the_parts_of_a_response_add_up(run_text: Callable[..., jobsim.Result]) -> None:
    jobs = run_text(SCENARIO).jobs.filter(pl.col("outcome") == "completed")
    parts = jobs["delayed"] + jobs["blocked"] + jobs["waiting"] + jobs["service"]
    assert parts.to_list() == jobs["response"].to_list()


def test_run_json_tells_where_the_result_comes_from(result: jobsim.Result, tmp_path: Path) -> None:
    run = json.loads((result.write(tmp_path / "r") / "run.json").read_text())
    assert run["files"] == FILES
    assert run["ending"] == "finished"
    assert (run["ended_at"], run["timeline"]) == (12.0, 0.1)
    assert run["worst_lag"] is None
    assert jobsim.loads(json.dumps(run["scenario"])) == result.scenario
    assert len(run["scenario_sha256"]) == 64
    assert run["libraries"]["simpy"]


def test_values_are_written_as_they_were_given(run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text(
        "submitters:\n"
        "  a: {cadence: 1s, jobs: 1, value: 100}\n  b: {cadence: 1s, jobs: 1, value: 'a, b'}\n"
        "  c: {cadence: 1s, jobs: 1, value: 2.5}\n  d: {cadence: 1s, jobs: 1}\nprocessors: {w: {}}"
    )
    assert result.jobs["value"].to_list() == ["100", "a, b", "2.5", None]


def test_the_table_has_the_models_columns_and_codes() -> None:
    assert COLUMNS == HAPPENED
    assert {outcome.name.lower(): outcome.value for outcome in Outcome}.items() <= {
        name: code for code, name in enumerate(OUTCOMES)
    }.items()


class TestFolders:
    def test_an_older_result_is_replaced_whole(self, result: jobsim.Result, tmp_path: Path) -> None:
        folder = result.write(tmp_path / "r")
        (folder / "jobs.csv").write_text("old")
        result.write(folder)
        assert (folder / "jobs.csv").read_text().startswith(JOBS)
        assert [path.name for path in tmp_path.iterdir()] == ["r"]

    def test_an_empty_folder_is_used(self, result: jobsim.Result, tmp_path: Path) -> None:
        (tmp_path / "r").mkdir()
        assert len(list(result.write(tmp_path / "r").iterdir())) == 5

    @pytest.mark.parametrize("name", ["notes.txt", "run.json"])
    def test_anything_else_is_left_alone(self, result: jobsim.Result, tmp_path: Path, name: str) -> None:
        (tmp_path / "r").mkdir()
        (tmp_path / "r" / name).write_text("mine")
        with pytest.raises(FileAccessError, match="holds files but no result of an earlier run"):
            result.write(tmp_path / "r")
        assert (tmp_path / "r" / name).read_text() == "mine"
        assert [path.name for path in tmp_path.iterdir()] == ["r"]

    def test_a_result_with_a_file_of_the_users_in_it_is_left_alone(self, result: jobsim.Result, tmp_path: Path) -> None:
        folder = result.write(tmp_path / "r")
        (folder / "notes.txt").write_text("mine")
        with pytest.raises(FileAccessError, match=r"holds 'notes\.txt', which is not part of the earlier run"):
            result.write(folder)
        assert (folder / "notes.txt").read_text() == "mine"

    def test_a_file_or_a_link_in_the_place_is_told(self, result: jobsim.Result, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("mine")
        (tmp_path / "link").symlink_to(tmp_path / "nowhere")
        for name in ("file", "link"):
            with pytest.raises(FileAccessError, match="is not a folder"):
                result.write(tmp_path / name)
        with pytest.raises(FileAccessError, match="is not a folder"):
            result.write(tmp_path / "file" / "below")

    def test_the_folder_can_be_read_like_any_other(self, result: jobsim.Result, tmp_path: Path) -> None:
        (tmp_path / "other").mkdir()
        mode = stat.S_IMODE(os.stat(tmp_path / "other").st_mode)
        assert stat.S_IMODE(os.stat(result.write(tmp_path / "r")).st_mode) == mode

    def test_a_failing_write_leaves_the_old_result(
        self, result: jobsim.Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = result.write(tmp_path / "r")
        before = (folder / "jobs.csv").read_bytes()

        def fail(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(pl.LazyFrame, "sink_csv", fail)
        with pytest.raises(FileAccessError, match="No space left on device"):
            result.write(folder)
        assert (folder / "jobs.csv").read_bytes() == before
        assert [path.name for path in tmp_path.iterdir()] == ["r"]

    def test_a_result_whose_run_json_cannot_be_read_is_left_alone(self, result: jobsim.Result, tmp_path: Path) -> None:
        (tmp_path / "r" / "run.json").mkdir(parents=True)
        with pytest.raises(FileAccessError, match=r"run\.json there cannot be read: Is a directory"):
            result.write(tmp_path / "r")
        assert [path.name for path in (tmp_path / "r").iterdir()] == ["run.json"]


class TestExchange:
    """The new folder and the old one change places, whatever the system can."""

    @pytest.fixture(params=["at once", "another system", "an old library", "no library"])
    def pair(self, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
        def missing(*_: object, **__: object) -> None:
            raise OSError("no such library")

        if request.param == "another system":
            monkeypatch.setattr(exchanging.sys, "platform", "darwin")
        elif request.param == "an old library":
            monkeypatch.setattr(exchanging.ctypes, "CDLL", lambda *_, **__: object())
        elif request.param == "no library":
            monkeypatch.setattr(exchanging.ctypes, "CDLL", missing)
        for name in ("new", "old"):
            (tmp_path / name).mkdir()
            (tmp_path / name / name).touch()
        return tmp_path / "new", tmp_path / "old"

    def test_folders_change_places(self, pair: Pair) -> None:
        new, old = pair
        exchanging.exchange(new, old)
        assert (os.listdir(old), os.listdir(new)) == (["new"], ["old"])
        assert sorted(os.listdir(old.parent)) == ["new", "old"]

    def test_without_a_new_one_the_old_one_stays(self, pair: Pair) -> None:
        new, old = pair
        (new / "new").unlink()
        new.rmdir()
        with pytest.raises(FileNotFoundError):
            exchanging.exchange(new, old)
        assert (os.listdir(old.parent), os.listdir(old)) == (["old"], ["old"])


class TestRaces:
    """Another run comes or goes between the look at the place and the move into it."""

    @pytest.mark.parametrize("beforehand", [True, False])
    def test_it_is_looked_again(
        self, result: jobsim.Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beforehand: bool
    ) -> None:
        theirs = result.write(tmp_path / "theirs")
        moves = [0]

        def between(move: Callable[[Path, Path], object]) -> Callable[[Path, Path], object]:
            def moved(made: Path, folder: Path) -> object:
                moves[0] += 1
                if moves[0] == 1:  # now they come, or go
                    shutil.rmtree(folder) if beforehand else shutil.copytree(theirs, folder)
                return move(made, folder)

            return moved

        if beforehand:
            shutil.copytree(theirs, tmp_path / "r")
            monkeypatch.setattr(folders, "exchange", between(folders.exchange))
        else:
            monkeypatch.setattr(Path, "rename", between(Path.rename))
        (theirs / "jobs.csv").write_text("theirs")
        assert (result.write(tmp_path / "r") / "jobs.csv").read_text().startswith(JOBS)
        assert sorted(os.listdir(tmp_path)) == ["r", "theirs"]

    def test_what_they_put_there_that_is_no_result_is_left_alone(
        self, result: jobsim.Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def rename(made: Path, folder: Path) -> None:
            folder.mkdir()
            (folder / "notes.txt").touch()
            os.rename(made, folder)

        monkeypatch.setattr(Path, "rename", rename)
        with pytest.raises(FileAccessError, match="holds files but no result of an earlier run"):
            result.write(tmp_path / "r")
        assert os.listdir(tmp_path / "r") == ["notes.txt"]

    def test_any_other_failure_of_the_move_is_told(
        self, result: jobsim.Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(Path, "rename", fail)
        with pytest.raises(FileAccessError, match="could not be written: Input/output error"):
            result.write(tmp_path / "r")
        assert os.listdir(tmp_path) == []


def test_a_result_says_what_it_is(result: jobsim.Result) -> None:
    assert repr(result) == "<Result of scenario: finished at 12 s, 5 jobs>"


class TestPlaces:
    def test_a_variant_stands_beside_its_base(self) -> None:
        assert targets(["burst"]) == [Path("results/burst")]
        assert targets(["burst"], ["seed=8"]) == [Path("results/burst@seed=8")]
        [folder] = targets(["b"], ["a.b={x: 1}", "c=/d"])
        assert str(folder).startswith("results/b@a.b=_x__1_,c=_d~")
        assert targets(["b"], ["v=a b"]) != targets(["b"], ["v=a_b"])

    def test_long_variants_are_cut_and_stay_apart(self) -> None:
        one, other = (targets(["b"], [f"k={'x' * 300}{end}"])[0].name for end in "ab")
        assert one != other
        assert len(one) <= 140
        assert len(targets(["漢" * 64], ["description=" + "漢" * 99])[0].name.encode()) <= 140

    def test_out_is_the_folder_or_its_parent(self) -> None:
        assert targets(["a"], out=Path("o")) == [Path("o")]
        assert targets(["a", "b"], out=Path("o")) == [Path("o/a"), Path("o/b")]

    def test_two_scenarios_of_one_name_are_refused(self) -> None:
        with pytest.raises(UsageError, match="two scenarios would write to"):
            targets(["a", "a"])
