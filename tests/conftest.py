"""What many tests need: a scenario from text, a run of it, the command line."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

import jobsim
from jobsim.engines.compiled.cache import cache_file

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def compiled_kernel() -> None:
    """Compile the kernel before anything is tried on it; in a process of its own, as it leaves much behind."""
    file = cache_file()
    assert file is not None
    if not file.exists():
        program = "from jobsim.engines.compiled.cache import kernel; kernel(print)"
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=600)


@pytest.fixture
def run_text() -> Callable[..., jobsim.Result]:
    """Run a scenario given as YAML text."""

    def run(text: str, *overrides: str, **options: object) -> jobsim.Result:
        return jobsim.run(jobsim.loads(dedent(text), overrides=overrides), **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `jobsim` with arguments in an empty folder, as its own process."""

    def call(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "jobsim", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "120", "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return call


@pytest.fixture
def scenarios() -> Path:
    """The folder of the shipped scenarios."""
    return ROOT / "scenarios"
