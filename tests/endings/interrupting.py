"""Start `jobsim` on a run that would take for ever, and send it a signal once it is under way."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ENDLESS = """
name: endless
until: 10h
queue: {capacity: 3}
submitters: {a: {count: 3, cadence: {distribution: exponential, mean: 20ms}, pacing: fixed, timeout: 10ms}}
processors: {w: {service: 9ms}}
"""


def start(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start a run that tells its story, and wait until the story has begun."""
    root = Path(__file__).parent.parent.parent
    process = subprocess.Popen(
        [sys.executable, "-m", "jobsim", "--out", "out", "-v", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def interrupt(folder: Path, number: signal.Signals, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run without end, send the signal after a while, and wait for the end."""
    (folder / "endless.yaml").write_text(ENDLESS)
    process = start(folder, "endless.yaml", *arguments)
    time.sleep(0.3)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)
