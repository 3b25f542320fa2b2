"""Whatever a file is, the answer comes within two seconds and 200 MB: of the real command, measured."""

import os
from pathlib import Path

import pytest

from tests.scenario.answers import expect_a_good_answer
from tests.scenario.measuring import measure
from tests.scenario.test_loading import SMALLEST

A_COLUMN = """submitters: {a: {cadence: 1s, jobs: 1}}
processors:
  w:
    service: {distribution: empirical, file: m.csv, column: t}
"""


class TestFilesThatAreNone:
    """Each as the scenario, as what it extends, and as a column; none may be waited for."""

    @pytest.fixture
    def file(self, tmp_path: Path, request: pytest.FixtureRequest) -> str:
        kind: str = request.param
        if kind == "fifo":
            os.mkfifo(tmp_path / "odd")
        elif kind == "folder":
            (tmp_path / "odd").mkdir()
        elif kind == "link to itself":
            (tmp_path / "odd").symlink_to("odd")
        elif kind.startswith("/"):
            (tmp_path / "odd").symlink_to(kind)
        return "odd"

    @pytest.mark.parametrize(
        ("file", "reason"),
        [
            ("fifo", "is not a file"),
            ("folder", "is not a file"),
            ("/dev/zero", "is not a file"),
            ("link to itself", "Too many levels of symbolic links"),
            ("missing", "No such file or directory"),
        ],
        indirect=["file"],
    )
    def test_they_are_told(self, tmp_path: Path, file: str, reason: str) -> None:
        expect_a_good_answer(measure(tmp_path, "check", file), f"jobsim: {file}: {reason}")
        (tmp_path / "f.yaml").write_text(f"extends: {file}\n")
        expect_a_good_answer(measure(tmp_path, "check", "f.yaml"), f"f.yaml:1:1: extends: {file}: {reason}")
        (tmp_path / "f.yaml").write_text(A_COLUMN.replace("m.csv", file))
        expect_a_good_answer(
            measure(tmp_path, "check", "f.yaml"), f"f.yaml:4:40: processors.w.service.file: {file}: {reason}"
        )

    def test_a_circle_through_links_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "f.yaml").write_text("seed: 1\nextends: link.yaml\n")
        (tmp_path / "link.yaml").symlink_to("f.yaml")
        expect_a_good_answer(measure(tmp_path, "check", "f.yaml"), "f.yaml:2:1: extends: link.yaml extends itself")

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (b"\x89PNG\r\n\x1a\n", "f.yaml:1:1: the file is not UTF-8 text"),
            (b"\x1f\x8b\x08\x00", "f.yaml:1:2: the file is not UTF-8 text"),
            (SMALLEST.encode("utf-16"), "f.yaml:1:1: the file is not UTF-8 text"),
            (SMALLEST.encode() + b"x: \xed\xa0\x80", "f.yaml:3:4: the file is not UTF-8 text"),
        ],
        ids=["PNG", "gzip", "UTF-16", "half a letter"],
    )
    def test_what_is_no_text_is_told(self, tmp_path: Path, content: bytes, expected: str) -> None:
        (tmp_path / "f.yaml").write_bytes(content)
        expect_a_good_answer(measure(tmp_path, "check", "f.yaml"), expected)


def test_two_byte_order_marks_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(b"\xef\xbb\xbf" * 2 + SMALLEST.encode())
    assert measure(tmp_path, "check", "f.yaml").code == 0
