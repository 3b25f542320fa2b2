"""Tables are written below each other, and what was written reaches the disk meanwhile."""

import io
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
        self._write()


def three() -> Iterator[pl.LazyFrame]:
    for number in range(3):
        yield pl.LazyFrame({"a": [2 * number, 2 * number + 1]})


def test_tables_follow_each_other_under_one_header(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        write_tables(three(), file)
    assert (tmp_path / "a.csv").read_bytes() == b"a\n0\n1\n2\n3\n4\n5\n"


def test_no_table_is_no_file() -> None:
    file = io.BytesIO()
    write_tables([], file)
    assert file.getvalue() == b""


def test_what_was_written_reaches_the_disk_while_more_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    is_asked = threading.Event()
    monkeypatch.setattr(writing, "keep", lambda _: is_asked.set())
    alone = Table(lambda: is_asked.wait(LONG) or pytest.fail("the disk is not asked before all is written"))
    write_tables([alone], io.BytesIO())  # type: ignore[list-item]


def test_a_slow_disk_is_not_asked_again_before_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[None] = []
    is_asked, may_answer = threading.Event(), threading.Event()

    def slow(_: BinaryIO) -> None:
        asked.append(None)
        is_asked.set()
        assert may_answer.wait(LONG)

    def long() -> None:
        assert is_asked.wait(LONG)
        time.sleep(0.2)
        assert len(asked) == 1
        may_answer.set()

    monkeypatch.setattr(writing, "keep", slow)
    write_tables([Table(long)], io.BytesIO())  # type: ignore[list-item]


def test_trouble_with_the_disk_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: BinaryIO) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(writing, "keep", broken)
    monkeypatch.setattr(writing, "_BETWEEN_SECONDS", 0)
    with pytest.raises(OSError, match="Input/output error"):
        write_tables([Table(lambda: time.sleep(0.2))], io.BytesIO())  # type: ignore[list-item]


def test_trouble_with_making_a_table_is_raised() -> None:
    def coming() -> Iterator[pl.LazyFrame]:
        yield pl.LazyFrame({"a": [1]})
        raise MemoryError

    with pytest.raises(MemoryError):
        write_tables(coming(), io.BytesIO())


def test_nothing_is_at_work_any_more_when_trouble_with_writing_is_raised() -> None:
    threads = threading.active_count()

    def full() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_tables([Table(lambda: None), Table(full), Table(lambda: None)], io.BytesIO())  # type: ignore[list-item]
    assert threading.active_count() == threads
