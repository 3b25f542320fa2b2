"""Measured durations from the column of a CSV file."""

from functools import partial
from pathlib import Path

import pytest

from jobsim import ScenarioError, load, loads
from jobsim.scenario import loading
from jobsim.scenario.reading.budget import Budget
from tests.scenario.test_loading import SMALLEST


class TestColumns:
    TEXT = (
        "submitters: {a: {cadence: 1s, jobs: 1}}\n"
        "processors:\n  w:\n    service: {distribution: empirical, file: m.csv, column: took}\n"
    )

    def write(self, folder: Path, csv: str) -> Path:
        (folder / "m.csv").write_text(csv)
        (folder / "f.yaml").write_text(self.TEXT)
        return folder / "f.yaml"

    def test_a_column_is_read_into_the_scenario(self, tmp_path: Path) -> None:
        scenario = load(self.write(tmp_path, "id,took\n1,0.5\n2,1500ms\n"))
        service = scenario.processors["w"].service
        assert service.model_dump()["values"] == ["500ms", "1.5s"]
        assert scenario.processors["w"].service.moments.mean == 1
        assert "m.csv:took sha256:" in str(service.model_dump()["source"])

    @pytest.mark.parametrize(
        ("csv", "expected"),
        [
            ("id,took\n1,0.5\n2,x\n", "row in line 3, column 'took': 'x': 'x' is not a duration"),
            ("id,took\n1,-1\n", "row in line 2, column 'took': '-1': -1 is negative"),
            ("id,took\n1\n", "row in line 2 has 1 cells where the header has 2"),
            ("id,took\n1,0,5\n", "row in line 2 has 3 cells where the header has 2"),
            ("id,took\n1,\n", "row in line 2, column 'took': '': must be a duration"),
            ("id;took\n1;2\n", "must have one column 'took'; its columns are id;took; columns are separated by commas"),
            ("id,take\n1,2\n", "must have one column 'took'; its columns are id, take"),
            ("took\n", "column 'took' has 0 values; there must be 1 to 200000"),
        ],
    )
    def test_a_bad_cell_names_file_row_and_column(self, tmp_path: Path, csv: str, expected: str) -> None:
        with pytest.raises(ScenarioError) as caught:
            load(self.write(tmp_path, csv))
        assert "f.yaml:4:" in str(caught.value)
        assert f"processors.w.service.file: {tmp_path / 'm.csv'}: {expected}" in str(caught.value)

    def test_a_file_set_on_the_command_line_is_looked_for_here(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "m.csv").write_text("took\n2\n")
        monkeypatch.chdir(tmp_path)
        law = "processors.w.service={distribution: empirical, file: data/m.csv, column: took}"
        assert loads(SMALLEST, "f", [law]).processors["w"].service.moments.mean == 2

    @pytest.mark.parametrize(
        ("law", "expected"),
        [
            ("file: m.csv, column: took, values: [1s]", "has values, or file and column, not both"),
            ("column: took", "file must name a CSV file, beside column"),
            ("file: [m.csv], column: took", "file must name a CSV file, beside column"),
            ("file: m.csv", "column must name a column of the file"),
            ("file: ., column: took", "is not a file"),
        ],
    )
    def test_file_and_column_go_together(self, tmp_path: Path, law: str, expected: str) -> None:
        file = self.write(tmp_path, "took\n1\n")
        file.write_text(self.TEXT.replace("file: m.csv, column: took", law))
        with pytest.raises(ScenarioError, match=expected):
            load(file)

    def test_a_csv_that_is_none_is_told(self, tmp_path: Path) -> None:
        file = self.write(tmp_path, "")
        (tmp_path / "m.csv").write_bytes(b"took\n\xff\n")
        with pytest.raises(ScenarioError, match="is not a CSV file in UTF-8"):
            load(file)

    def test_a_csv_that_is_too_large_is_not_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = self.write(tmp_path, "took\n1\n2\n3\n")
        monkeypatch.setattr(loading, "Budget", partial(Budget, column_bytes=11))
        assert load(file).processors["w"].service.moments.mean == 2
        monkeypatch.setattr(loading, "Budget", partial(Budget, column_bytes=10))
        with pytest.raises(
            ScenarioError, match=r"m\.csv: makes the columns of the scenario larger than 20000000 bytes"
        ):
            load(file)

    def test_a_missing_file_is_told(self, tmp_path: Path) -> None:
        file = self.write(tmp_path, "")
        (tmp_path / "m.csv").unlink()
        file.write_text(self.TEXT.replace("took}", "took, weights: [1, 2]}"))
        with pytest.raises(ScenarioError, match="No such file") as caught:
            load(file)
        assert len(caught.value.problems) == 1
