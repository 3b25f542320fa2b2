"""Folders of results: written whole or not at all, and never over anything that is not an older result.

A new result is made in a folder beside its place and then changes places with the old one.
"""

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from jobsim.errors import FileAccessError, UsageError
from jobsim.results.exchange import exchange
from jobsim.results.format import FIGURES_FILES, RUN_FILE, TABLES_FILES, digest
from jobsim.results.journal import keep
from jobsim.results.pieces import write_pieces
from jobsim.results.whole import clear_leftovers, folder_beside, try_folder

_LONGEST_NAME = 120
RUN_MARK, SWEEP_MARK = "summary.csv", "sweep.csv"
_KINDS = {RUN_MARK: "a run", SWEEP_MARK: "a sweep"}
"""By the file that only results of this kind have."""


def default_folder(name: str, settings: Sequence[str] = ()) -> Path:
    """`results/NAME`, or `results/NAME@WHAT-WAS-SET`, so that a variant stands beside its base."""
    whole = f"{name}@{','.join(settings)}" if settings else name
    # What is no file name everywhere is replaced, what is too long is cut; a digest keeps such variants apart.
    safe = re.sub(r"[^\w.=,+@-]", "_", whole)
    short = safe.encode()[:_LONGEST_NAME].decode(errors="ignore")
    if short != whole:
        apart = hashlib.sha256(whole.encode(errors="backslashreplace")).hexdigest()[:8]
        short = f"{short}~{apart}"
    return Path("results") / short


def targets(names: Sequence[str], settings: Sequence[str] = (), out: Path | None = None) -> list[Path]:
    """A folder for each of the scenarios: the usual ones, or `out` (below it, if they are several).

    Raises UsageError if two would land in one folder.
    """
    if out is not None:
        folders = [out] if len(names) == 1 else [out / name for name in names]
    else:
        folders = [default_folder(name, settings) for name in names]
    for folder in folders:
        if folders.count(folder) > 1:
            raise UsageError(f"two scenarios would write to {folder}; give them different names (name: in the file)")
    return folders


def check_target(folder: Path, size: int = 0, mark: str = RUN_MARK) -> None:
    """Raise FileAccessError if a result of about that many bytes cannot or must not be put there.

    `mark`: the file that it has, and results of another kind have not: none takes the place of another kind.

    Nothing is changed; a folder is made for a moment beside the place, or where its parents would be made, since
    permissions do not tell everything, and root nothing.
    """
    try:
        _reason_against(folder, mark)
        parent = _nearest_existing(folder.absolute().parent)
        if not parent.is_dir():
            raise FileAccessError(f"{folder}: {parent} is not a folder")
        _check_space(folder, parent, size)
        try:
            try_folder(parent)
        except OSError as error:
            raise FileAccessError(f"{folder}: {parent} cannot be written to: {error.strerror}") from error
    except OSError as error:
        raise FileAccessError(f"{folder}: {error.strerror}") from error


def _check_space(folder: Path, parent: Path, size: int) -> None:
    space = shutil.disk_usage(parent)
    # An older result is there until the new one is whole. Some file systems say nothing of their size.
    if space.total and size > space.free:
        raise FileAccessError(
            f"{folder}: the results need about {size:,} bytes, and {space.free:,} are free there; "
            "choose another place with --out"
        )


def write_folder(folder: Path, tables: Mapping[str, Iterable[pl.LazyFrame]], run: dict[str, Any]) -> Path:
    """Write the tables, each in pieces, as CSV and `run` as run.json.

    Raises FileAccessError; then the old result is as it was.
    """

    return put_folder(folder, {name: partial(write_pieces, pieces) for name, pieces in tables.items()}, run)


def put_folder(folder: Path, files: Mapping[str, Callable[[BinaryIO], None]], run: dict[str, Any]) -> Path:
    """The same of files, each written by a function of its own."""
    mark = next(mark for mark in _KINDS if mark in files)
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
        _reason_against(folder, mark)
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


def _reason_against(folder: Path, mark: str) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise FileAccessError(f"{folder} is not a folder; choose another place with --out")
    if not folder.exists():
        return
    whole = Path(os.path.realpath(folder))
    what = "a mount point" if os.path.ismount(whole) else None
    what = "the folder you are in, or above it" if whole in _where_we_stand() else what
    if what:
        raise FileAccessError(
            f"{folder} is {what}; a result replaces its folder as a whole, so choose another place with --out, "
            "like a folder in it"
        )
    try:
        present = {entry.name for entry in folder.iterdir()}
        if not present:
            return
        run = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
        listed = set(run["files"])
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            raise FileAccessError(f"{folder}: {RUN_FILE} there cannot be read: {error.strerror}") from error
        raise FileAccessError(_foreign(folder)) from None
    except (ValueError, KeyError, TypeError):
        raise FileAccessError(_foreign(folder)) from None
    other = next((kind for name, kind in _KINDS.items() if name in listed and name != mark), None)
    if other:
        raise FileAccessError(f"{folder} holds the result of {other}; move it away, or choose another place with --out")
    strange = sorted(present - listed)
    if strange:
        raise FileAccessError(
            f"{folder} holds {strange[0]!r}, which is not part of the earlier run there; "
            "move it away, or choose another place with --out"
        )


def _where_we_stand() -> list[Path]:
    try:
        here = Path.cwd()
    except FileNotFoundError:  # it was removed
        return []
    return [here, *here.parents]


def _foreign(folder: Path) -> str:
    return (
        f"{folder} holds files but no result of an earlier run (no readable {RUN_FILE}); "
        "choose another place with --out"
    )


def _nearest_existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
