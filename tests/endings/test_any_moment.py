"""A signal at any moment of the process's life: while it imports, reads, runs, writes, or has done it all.

However it ends, nobody sees a traceback of ours, the result in its place is the old one or the new one as a whole,
and the next run leaves nothing behind.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jobsim.results.whole import PREFIX

ROOT = Path(__file__).parents[2]
TINY = "submitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {service: 2s}}\n"
# Frames of ours. The package's own first lines come before anybody can heed a signal, as Python's start does.
OURS = re.compile(r"/jobsim/(?!__init__\.py)[\w/]+\.py")


def begin(folder: Path, seed: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "jobsim", "tiny.yaml", "-q", "--out", "out", "--set", f"seed={seed}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)


def end(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Wait for it: its exit code, and what it said on standard error."""
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def seed_of_result(folder: Path) -> int:
    told = json.loads((folder / "out/run.json").read_text())
    assert sorted(os.listdir(folder / "out")) == told["files"]
    assert (folder / "out/jobs.csv").read_text().count("\n") == 4
    seed: int = told["seed"]
    return seed


@pytest.mark.parametrize(("number", "moments"), [(signal.SIGINT, 14), (signal.SIGTERM, 8)])
def test_it_costs_no_result_and_no_words(tmp_path: Path, number: signal.Signals, moments: int) -> None:
    (tmp_path / "tiny.yaml").write_text(TINY)
    begun = time.perf_counter()
    assert end(begin(tmp_path, 0)) == (0, "")
    life = time.perf_counter() - begun
    before = 0
    for moment in range(moments):
        process = begin(tmp_path, before + 1)
        time.sleep(life * moment / moments)
        process.send_signal(number)
        code, said = end(process)
        where = f"{number.name} after {moment} of {moments} parts of its life: {code}\n{said}"
        assert OURS.search(said) is None, where
        assert said.count("\n") <= 1 or "Traceback" in said, where
        if "Traceback" not in said:  # else it met Python itself at its start
            assert code in (0, 128 + number, -number), where
        after = seed_of_result(tmp_path)
        assert after == before + 1 or (after == before and code != 0), where
        before = after
    assert end(begin(tmp_path, before + 1)) == (0, "")
    assert list(tmp_path.glob(f"{PREFIX}*")) == []


def test_when_all_is_done_ctrl_c_is_not_heard(tmp_path: Path) -> None:
    """The shutdown of Python would answer it with a traceback."""
    code = (
        "import atexit, os, signal, sys; from jobsim.__main__ import main;"
        "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT)); sys.argv = ['jobsim', '--version']; main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_ctrl_c_at_the_first_import_is_one_line() -> None:
    code = (
        "import sys; from jobsim.__main__ import main; sys.modules.pop('jobsim.cli', None)\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'jobsim.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting()); main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (130, "jobsim: interrupted\n")


def test_the_package_takes_no_time_before_it_can_be_interrupted() -> None:
    code = "import sys; before = set(sys.modules); import jobsim; print(sorted(set(sys.modules) - before))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-S", "-c", code]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "['jobsim', 'jobsim.version']"
