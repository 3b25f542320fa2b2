"""A copy of what the manual's commands need, in which they run as a reader would run them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.manual.blocks import DOCS, ROOT, Block

_AS_INSTALLED = 'jobsim() { "$PYTHON" -m jobsim "$@"; }; python() { "$PYTHON" "$@"; }\n'


def fill(folder: Path) -> None:
    """Put the shipped scenarios, and the files that stand beside the pages, into a folder."""
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    for file in [*DOCS.glob("*.py"), *DOCS.glob("*.yaml")]:
        if file.name != "conf.py":
            shutil.copy(file, folder)


def run_line(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell; what goes to standard error comes with the output, as on a terminal."""
    return _run(["bash", "-c", _AS_INSTALLED + line], folder)


def run_python(block: Block, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a block of Python as a program of its own."""
    program = folder / "block.py"
    program.write_text(block.text, encoding="utf-8")
    return _run([sys.executable, program.name], folder)


def _run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {"COLUMNS": "120", "PYTHONPATH": str(ROOT), "PYTHON": sys.executable, "POLARS_FMT_MAX_COLS": "8"}
    return subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, **surroundings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
