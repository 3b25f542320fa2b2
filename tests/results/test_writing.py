"""Tables are written below each other, and what was written reaches the disk meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import polars as pl
import pytest

from jobsim.results import writing
from jobsim.results.writing import write_tables

LONG = 60
"""Seconds after which something that does not come will never come."""


class Table:
    """A table that does something when it is written."""

    def __init__(self, write: Callable[[], object]) -> None:
        self._write = write

    def sink_csv(self, file: BinaryIO, include_header: bool) -> None:
        file.write(b"a line\n")
        file.flush()
        self._write()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BinaryIO]:
    with (tmp_path / "a.csv").open("wb") as file:
        yield file


def three() -> Iterator[pl.LazyFrame]:
    for number in range(3):
        yield pl.LazyFrame({"a": [2 * number, 2 * number + 1]})


def test_tables_follow_each_other_under_one_header(file: BinaryIO) -> None:
    write_tables(three(), file)
    assert Path(file.name).read_bytes() == b"a\n0\n1\n2\n3\n4\n5\n"


def test_no_table_is_no_line(file: BinaryIO) -> None:
    write_tables([], file)
    assert Path(file.name).read_bytes() == b""


def test_what_was_written_reaches_the_disk_while_more_is_written(
    file: BinaryIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_asked = threading.Event()
    monkeypatch.setattr(writing, "keep", lambda _: is_asked.set())
    alone = Table(lambda: is_asked.wait(LONG) or pytest.fail("the disk is not asked before all is written"))
    write_tables([alone], file)  # type: ignore[list-item]


def test_a_disk_is_not_asked_again_before_it_answers_nor_for_nothing_new(
    file: BinaryIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[None] = []
    is_asked, may_answer = threading.Event(), threading.Event()

    def slow(_: BinaryIO) -> None:
        asked.append(None)
        is_asked.set()
        assert may_answer.wait(LONG)

    def long() -> None:
        assert is_asked.wait(LONG)
        file.write(b"more")
        file.flush()
        time.sleep(0.2)
        assert len(asked) == 1
        is_asked.clear()
        may_answer.set()
        assert is_asked.wait(LONG)
        time.sleep(0.2)
        assert len(asked) == 2

    monkeypatch.setattr(writing, "keep", slow)
    write_tables([Table(long)], file)  # type: ignore[list-item]


def test_trouble_with_the_disk_is_raised_before_the_next_table(file: BinaryIO, monkeypatch: pytest.MonkeyPatch) -> None:
    is_broken = threading.Event()
    written: list[int] = []

    def broken(_: BinaryIO) -> None:
        is_broken.set()
        raise OSError(5, "Input/output error")

    def first() -> None:
        written.append(1)
        assert is_broken.wait(LONG)
        time.sleep(0.2)

    monkeypatch.setattr(writing, "keep", broken)
    with pytest.raises(OSError, match="Input/output error"):
        write_tables([Table(first), Table(lambda: written.append(2))], file)  # type: ignore[list-item]
    assert written == [1]


def test_trouble_with_the_disk_is_raised_after_the_last_table(file: BinaryIO, monkeypatch: pytest.MonkeyPatch) -> None:
    is_broken = threading.Event()

    def broken(_: BinaryIO) -> None:
        is_broken.set()
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(writing, "keep", broken)
    with pytest.raises(OSError, match="Input/output error"):
        write_tables([Table(lambda: is_broken.wait(LONG))], file)  # type: ignore[list-item]


def test_trouble_with_making_a_table_is_raised(file: BinaryIO) -> None:
    def coming() -> Iterator[pl.LazyFrame]:
        yield pl.LazyFrame({"a": [1]})
        raise MemoryError

    with pytest.raises(MemoryError):
        write_tables(coming(), file)


def test_nothing_is_at_work_any_more_when_trouble_with_writing_is_raised(file: BinaryIO) -> None:
    threads = threading.active_count()

    def full() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_tables([Table(lambda: None), Table(full), Table(lambda: None)], file)  # type: ignore[list-item]
    assert threading.active_count() <= threads
