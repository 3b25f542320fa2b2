"""Results that were damaged or edited since they were written: told with file and line, or noted, or no matter."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import jobsim
from jobsim.analysis.compared import Comparison
from jobsim.analysis.comparison import compare
from jobsim.errors import FileAccessError, UsageError
from jobsim.results.stored import reading
from tests.results.test_metrics import SCENARIO

HEAD = "metric,of,unit,mean,ci_low,ci_high,replications\n"
CHANGED = "two: its summary.csv is not as the run wrote it: cut off, or edited"


class Pair:
    """The same result twice; the second is there to be damaged."""

    def __init__(self, result: jobsim.Result, folder: Path) -> None:
        self.one, self.two = result.write(folder / "one"), result.write(folder / "two")
        self.summary = self.two / "summary.csv"

    def compare(self) -> Comparison:
        return compare([self.one, self.two])

    def problem(self, error: type[Exception] = UsageError) -> str:
        with pytest.raises(error) as caught:
            self.compare()
        return str(caught.value)

    def change_run(self, **changes: object) -> None:
        told = json.loads((self.two / "run.json").read_text())
        (self.two / "run.json").write_text(json.dumps({**told, **changes}))


@pytest.fixture
def pair(run_text: Callable[..., jobsim.Result], tmp_path: Path) -> Pair:
    return Pair(run_text(SCENARIO), tmp_path)


def test_an_untouched_result_raises_no_doubt(pair: Pair) -> None:
    assert pair.compare().notes == []
    assert compare([pair.one, pair.two / "replications.csv"]).notes == []


def test_lines_missing_at_the_end_are_noted(pair: Pair) -> None:
    lines = pair.summary.read_text().splitlines(keepends=True)
    pair.summary.write_text("".join(lines[:5]))
    found = pair.compare()
    assert found.notes == [CHANGED, "130 figures of one are missing in two, like evicted of all"]
    assert sum(row.value is not None for row in found.rows) == 4


def test_a_figure_edited_by_hand_is_noted_and_used(pair: Pair) -> None:
    text = pair.summary.read_text()
    assert "\njobs,all,jobs,5.0," in text
    pair.summary.write_text(text.replace("\njobs,all,jobs,5.0,", "\njobs,all,jobs,6,"))
    found = pair.compare()
    assert found.notes == [CHANGED]
    assert found.rows[0][5:8] == (5.0, 6.0, 1.0)


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_other_line_ends_and_a_mark_before_them_are_no_matter(pair: Pair, before: bytes) -> None:
    pair.summary.write_bytes(before + pair.summary.read_bytes().replace(b"\n", b"\r\n"))
    found = pair.compare()
    assert found.notes == []
    assert all(row.difference in (0, None) for row in found.rows)


def test_without_a_digest_a_missing_line_end_is_noted(pair: Pair, tmp_path: Path) -> None:
    """The last cell of replications.csv is a figure, which might be cut."""
    (tmp_path / "alone.csv").write_text("replication,metric,of,unit,value\n1,jobs,all,jobs,1")
    note = compare([pair.one, tmp_path / "alone.csv"]).notes[0]
    assert note.endswith("its alone.csv has no end of line at its end: cut off?")


@pytest.mark.parametrize("content", ['{"format": 1, "na', "[1]", "", "[" * 100_000])
def test_a_broken_run_json_is_noted(pair: Pair, content: str) -> None:
    (pair.two / "run.json").write_text(content)
    assert pair.compare().notes == ["two: its run.json cannot be read: how it was run is not known"]


@pytest.mark.parametrize("version", [2, "1", None, [1]])
def test_another_format_is_refused(pair: Pair, version: object) -> None:
    pair.change_run(format=version)
    assert pair.problem() == f"{pair.two}/run.json: the result has format {version}; this jobsim reads format 1"


@pytest.mark.parametrize("changes", [{"scenario": [1]}, {"ending": [1]}, {"sha256": 7}, {"sha256": {}}, {"engine": {}}])
def test_strange_things_in_run_json_do_no_harm(pair: Pair, changes: dict[str, object]) -> None:
    pair.change_run(**changes)
    assert all(row.difference in (0, None) for row in pair.compare().rows)


def test_a_line_cut_in_the_middle_is_told(pair: Pair) -> None:
    lines = pair.summary.read_text().splitlines(keepends=True)
    pair.summary.write_text("".join(lines[:3]) + lines[3][:-5])
    assert pair.problem() == f"{pair.summary}:4: 4 cells where there should be 7"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('"x\ny",all,jobs,1,,,1', r":3: metric: 'x\ny' holds what cannot be printed"),
        ("jo\0bs,all,jobs,1,,,1", r":2: metric: 'jo\x00bs' holds what cannot be printed"),
        ("jobs,\x1b[31mred,jobs,1,,,1", r":2: of: '\x1b[31mred' holds what cannot be printed"),
        ("jobs,all,jobs,1_000,,,1", ":2: mean: '1_000' is not a number"),
        ("jobs,all,jobs,many,,,1", ":2: mean: 'many' is not a number"),
        ("jobs,all,jobs,٣,,,1", ":2: mean: '٣' is not a number"),
        ("jobs,all,jobs,-inf,,,1", ":2: mean: '-inf' is not a number"),
        ("jobs,all,jobs,1e999,,,1", ":2: mean: '1e999' is not a number"),
        ("jobs,all,jobs,-1e101,,,1", ":2: mean: '-1e101' is beyond all that can be measured"),
        ("x" * 200_000 + ",all,jobs,1,,,1", ":2: this is not a CSV file: field larger than field limit (131072)"),
    ],
)
def test_a_strange_cell_is_told_with_its_line(pair: Pair, row: str, expected: str) -> None:
    pair.summary.write_text(f"{HEAD}{row}\n")
    assert pair.problem() == f"{pair.summary}{expected}"


def test_what_is_not_utf_8_is_told_with_its_line(pair: Pair) -> None:
    pair.summary.write_bytes(HEAD.encode() + b"jobs,all,jobs,1,,,1\n\xff,all,jobs,1,,,1\n")
    assert pair.problem() == f"{pair.summary}:3: this is not a CSV file in UTF-8: invalid start byte"


def test_swapped_columns_are_not_guessed(pair: Pair) -> None:
    pair.summary.write_text(pair.summary.read_text().replace("metric,of", "of,metric"))
    assert ":1: these are not the columns of summary.csv" in pair.problem()


def test_jobs_csv_alone_holds_no_figures(pair: Pair) -> None:
    pair.summary.unlink()
    with pytest.raises(UsageError, match=r"jobs\.csv:1: these are not the columns of summary\.csv"):
        compare([pair.one, pair.two / "jobs.csv"])


def test_a_folder_in_the_place_of_the_file_is_told(pair: Pair) -> None:
    pair.summary.unlink()
    pair.summary.mkdir()
    assert pair.problem(FileAccessError) == f"{pair.summary}: Is a directory"


def test_a_file_without_end_is_not_read_to_it(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 100_000)
    with pytest.raises(UsageError, match="/dev/zero is larger than 100000 bytes"):
        compare([pair.one, "/dev/zero"])


def test_one_metric_in_two_units_is_two_figures(pair: Pair) -> None:
    pair.summary.write_text(f"{HEAD}jobs,all,s,5,,,1\n")
    found = pair.compare()
    rows = {(row.metric, row.of, row.unit): row[5:9] for row in found.rows}
    assert rows["jobs", "all", "jobs"] == (5.0, None, None, None)
    assert rows["jobs", "all", "s"] == (None, 5.0, None, None)
    told = "jobs of all is in jobs in one, in s in two: 1 figure in other units cannot be compared"
    assert told in found.notes


def test_an_empty_cell_is_no_figure(pair: Pair) -> None:
    pair.summary.write_text(f"{HEAD}jobs,all,jobs,,,,1\n")
    assert pair.compare().rows[0][5:9] == (5.0, None, None, None)
