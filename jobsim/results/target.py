"""Where a result may be put: never over anything that is not an older one of its kind."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from jobsim.errors import FileAccessError, UsageError
from jobsim.results.format import RUN_FILE
from jobsim.results.whole import try_folder

_LONGEST_NAME = 120
RUN_MARK, SWEEP_MARK = "summary.csv", "sweep.csv"
KINDS = {RUN_MARK: "a run", SWEEP_MARK: "a sweep"}
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
        check_replaceable(folder, mark)
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


def check_replaceable(folder: Path, mark: str) -> None:
    """Raise FileAccessError if what is there must not be replaced by a result that has that mark."""
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
    other = next((kind for name, kind in KINDS.items() if name in listed and name != mark), None)
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
