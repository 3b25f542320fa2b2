"""`jobsim new`."""

import shlex
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jobsim.cli.app import app


@app.command
def new(path: Annotated[Path, Parameter(help="The file to write; it must not exist.")]) -> int:
    """Write a first scenario to start from."""
    from jobsim.scenario.starting import write_starter

    print(f"{write_starter(path)} is written; run it with: jobsim {shlex.quote(str(path))}")
    return 0
