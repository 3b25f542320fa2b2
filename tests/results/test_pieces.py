"""A table is written piece by piece: the next is made meanwhile, and what was written reaches the disk."""

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import polars as pl
import pytest

from jobsim.results import pieces
from jobsim.results.pieces import write_pieces

LONG = 60
"""Seconds after which something that does not come will never come."""


class Piece:
    """A piece that does something when it is written."""

    def __init__(self, write: Callable[[], object]) -> None:
        self._write = write

    def sink_csv(self, file: BinaryIO, include_header: bool) -> None:
        self._write()


def three() -> Iterator[pl.LazyFrame]:
    for number in range(3):
        yield pl.LazyFrame({"a": [2 * number, 2 * number + 1]})


def test_pieces_follow_each_other_under_one_header(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        write_pieces(three(), file)
    assert (tmp_path / "a.csv").read_bytes() == b"a\n0\n1\n2\n3\n4\n5\n"


def test_no_piece_is_no_file() -> None:
    file = io.BytesIO()
    write_pieces([], file)
    assert file.getvalue() == b""


def test_the_next_piece_is_made_while_one_is_written() -> None:
    is_made = threading.Event()

    def coming() -> Iterator[Piece]:
        yield Piece(lambda: is_made.wait(LONG) or pytest.fail("the next piece is not made before this one is written"))
        is_made.set()
        yield Piece(lambda: None)

    write_pieces(coming(), io.BytesIO())  # type: ignore[arg-type]


def test_what_was_written_reaches_the_disk_while_more_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    is_asked = threading.Event()
    monkeypatch.setattr(pieces, "keep", lambda _: is_asked.set())
    second = Piece(lambda: is_asked.wait(LONG) or pytest.fail("the disk is not asked before all is written"))
    write_pieces([Piece(lambda: None), second], io.BytesIO())  # type: ignore[list-item]


def test_a_slow_disk_is_not_asked_again_before_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[None] = []
    may_answer = threading.Event()

    def slow(_: BinaryIO) -> None:
        asked.append(None)
        assert may_answer.wait(LONG)

    monkeypatch.setattr(pieces, "keep", slow)
    waiting = [Piece(lambda: None) for _ in range(3)]
    write_pieces([*waiting, Piece(may_answer.set)], io.BytesIO())  # type: ignore[list-item]
    assert len(asked) == 1


def test_trouble_with_the_disk_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: BinaryIO) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(pieces, "keep", broken)
    with pytest.raises(OSError, match="Input/output error"):
        write_pieces(three(), io.BytesIO())


def test_trouble_with_making_a_piece_is_raised() -> None:
    def coming() -> Iterator[pl.LazyFrame]:
        yield pl.LazyFrame({"a": [1]})
        raise MemoryError

    with pytest.raises(MemoryError):
        write_pieces(coming(), io.BytesIO())


def test_nothing_is_at_work_any_more_when_trouble_with_writing_is_raised() -> None:
    threads = threading.active_count()

    def full() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_pieces([Piece(lambda: None), Piece(full), Piece(lambda: None)], io.BytesIO())  # type: ignore[list-item]
    assert threading.active_count() == threads
