"""Files that appear whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from jobsim.errors import FileAccessError

PREFIX = ".jobsim-"
"""What is being made is called so until it is whole."""


def write_file(file: Path, text: str) -> None:
    """Write a text beside the file and let it take the file's place. Raises FileAccessError; then nothing changed."""
    made: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=PREFIX, dir=file.parent)
        made = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as target:
            target.write(text)
        made.chmod(usual_mode(0o666))
        made.replace(file)
    except OSError as error:
        if made is not None:
            with suppress(OSError):
                made.unlink()
        raise FileAccessError(f"{file}: {error.strerror}") from error


def usual_mode(mode: int) -> int:
    """The permissions that a file made in the usual way would have."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mode & ~mask
