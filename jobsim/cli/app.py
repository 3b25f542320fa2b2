"""The command, what its verbs have in common, and how scenarios are read for them."""

import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from jobsim.errors import UsageError
from jobsim.version import __version__

if TYPE_CHECKING:
    from jobsim.scenario.schema import Scenario

app = App(
    name="jobsim",
    help="A declarative simulator for job queues: YAML scenarios in, comparable CSVs out.",
    version=__version__,
    help_format="plaintext",
    result_action="return_value",
    suppress_keyboard_interrupt=False,  # it would end the process without a word
)
app.register_install_completion_command(help="Install completion for the shell in use.")

Files = Annotated[Path, Parameter(help="Scenario files.")]
Sets = Annotated[
    tuple[str, ...],
    Parameter(
        name="--set",
        help="Override a key of the file, like queue.capacity=5; may be repeated.",
        negative=(),
        show_default=False,
    ),
]
Seed = Annotated[str | None, Parameter(help="Override the scenario's seed.")]
Replications = Annotated[
    str | None,
    Parameter(name=["--replications", "-r"], help="Run it so many times, each with draws of its own."),
]

Vary = Annotated[
    tuple[str, ...],
    Parameter(
        help="A key and its values, like processors.worker.count=1:8 or queue.capacity=5,10,20; may be repeated.",
        negative=(),
        show_default=False,
    ),
]
Workers = Annotated[
    int | None, Parameter(help="How many processes run it; 1: this one. Default: one for each core, where that pays.")
]
Cluster = Annotated[str | None, Parameter(help="Run it on the Dask cluster of this scheduler, like tcp://host:8786.")]
Report = Annotated[Path | None, Parameter(help="Write a page with pictures, too: an HTML file.")]
Strict = Annotated[bool, Parameter(help="What is undecided fails, too.", negative=(), show_default=False)]


def settings(sets: tuple[str, ...], **short: str | None) -> list[str]:
    """What the command line lays over the file, as assignments; of several to one key the last one counts."""
    every = [*sets, *(f"{key}={value}" for key, value in short.items() if value is not None)]
    last: dict[str, str] = {}
    for setting in every:
        key = setting.partition("=")[0]
        last.pop(key, None)  # so that it takes the place of the last, over whatever was set in between
        last[key] = setting
    return list(last.values())


def load(files: Sequence[Path], settings: Sequence[str]) -> "list[Scenario]":
    from jobsim.scenario.loading import load_all

    if not files:
        raise UsageError("name a scenario file, like scenarios/burst.yaml (jobsim new FILE writes one to start from)")
    first = str(files[0])
    if first == "help" and not os.path.exists(first):
        raise UsageError("there is no file help; what jobsim can do: jobsim --help")
    if not files[0].suffix and not os.path.exists(first) and (meant := get_close_matches(first, _verbs(), n=1)):
        raise UsageError(f"there is no file {first}; if the command {meant[0]} is meant: jobsim {meant[0]} FILE...")
    return load_all(files, settings)


def _verbs() -> list[str]:
    return [name for name in app if name.isalpha()]
