"""A replications.csv that was damaged since it was written, in its folder or alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

import jobsim
from jobsim.errors import FileAccessError, UsageError
from jobsim.results.stored import reading
from tests.results.test_damage import Pair
from tests.results.test_metrics import SCENARIO

HEAD = "replication,metric,of,unit,value\n"
CHANGED = "two: its replications.csv is not as the run wrote it: cut off, or edited"
GAPS = "its alone.csv has gaps: not every replication from 1 on has every figure"


class Several(Pair):
    """The same result of three replications twice; the replications of the second are there to be damaged."""

    def __init__(self, result: jobsim.Result, folder: Path) -> None:
        super().__init__(result, folder)
        self.each = self.two / "replications.csv"
        self.lines = self.each.read_text().splitlines(keepends=True)

    def verdicts(self) -> set[str | None]:
        return {row.verdict for row in self.compare().rows if row.value is not None}


@pytest.fixture
def pair(run_text: Callable[..., jobsim.Result], tmp_path: Path) -> Several:
    return Several(run_text(SCENARIO, "replications=3"), tmp_path)


@pytest.fixture
def alone(tmp_path: Path) -> Callable[..., list[str]]:
    """What is noted of a replications.csv of these rows that stands alone."""

    def notes(*rows: str) -> list[str]:
        (tmp_path / "alone.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows))
        (tmp_path / "whole.csv").write_text(HEAD + "1,jobs,all,jobs,1\n2,jobs,all,jobs,2\n")
        return [note.rpartition(": ")[2] if GAPS not in note else GAPS for note in compare(tmp_path).notes]

    def compare(folder: Path) -> jobsim.analysis.compared.Comparison:  # type: ignore[name-defined]
        return jobsim.compare([folder / "whole.csv", folder / "alone.csv"])

    return notes


def test_whole_it_raises_no_doubt(pair: Several) -> None:
    assert pair.compare().notes == []
    assert pair.verdicts() == {"same"}


def test_lines_missing_at_the_end_are_noted(pair: Several) -> None:
    """The third replication then lacks figures; they are judged by the two that are left."""
    pair.each.write_text("".join(pair.lines[:-1]))
    found = pair.compare()
    assert found.notes == [CHANGED]
    assert {(row.replications, row.verdict) for row in found.rows if row.value is not None} == {
        (3, "same"),
        (2, "same"),
    }


def test_whole_replications_missing_are_noted(pair: Several) -> None:
    count = (len(pair.lines) - 1) // 3
    pair.each.write_text("".join(pair.lines[: 1 + count]))
    found = pair.compare()
    assert found.notes == [CHANGED]
    assert "this run has one replication" in found.manners[0].said


def test_a_value_edited_by_hand_is_noted_and_used(pair: Several) -> None:
    assert pair.lines[1] == "1,jobs,all,jobs,5.0\n"
    pair.each.write_text("".join([pair.lines[0], "1,jobs,all,jobs,8\n", *pair.lines[2:]]))
    found = pair.compare()
    assert found.notes == [CHANGED]
    assert found.rows[0][5:8] == (5.0, 6.0, 1.0)


def test_a_missing_file_is_noted(pair: Several) -> None:
    pair.each.unlink()
    found = pair.compare()
    assert found.notes == ["two: its replications.csv is missing"]
    assert "of this run only means are known" in found.manners[0].said
    assert found.rows[0][5:9] == (5, 5, 0, 1)


def test_a_missing_summary_is_noted_and_made_up_for(pair: Several) -> None:
    pair.summary.unlink()
    found = pair.compare()
    assert found.notes == ["two: its summary.csv is missing: means are of replications.csv"]
    assert {row.verdict for row in found.rows if row.value is not None} == {"same"}


def test_what_is_too_large_is_noted_and_not_read(pair: Several, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = pair.summary.stat().st_size
    monkeypatch.setattr(reading, "MOST_BYTES", limit)
    assert pair.each.stat().st_size > limit
    found = pair.compare()
    assert f"two: its replications.csv is larger than {limit} bytes, and was not read" in found.notes
    assert "of both only means are known" in found.manners[0].said


def test_a_folder_in_its_place_is_told(pair: Several) -> None:
    pair.each.unlink()
    pair.each.mkdir()
    assert pair.problem(FileAccessError) == f"{pair.each}: Is a directory"


def test_a_summary_in_its_place_is_told(pair: Several) -> None:
    pair.each.write_bytes(pair.summary.read_bytes())
    assert pair.problem() == (
        f"{pair.each}:1: these are not the columns of replications.csv (replication, metric, of, unit, value); "
        "missing: replication, value"
    ).replace("replication, value", "replication, value")


def test_without_a_digest_other_means_are_noted(pair: Several) -> None:
    (pair.two / "run.json").unlink()
    assert pair.compare().notes == []
    pair.summary.write_text(pair.summary.read_text().replace("\njobs,all,jobs,5.0,", "\njobs,all,jobs,6,"))
    assert pair.compare().notes == ["two: the means in its summary.csv are not those of its replications.csv"]
    pair.summary.write_text(pair.summary.read_text().replace("\njobs,all,jobs,6,", "\njobs,all,jobs,,"))
    assert pair.compare().notes == ["two: the means in its summary.csv are not those of its replications.csv"]
    lines = pair.summary.read_text().splitlines(keepends=True)
    pair.summary.write_text("".join([lines[0], *lines[2:]]))
    assert pair.compare().notes[0] == "two: the means in its summary.csv are not those of its replications.csv"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1,jobs,all,jobs", ":3: 4 cells where there should be 5"),
        ("1,jobs,all,jobs,2", ":3: jobs of all stands here twice for replication 1"),
        ("01,jobs,all,jobs,2", ":3: jobs of all stands here twice for replication 1"),
        ("0,jobs,all,jobs,2", ":3: replication: '0' is not the number of a replication, from 1"),
        ("-1,jobs,all,jobs,2", ":3: replication: '-1' is not the number of a replication, from 1"),
        ("x,jobs,all,jobs,2", ":3: replication: 'x' is not the number of a replication, from 1"),
        (",jobs,all,jobs,2", ":3: replication: '' is not the number of a replication, from 1"),
        ("1.0,jobs,all,jobs,2", ":3: replication: '1.0' is not the number of a replication, from 1"),
        ("²,jobs,all,jobs,2", ":3: replication: '²' is not the number of a replication, from 1"),
        ("٣,jobs,all,jobs,2", ":3: replication: '٣' is not the number of a replication, from 1"),
        ("2,jobs,all,jobs,two", ":3: value: 'two' is not a number"),
        ("2,jobs,all,jobs,nan", ":3: value: 'nan' is not a number"),
        ("2,jobs,all,jobs,1e308", ":3: value: '1e308' is beyond all that can be measured"),
        ('2,jobs,"all,jobs,2', ":3: this is not a CSV file: unexpected end of data"),
        ("2,jo\x07bs,all,jobs,2", r":3: metric: 'jo\x07bs' holds what cannot be printed"),
    ],
)
def test_a_strange_row_is_told_with_its_line(pair: Several, row: str, expected: str) -> None:
    pair.each.write_text(f"{HEAD}1,jobs,all,jobs,1\n{row}\n")
    assert pair.problem() == f"{pair.each}{expected}"


def test_a_number_without_end_is_told_with_its_line(pair: Several) -> None:
    pair.each.write_text(f"{HEAD}{'9' * 100_000},jobs,all,jobs,1\n")
    assert pair.problem() == f"{pair.each}:2: replication: '{'9' * 40}' is not the number of a replication, from 1"


@pytest.mark.parametrize(
    ("rows", "noted"),
    [
        (("1,jobs,all,jobs,1", "2,jobs,all,jobs,2"), []),
        (("2,jobs,all,jobs,1", "1,jobs,all,jobs,2"), []),
        (("1,jobs,all,jobs,1", "3,jobs,all,jobs,2"), [GAPS]),
        (("2,jobs,all,jobs,1", "3,jobs,all,jobs,2"), [GAPS]),
        (("1,jobs,all,jobs,1", "1,lost,all,jobs,1", "2,jobs,all,jobs,2"), [GAPS]),
    ],
)
def test_alone_its_gaps_are_noted(alone: Callable[..., list[str]], rows: tuple[str, ...], noted: list[str]) -> None:
    assert alone(*rows)[: len(noted) or None] == noted


def test_a_seed_that_is_no_number_is_not_known(pair: Several) -> None:
    for seed in ("0", None, [0], True, 0.0):
        pair.change_run(seed=seed)
        assert "the seed of this run is not known" in pair.compare().manners[0].said


def test_another_format_is_refused_beside_replications(pair: Several) -> None:
    pair.change_run(format=2)
    with pytest.raises(UsageError, match="has format 2; this jobsim reads format 1"):
        jobsim.compare([pair.one, pair.each])
