"""Standard output and standard error that are full, closed, or read by nobody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TINY = "submitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {service: 2s}}\n"


def shell(folder: Path, line: str) -> "subprocess.CompletedProcess[str]":
    (folder / "tiny.yaml").write_text(TINY)
    (folder / "other.yaml").write_text(TINY)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JOBSIM": f"{sys.executable} -m jobsim"}
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


# `sleep` lets the reader be gone before the first word; were it not, the test would only see less.
@pytest.mark.parametrize("arguments", ["tiny.yaml other.yaml", "check tiny.yaml", "schema", "--help", "--version"])
def test_a_reader_who_is_gone_is_no_error(tmp_path: Path, arguments: str) -> None:
    ran = shell(tmp_path, f"(sleep 0.1; exec $JOBSIM {arguments}) | true; exit ${{PIPESTATUS[0]}}")
    assert (ran.returncode, ran.stderr) == (0, "")
    if "other" in arguments:
        assert sorted(os.listdir(tmp_path / "results")) == ["other", "tiny"]


@pytest.mark.parametrize("where", ["2> /dev/full", "2>&-"])
@pytest.mark.parametrize(("arguments", "code"), [("nope.yaml", 2), ("tiny.yaml --sed", 2), ("tiny.yaml --out .", 4)])
def test_a_mistake_that_nobody_hears_has_its_code(tmp_path: Path, where: str, arguments: str, code: int) -> None:
    assert shell(tmp_path, f"$JOBSIM {arguments} {where}").returncode == code


def test_a_mistake_that_is_piped_to_nobody_has_its_code(tmp_path: Path) -> None:
    ran = shell(tmp_path, "(sleep 0.1; exec $JOBSIM nope.yaml) 2>&1 | true; exit ${PIPESTATUS[0]}")
    assert (ran.returncode, ran.stderr) == (2, "")


@pytest.mark.parametrize("arguments", ["check tiny.yaml", "schema", "--help", "--version"])
def test_a_full_disk_under_standard_output_is_said(tmp_path: Path, arguments: str) -> None:
    ran = shell(tmp_path, f"$JOBSIM {arguments} > /dev/full")
    assert (ran.returncode, ran.stderr) == (4, "jobsim: the output could not be written: No space left on device\n")
