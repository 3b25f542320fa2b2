"""Files and folders that appear whole or not at all, while others come between."""

import errno
import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from jobsim.errors import FileAccessError
from jobsim.results.whole import PREFIX, folder_beside, write_file


def test_a_file_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    for text in ("old", "grün\n"):
        write_file(tmp_path / "c.csv", text)
    assert (tmp_path / "c.csv").read_bytes() == "grün\n".encode()
    assert os.listdir(tmp_path) == ["c.csv"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_file_that_cannot_be_written_leaves_the_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "c.csv").write_text("old")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(FileAccessError, match=r"c\.csv: No space left on device"):
        write_file(tmp_path / "c.csv", "new")
    assert (tmp_path / "c.csv").read_text() == "old"
    assert os.listdir(tmp_path) == ["c.csv"]


def test_a_file_in_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match=r"c\.csv: No such file or directory"):
        write_file(tmp_path / "nowhere" / "c.csv", "new")


def test_the_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}0").mkdir()
    with folder_beside(tmp_path / "r") as made:
        assert made.name == f"{PREFIX}1"
    assert os.listdir(tmp_path) == [f"{PREFIX}0"]


def test_a_folder_that_is_swept_before_it_is_opened_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tmp_path / f"{PREFIX}0"

    def sweep(path: Any, *rest: Any) -> int:
        if path == first:
            first.rmdir()
        return opened(path, *rest)

    opened = os.open
    monkeypatch.setattr(os, "open", sweep)
    with folder_beside(tmp_path / "r") as made:
        assert os.listdir(tmp_path) == [made.name] == [f"{PREFIX}1"]


def test_a_folder_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks: list[int] = []

    def sweep(lock: int, how: int) -> None:
        locks.append(os.fstat(lock).st_ino)
        if len(locks) == 1:
            (tmp_path / f"{PREFIX}0").rmdir()
        locked(lock, how)

    locked = fcntl.flock
    monkeypatch.setattr(fcntl, "flock", sweep)
    before = os.listdir("/dev/fd")
    with folder_beside(tmp_path / "r") as made:
        assert os.listdir(tmp_path) == [made.name] == [f"{PREFIX}1"]
        assert locks[1:] == [made.stat().st_ino]
    assert os.listdir("/dev/fd") == before


def test_a_folder_that_cannot_be_opened_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", fail)
        with pytest.raises(OSError, match="Too many open files"), folder_beside(tmp_path / "r"):
            pass
    assert os.listdir(tmp_path) == []


def test_where_there_are_no_locks_it_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", fail)
    with folder_beside(tmp_path / "r") as made:
        assert made.is_dir()
    assert os.listdir(tmp_path) == []
