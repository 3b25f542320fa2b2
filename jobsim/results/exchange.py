"""Two folders change places: in one step where the system can, else by moving one aside and back on failure."""

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def exchange(made: Path, folder: Path) -> None:
    """Afterwards `folder` is what `made` was, and `made` what `folder` was."""
    if not _exchange_at_once(made, folder):
        aside = folder.with_name(f".{folder.name}.before")  # a name that nothing sweeps
        folder.rename(aside)
        try:
            made.rename(folder)
        except OSError:
            aside.rename(folder)
            raise
        aside.rename(made)


def _exchange_at_once(made: Path, folder: Path) -> bool:
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    names = os.fsencode(made), os.fsencode(folder)
    return bool(renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
