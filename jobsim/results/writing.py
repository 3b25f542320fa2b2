"""Tables on their way to a file: what is written reaches the disk while more is written."""

import os
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import BinaryIO

import polars as pl

from jobsim.results.journal import keep

_BETWEEN_SECONDS = 0.03


def write_tables(tables: Iterable[pl.LazyFrame], file: BinaryIO) -> None:
    """Write tables with the same columns below each other, as one CSV. Raises OSError, or what Polars raises.

    Its end may not be on the disk yet. To wait only then for all of it would leave the processors without work. That
    the disk has failed is raised before the next table.
    """
    is_written = Event()
    with ThreadPoolExecutor(max_workers=1) as beside:
        try:
            kept = beside.submit(_keep_on, file, is_written)
            for number, table in enumerate(tables):
                _raise_trouble(kept)
                table.sink_csv(file, include_header=number == 0)
        finally:
            is_written.set()
        kept.result()


def _keep_on(file: BinaryIO, is_written: Event) -> None:
    kept = 0
    # A slow disk is not asked again before it has answered, nor where there is nothing new.
    while not is_written.wait(_BETWEEN_SECONDS):
        if (size := os.fstat(file.fileno()).st_size) > kept:
            keep(file)
            kept = size


def _raise_trouble(kept: Future[None]) -> None:
    if kept.done():
        kept.result()
