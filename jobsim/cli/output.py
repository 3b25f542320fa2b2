"""What is said to the user beside the verbs' own output, also where nobody listens any more."""

import os
import sys
from contextlib import suppress
from typing import TextIO

from jobsim.errors import printable


def complain(message: str, code: int) -> int:
    """Say on the standard error what is wrong, and hand the code back."""
    # A name in it may hold escape sequences, which must not reach the terminal.
    plain = "\n".join(map(printable, message.split("\n")))
    try:
        print(f"jobsim: {plain}", file=sys.stderr, flush=True)
    except OSError:
        mute(sys.stderr)  # nobody hears it; the code still tells
    return code


def mute(stream: TextIO | None = None) -> None:
    """Let what is still printed (by default on standard output) go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())
