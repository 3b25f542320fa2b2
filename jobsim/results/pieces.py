"""A table on its way to a file: while a piece is written, the next is made, and those before reach the disk."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

import polars as pl

from jobsim.results.journal import keep


def write_pieces(pieces: Iterable[pl.LazyFrame], file: BinaryIO) -> None:
    """Write a table as CSV. Raises OSError, or what Polars raises.

    Its end may not be on the disk yet. To wait only then for all of it would leave the processors without work.
    """
    coming, is_first = iter(pieces), True
    kept: Future[None] | None = None
    with ThreadPoolExecutor(max_workers=2) as beside:
        piece = next(coming, None)
        while piece is not None:
            following = beside.submit(next, coming, None)
            piece.sink_csv(file, include_header=is_first)
            piece, is_first = following.result(), False
            # A slow disk is not asked again before it has answered.
            if piece is not None and (kept is None or kept.done()):
                _raise_trouble(kept)
                kept = beside.submit(keep, file)
    _raise_trouble(kept)


def _raise_trouble(done: Future[None] | None) -> None:
    if done is not None:
        done.result()
