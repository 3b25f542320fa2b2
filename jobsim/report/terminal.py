"""What the terminal can show, and what whoever reads it has asked for."""

import os
import shutil
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 40
"""Columns; in fewer, help and tables cannot be laid out."""


def heed_environment() -> None:
    """Settle what every printer of ours, and of our libraries, then reads from the environment."""
    if os.environ.get("NO_COLOR"):
        os.environ["TERM"] = "dumb"  # who wants no colours wants no bold either, nor a moving bar
    if shutil.get_terminal_size().columns < NARROWEST:
        os.environ["COLUMNS"] = str(NARROWEST)
    elif os.environ.get("COLUMNS", "").strip("0") == "":
        os.environ.pop("COLUMNS", None)  # a width of 0 means that nobody knows it


def console() -> "Console":
    """A console that raises BrokenPipeError where nobody reads it any more, rather than ending the process."""
    from rich.console import Console

    class Honest(Console):
        def on_broken_pipe(self) -> NoReturn:
            raise BrokenPipeError

    return Honest(highlight=False)
