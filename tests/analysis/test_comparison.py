"""Results side by side."""

import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import jobsim
from jobsim.analysis.compared import COLUMNS
from jobsim.analysis.comparison import compare
from jobsim.errors import FileAccessError, UsageError
from tests.results.test_metrics import SCENARIO

HEAD = "metric,of,unit,mean,ci_low,ci_high,replications\n"


@pytest.fixture
def runs(run_text: Callable[..., jobsim.Result], tmp_path: Path) -> list[Path]:
    run_text(SCENARIO).write(tmp_path / "one")
    run_text(SCENARIO, "processors.w.service=2s", "seed=5").write(tmp_path / "two")
    return [tmp_path / "one", tmp_path / "two"]


def test_value_value_difference_ratio(runs: list[Path]) -> None:
    rows = {(row.metric, row.of): row[3:9] for row in compare(runs).rows}
    assert rows["mean(service)", "all"] == ("one", "two", 4.0, 2.0, -2.0, 0.5)
    assert rows["rejected", "all"] == ("one", "two", 0.0, 0.0, 0.0, None)


def test_each_run_stands_beside_the_first(runs: list[Path]) -> None:
    found = compare([*runs, runs[0]])
    assert {row.baseline for row in found.rows} == {found.names[0]}
    assert len({row.run for row in found.rows}) == 2


@pytest.mark.parametrize("file", ["summary.csv", "replications.csv", "jobs.csv", "timeline.csv"])
def test_a_csv_stands_for_its_folder(runs: list[Path], file: str) -> None:
    whole, part = compare(runs), compare([runs[0], runs[1] / file])
    assert part.rows == whole.rows
    assert part.names == ["one", "two"]


