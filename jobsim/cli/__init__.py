"""The verbs, a file for each: parse, call, print, exit code; no logic. `app` is what they have in common."""

from jobsim.cli import (  # noqa: F401 - each registers its verb
    check,
    compare,
    new,
    report,
    run,
    schema,
    size,
    sweep,
    watch,
)
from jobsim.cli.command import main

__all__ = ["main"]
