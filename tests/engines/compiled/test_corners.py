"""The rarest things that can happen, compiled and as plain Python."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import jobsim
from tests.engines.compiled.alike import assert_alike
from tests.engines.compiled.corners import CORNERS

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("text", CORNERS.values(), ids=CORNERS.keys())
def test_it_is_as_on_simpy(text: str) -> None:
    assert_alike(jobsim.loads(text))


def test_so_it_is_without_being_compiled() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.engines.compiled.corners"],
        cwd=ROOT,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-5_000:]
