"""`jobsim new`."""

import shlex
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jobsim.cli.app import app


@app.command
def new(path: Annotated[Path, Parameter(help="The file to write; it must not exist.")]) -> int:
    """Write a first scenario to start from, and beside it the schema by which your editor knows the language."""
    from jobsim.scenario.starting import SCHEMA_FILE, write_starter

    written = write_starter(path)
    print(f"{written} is written, and {SCHEMA_FILE} for your editor; run it with: jobsim {shlex.quote(str(path))}")
    return 0