def test_names_are_as_long_as_it_takes(runs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    runs[1].rename(tmp_path / "b" / "one")
    assert compare([tmp_path / "one", tmp_path / "b" / "one"]).names == [f"{tmp_path.name}/one", "b/one"]


def test_what_makes_runs_hard_to_compare_is_noted(runs: list[Path]) -> None:
    assert compare(runs).notes == ["two differs from one in seed (0 -> 5), processors.w.service (4s -> 2s)"]


def test_other_engines_and_unfinished_runs_are_noted(runs: list[Path]) -> None:
    for run, changes in zip(runs, ({"engine": "asyncio"}, {"ending": "interrupted"}), strict=True):
        told = json.loads((run / "run.json").read_text())
        (run / "run.json").write_text(json.dumps({**told, **changes}))
    assert compare(runs).notes[0] == "two did not come to its end (interrupted at 10.0 s)"
    assert compare(runs).notes[-1] == "the engines differ: one asyncio, two simpy"


def test_a_summary_alone_can_be_compared_whatever_its_line_ends(runs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    text = (runs[0] / "summary.csv").read_text().replace("\n", "\r\n")
    (tmp_path / "alone" / "summary.csv").write_bytes(text.encode())
    found = compare([runs[0], tmp_path / "alone" / "summary.csv"])
    assert all(row.difference in (0, None) for row in found.rows)
    assert found.notes == []


def test_results_need_not_be_written_first(run_text: Callable[..., jobsim.Result], runs: list[Path]) -> None:
    one = run_text(SCENARIO, "name=one")
    two = run_text(SCENARIO, "processors.w.service=2s", "seed=5", "name=two")
    assert compare([one, two]) == compare(runs)


def test_a_figure_that_only_one_run_has_is_shown(runs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(HEAD + "jobs,all,jobs,7,,,1\njobs,submitter:new,jobs,3,,,1\n")
    rows = {(row.metric, row.of): row[5:9] for row in compare([runs[0], tmp_path / "s.csv"]).rows}
    assert rows["jobs", "submitter:new"] == (None, 3.0, None, None)
    assert rows["jobs", "all"] == (5.0, 7.0, 2.0, 1.4)
    assert rows["drop_rate", "all"] == (0.4, None, None, None)


def test_all_rows_go_into_the_csv(runs: list[Path], tmp_path: Path) -> None:
    found = compare(runs)
    found.write(tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == len(found.rows) + 1
    with pytest.raises(FileAccessError, match="Is a directory"):
        found.write(tmp_path)


def test_only_an_earlier_comparison_is_written_over(runs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("metric,of,unit\nmine,,\n")
    with pytest.raises(FileAccessError, match=r"mine\.csv exists and is no earlier comparison; nothing was written"):
        compare(runs).write(tmp_path / "mine.csv")
    assert (tmp_path / "mine.csv").read_text() == "metric,of,unit\nmine,,\n"
    compare(runs).write(tmp_path / "c.csv")
    compare([runs[0], runs[0]]).write(tmp_path / "c.csv")
    with (tmp_path / "c.csv").open(newline="") as file:
        assert {row["difference"] for row in csv.DictReader(file)} == {"0.0"}


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ("processors.w.service={distribution: exponential, mean: 4s}", "processors.w.service (4s", "exponential)"),
        ("submitters.b={cadence: 1s, jobs: 1}", "submitters.b (none", "there)"),
        ("submitters.a.timeout=null", "submitters.a.timeout (2.5s", "none)"),
    ],
)
def test_what_is_no_single_value_is_named(
    run_text: Callable[..., jobsim.Result], change: str, before: str, after: str
) -> None:
    one, two = run_text(SCENARIO, "name=one"), run_text(SCENARIO, change, "name=two")
    assert compare([one, two]).notes[0] == f"two differs from one in {before} -> {after}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "these are not the columns"),
        ("a,b\n1,2\n", "these are not the columns"),
        (HEAD, "holds no figures"),
        (HEAD.replace(",mean", ""), ":1: these are not the columns of summary.csv"),
        (HEAD.replace(",mean", ""), "; missing: mean"),
        ("replication,of,unit\n1,all,s\n", "; missing: metric, value"),
        (HEAD + "jobs,all,jobs,7\n", ":2: 4 cells where there should be 7"),
        (HEAD + "jobs,all,jobs,nan,,,1\n", ":2: mean: 'nan' is not a number"),
        (HEAD + "jobs,all,jobs,7,,,1\n" * 2, ":3: jobs of all stands here twice"),
        (HEAD + 'jobs,"all,jobs,7,,,1\n', "is not a CSV file"),
    ],
)
def test_what_is_no_result_is_told_with_its_line(runs: list[Path], tmp_path: Path, content: str, expected: str) -> None:
    (tmp_path / "bad.csv").write_text(content)
    with pytest.raises(UsageError, match=r"bad\.csv") as caught:
        compare([runs[0], tmp_path / "bad.csv"])
    assert expected in str(caught.value)


def test_what_cannot_be_read_is_told(runs: list[Path], tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="No such file"):
        compare([runs[0], tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"it has no summary\.csv"):
        compare([runs[0], tmp_path / "empty"])
    with pytest.raises(UsageError, match="two results or more"):
        compare(runs[:1])


@pytest.mark.parametrize("margin", ["5 %", "wide", "", "-1%", "200%", -0.1, 5, float("nan"), None, True])
def test_a_margin_is_a_share(runs: list[Path], margin: Any) -> None:
    with pytest.raises(UsageError, match="margin: must be"):
        compare(runs, margin=margin)


@pytest.mark.parametrize("margin", ["2%", 0.02])
def test_a_margin_is_written_as_in_a_scenario(runs: list[Path], margin: float | str) -> None:
    assert compare(runs, margin=margin).margin == 0.02


def test_another_run_can_be_the_baseline(runs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("two", runs[1], str(runs[1]), Path("two"), "./one/../two/", f"{tmp_path.name}/two"):
        found = compare([*runs, runs[0] / "summary.csv"], baseline=name)
        assert found.baseline == "two" or found.baseline.endswith("two (2)")
        rows = {(row.metric, row.of): row[5:9] for row in found.rows}
        assert rows["mean(service)", "all"] == (2.0, 4.0, 2.0, 2.0)
    found = compare(runs, baseline="two")
    assert (found.names, found.baseline) == (["two", "one"], "two")
    assert found.notes == ["one differs from two in seed (5 -> 0), processors.w.service (2s -> 4s)"]


def test_a_result_in_memory_can_be_the_baseline(run_text: Callable[..., jobsim.Result]) -> None:
    one, two = run_text(SCENARIO, "name=one"), run_text(SCENARIO, "name=two")
    assert compare([one, two], baseline=two).names == ["two", "one"]
    assert compare([one, two], baseline="two").names == ["two", "one"]


def test_the_baseline_is_one_of_the_runs(run_text: Callable[..., jobsim.Result], runs: list[Path]) -> None:
    for wrong in ("three", "", "wo", "x\x1by", runs[0].parent, run_text(SCENARIO)):
        with pytest.raises(
            UsageError, match=r"baseline: there is no run .* among those to compare; there are one, two"
        ):
            compare(runs, baseline=wrong)
    other = runs[0].parent / "b" / "one"
    shutil.copytree(runs[0], other)
    with pytest.raises(UsageError, match="there is no run one among those to compare"):
        compare([runs[0], other], baseline="one")
    assert compare([runs[0], other], baseline="b/one").names[0] == "b/one"


def test_names_reach_the_terminal_as_it_can_show_them(runs: list[Path], tmp_path: Path) -> None:
    strange = runs[1].rename(tmp_path / "a\x1b[31m\udcff")
    assert compare([runs[0], strange]).names == ["one", r"a\x1b[31m\udcff"]


def test_everything_is_in_the_json(runs: list[Path], tmp_path: Path) -> None:
    found = compare(runs, margin=0.1)
    found.write_json(tmp_path / "c.json")
    text = (tmp_path / "c.json").read_text(encoding="utf-8")

    def never(constant: str) -> None:
        raise AssertionError(constant)

    told = json.loads(text, parse_constant=never)
    assert list(told) == "comparison jobsim names baseline confidence margin manners notes rows".split()
    assert (told["comparison"], told["jobsim"], told["baseline"]) == (1, jobsim.__version__, "one")
    assert (told["names"], told["confidence"], told["margin"]) == (["one", "two"], 0.95, 0.1)
    assert told["notes"] == found.notes
    assert told["manners"][0]["run"] == "two"
    assert told["manners"][0]["method"] is None
    assert told["manners"][0]["said"] == found.manners[0].said
    assert [list(row) for row in told["rows"]] == [list(COLUMNS)] * len(found.rows)
    assert [tuple(row.values()) for row in told["rows"]] == [tuple(row) for row in found.rows]
    found.write_json(tmp_path / "c.json")  # over an earlier one
    with pytest.raises(FileAccessError, match="is no earlier comparison"):
        found.write(tmp_path / "c.json")


def test_a_comparison_of_an_earlier_jobsim_is_written_over(runs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(",".join(COLUMNS[:9]) + "\njobs,all,jobs,one,two,1,1,0,1\n")
    compare(runs).write(tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_text().startswith(",".join(COLUMNS))


def test_what_is_no_file_is_not_read(runs: list[Path], tmp_path: Path) -> None:
    """A pipe would keep its reader waiting."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileAccessError, match="pipe is not a file"):
        compare(runs).write(tmp_path / "pipe")
    with pytest.raises(FileAccessError, match="File name too long"):
        compare(runs).write(tmp_path / ("x" * 300))


def test_figures_next_to_nothing_have_no_ratio(tmp_path: Path) -> None:
    for name, value in (("a", "1e-300"), ("b", "1e100")):
        (tmp_path / f"{name}.csv").write_text(f"{HEAD}jobs,all,jobs,{value},,,1\n")
    [row] = compare([tmp_path / "a.csv", tmp_path / "b.csv"]).rows
    assert (row.difference, row.ratio) == (1e100, None)
