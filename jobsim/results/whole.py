"""Files and folders that appear whole or not at all.

What is being made has a name of its own beside its place, and is locked as long as its maker lives. What a killed
maker left behind is nobody's any more; the next one sweeps it away.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from jobsim.errors import FileAccessError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows locks otherwise; there, nothing is swept
    fcntl = None  # type: ignore[assignment]

PREFIX = ".jobsim-writing-"


@contextmanager
def folder_beside(folder: Path) -> Iterator[Path]:
    """A new folder beside another, for as long as it takes; what is at its path in the end is removed.

    Raises OSError where none can be made.
    """
    parent = folder.parent
    parent.mkdir(parents=True, exist_ok=True)
    made, lock = _locked_folder(parent)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(lock)


def try_folder(parent: Path) -> None:
    """Make a folder there and remove it: the one way to know whether it can be done. Raises OSError."""
    clear_leftovers(parent, frozenset())
    made, lock = _locked_folder(parent)
    with suppress(OSError):  # what stays is empty; the next maker sweeps it
        made.rmdir()
    os.close(lock)


def clear_leftovers(parent: Path, names: frozenset[str]) -> None:
    """Remove folders that killed makers left behind, if they hold nothing but files of these names."""
    if fcntl is None:  # pragma: no cover - Windows
        return
    for left in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):
            lock = os.open(left, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if {entry.name for entry in left.iterdir()} <= names:
                    shutil.rmtree(left)
            finally:
                os.close(lock)


def write_file(file: Path, text: str) -> None:
    """Write a text beside the file and let it take the file's place. Raises FileAccessError; then nothing changed."""
    made: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=PREFIX, dir=file.parent)
        made = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
        made.chmod(usual_mode(0o666))
        made.replace(file)
    except OSError as error:
        if made is not None:
            with suppress(OSError):
                made.unlink()
        raise FileAccessError(f"{file}: {error.strerror}") from error


def write_over_own(file: Path, text: str, head: str, what: str) -> None:
    """The same, where nothing is, or an earlier `what`, which begins with `head`. Raises FileAccessError."""
    check_own(file, head, what)
    write_file(file, text)


def check_own(file: Path, head: str, what: str) -> None:
    """Raise FileAccessError if anything is in the file's place but an earlier `what`, which begins with `head`."""
    start = head.encode()
    try:
        if not file.exists():
            return
        if not file.is_file() and not file.is_dir():  # of a pipe, the first bytes might never come
            raise FileAccessError(f"{file} is not a file")
        with file.open("rb") as earlier:
            if earlier.read(len(start)) == start:
                return
    except OSError as error:
        raise FileAccessError(f"{file}: {error.strerror}") from error
    raise FileAccessError(f"{file} exists and is no earlier {what}; nothing was written")


def usual_mode(mode: int) -> int:
    """The permissions that a file made in the usual way would have."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mode & ~mask


def _locked_folder(parent: Path) -> tuple[Path, int]:
    for number in count():
        made = parent / f"{PREFIX}{number}"
        try:
            made.mkdir()
        except FileExistsError:
            continue  # somebody else's
        try:
            lock = os.open(made, os.O_RDONLY)
        except FileNotFoundError:
            continue  # swept away before it was locked
        except OSError:
            with suppress(OSError):
                made.rmdir()
            raise
        if fcntl is not None:  # pragma: no branch - None on Windows only
            with suppress(OSError):  # a file system without locks: nothing will be swept there either
                fcntl.flock(lock, fcntl.LOCK_EX)
        if made.exists():
            return made, lock
        os.close(lock)
    raise AssertionError("numbers do not end")  # pragma: no cover
