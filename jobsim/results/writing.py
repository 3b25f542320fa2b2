"""Tables on their way to a file: what is written reaches the disk while more is written."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import BinaryIO

import polars as pl

from jobsim.results.journal import keep

_ROWS_AT_A_TIME = 10_000
"""Few enough to be near when their next column is made, and for memory to be used again and again."""
_BETWEEN_SECONDS = 0.03


def write_tables(tables: Iterable[pl.LazyFrame], file: BinaryIO) -> None:
    """Write tables with the same columns below each other, as one CSV. Raises OSError, or what Polars raises.

    Its end may not be on the disk yet. To wait only then for all of it would leave the processors without work.
    """
    is_written = Event()
    with ThreadPoolExecutor(max_workers=1) as beside:
        kept = beside.submit(_keep_on, file, is_written)
        try:
            with pl.Config(streaming_chunk_size=_ROWS_AT_A_TIME):
                for number, table in enumerate(tables):
                    table.sink_csv(file, include_header=number == 0)
        finally:
            is_written.set()
        kept.result()


def _keep_on(file: BinaryIO, is_written: Event) -> None:
    # A slow disk is not asked again before it has answered.
    while not is_written.wait(_BETWEEN_SECONDS):
        keep(file)
