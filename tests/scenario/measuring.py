"""Run the real command on a scenario and measure it: what it says, its time on the processor, its memory.

Standing alone: `python measuring.py COMMAND...` runs the command as its child, so that what is measured is the
command's own. (A child counts the memory of whoever began it as its peak, until it is itself; pytest has much.)
"""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HANGS = 60
"""Seconds of wall time, far beyond any answer: only what hangs meets them."""
ENOUGH = 2_000_000_000
"""Bytes that nothing may take, so that a fault does not cost the machine its memory."""


class Measured(NamedTuple):
    """What became of one command."""

    code: int
    seconds: float
    megabytes: float
    said: str


def measure(folder: Path, *arguments: str) -> Measured:
    """Run `jobsim` with arguments in a folder."""
    call = [sys.executable, "-S", __file__, sys.executable, "-m", "jobsim", *arguments]
    # Not while coverage is measured: that takes time and memory of its own.
    own = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    environment = {**own, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(call, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    code, seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return Measured(code, seconds, megabytes, done.stderr.decode("utf-8"))


if __name__ == "__main__":
    child = os.fork()
    if not child:
        signal.alarm(HANGS)  # stays set in what takes our place, and ends it
        resource.setrlimit(resource.RLIMIT_AS, (ENOUGH, ENOUGH))
        os.execv(sys.argv[1], sys.argv[1:])
    _, status, used = os.wait4(child, 0)
    print()
    print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
