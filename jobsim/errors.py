"""One class for each thing a user can act on, with the exit code it ends the command with."""

from collections.abc import Sequence
from typing import NamedTuple

EXPECTATION_FAILED = 3
"""The exit code where all went well, but for what was expected."""


class JobsimError(Exception):
    """Anything jobsim says on purpose. Its text is for the user: what, where, what to do."""

    exit_code = 1


class InternalFault(JobsimError):
    """A breach of the simulator's own invariants: a fault of ours, never of the scenario."""


class UsageError(JobsimError):
    """The command or call cannot mean anything: an unknown engine, two scenarios of one name."""

    exit_code = 2


LONGEST_FILE, LONGEST_PATH, LONGEST_MESSAGE = 1000, 200, 500
"""So much of each part of a problem is printed."""
LONGEST_SHOWN_PATH = 300
"""So much of a file's path is shown, so that what is wrong with it still has room."""


def printable(text: str, most: int | None = None) -> str:
    """A text that may hold anything, as a terminal may see it: no control character raw, no more than so many."""
    start = text if most is None else text[: most + 1]
    plain = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in start)
    return plain if most is None or len(plain) <= most else f"{plain[: most - 3]}..."


class Problem(NamedTuple):
    """One thing wrong with a scenario, and where.

    `line` and `column` count from 1, and are 0 where there is no text to point at (a missing file, an option).
    """

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        file, path = printable(self.file, LONGEST_FILE), printable(self.path, LONGEST_PATH)
        place = f"{file}:{self.line}:{self.column}" if self.line else file
        message = printable(self.message, LONGEST_MESSAGE)
        return f"{place}: {path}: {message}" if path else f"{place}: {message}"


class ScenarioError(JobsimError):
    """A scenario that cannot be run: all its problems at once, in the order of the text."""

    exit_code = 2
    SHOWN = 20

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        lines = [str(problem) for problem in self.problems[: self.SHOWN]]
        if len(self.problems) > self.SHOWN:
            lines.append(f"... and {len(self.problems) - self.SHOWN} more")
        super().__init__("\n".join(lines))


class FileAccessError(JobsimError):
    """A file or folder that cannot be read or written."""

    exit_code = 4


class WorkersLost(JobsimError):
    """The workers that points run on are gone, and no others to be had; what a sweep has written is kept."""

    exit_code = 5


class LimitReached(JobsimError):
    """A run that was stopped by a limit: lateness on the real clock, events without end in one instant."""

    exit_code = 5
