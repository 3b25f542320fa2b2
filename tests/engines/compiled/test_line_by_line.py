"""The kernel says the same as plain Python, line by line."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent


def test_it_gives_the_same_without_being_compiled() -> None:
    files = sorted((ROOT / "tests" / "timelines").glob("*.yaml"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.engines.compiled.line_by_line", *map(str, files)],
        cwd=ROOT,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-5_000:]
