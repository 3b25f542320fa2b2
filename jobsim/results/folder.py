"""Folders of results: written whole or not at all.

A new result is made in a folder beside its place and then changes places with the old one.
"""

import errno
import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from jobsim.errors import FileAccessError
from jobsim.results.exchange import exchange
from jobsim.results.format import FIGURES_FILES, RUN_FILE, TABLES_FILES, digest
from jobsim.results.journal import keep
from jobsim.results.target import KINDS, check_replaceable, check_target
from jobsim.results.whole import clear_leftovers, folder_beside
from jobsim.results.writing import write_tables


def write_folder(folder: Path, tables: Mapping[str, Iterable[pl.LazyFrame]], run: dict[str, Any]) -> Path:
    """Write the tables as CSV, each from frames below each other, and `run` as run.json.

    Raises FileAccessError; then the old result is as it was.
    """

    return put_folder(folder, {name: partial(write_tables, frames) for name, frames in tables.items()}, run)


def put_folder(folder: Path, files: Mapping[str, Callable[[BinaryIO], None]], run: dict[str, Any]) -> Path:
    """The same of files, each written by a function of its own."""
    mark = next(mark for mark in KINDS if mark in files)
    check_target(folder, mark=mark)
    place = Path(os.path.abspath(folder))
    try:
        clear_leftovers(place.parent, frozenset(run["files"]))
        with folder_beside(place) as made:
            for name, write in files.items():
                with (made / name).open("wb") as file:
                    write(file)
                    keep(file)
            run = {
                **run,
                "bytes": {name: (made / name).stat().st_size for name in TABLES_FILES if name in files},
                "sha256": {name: digest((made / name).read_bytes()) for name in FIGURES_FILES if name in files},
            }
            with (made / RUN_FILE).open("wb") as file:
                file.write((json.dumps(run, indent=2, ensure_ascii=False) + "\n").encode())
                keep(file)
            _put_in_place(made, folder, mark)
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise FileAccessError(f"{folder}: the results could not be written: {reason}") from error
    return folder


def _put_in_place(made: Path, folder: Path, mark: str) -> None:
    while True:
        # Looked at again: somebody may have put something there while the scenario ran.
        check_replaceable(folder, mark)
        try:
            if folder.exists():
                exchange(made, folder)
            else:
                made.rename(folder)
        except OSError as error:
            # Another run came or went between the look and the move: look again.
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT) or not made.exists():
                raise
            continue
        return
