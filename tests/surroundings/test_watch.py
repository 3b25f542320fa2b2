"""The live view on a real pseudo terminal: it begins, it ends as it should, and leaves the terminal as it was."""

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import jobsim

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # forkpty warns of threads of other tests

ROOT = Path(__file__).parents[2]
REAL = """
name: real
until: 1500ms
queue: {capacity: 3}
submitters: {a: {count: 2, cadence: 20ms, pacing: fixed, timeout: 50ms}}
processors: {w: {count: 2, service: 40ms}}
"""
ON, OFF, HIDE, SHOW = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25l", b"\x1b[?25h"
BROKEN = """
import sys
from jobsim.model.system import System
def broken(*_):
    raise RuntimeError("broken")
System.time_out = broken
from jobsim.cli import main
main(sys.argv[1:])
"""
Command = Callable[..., subprocess.CompletedProcess[str]]


@dataclass
class Shown:
    """All that was written to a terminal, and how the command ended."""

    written: bytes = b""
    code: int = 0
    settings: list[Any] = field(default_factory=list)
    """The terminal's, before and after."""

    @property
    def is_as_before(self) -> bool:
        """The usual screen, the cursor shown, nothing else changed."""
        last = (self.written.rfind(OFF) > self.written.rfind(ON), self.written.rfind(SHOW) > self.written.rfind(HIDE))
        return last == (True, True) and self.settings[0] == self.settings[1]

    @property
    def after(self) -> str:
        """What stands on the usual screen when it is over."""
        return self.written.rpartition(OFF)[2].decode()


def on_a_terminal(
    folder: Path,
    *arguments: str,
    size: tuple[int, int] = (80, 24),
    keys: bytes = b"",
    resized: tuple[int, int] | None = None,
    program: tuple[str, ...] = ("-m", "jobsim"),
    **environment: str,
) -> Shown:
    """Run it; once the first picture is there, press keys, or change the size."""
    process, terminal = pty.fork()
    if process == 0:
        time.sleep(0.1)  # until the terminal has its size
        os.chdir(folder)
        unwanted = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")
        plain = {name: value for name, value in os.environ.items() if name not in unwanted}
        os.execve(
            sys.executable,
            [sys.executable, *program, *arguments],
            {**plain, "TERM": "xterm", "PYTHONPATH": str(ROOT), **environment},
        )
    _resize(terminal, *size)
    shown = Shown(settings=[termios.tcgetattr(terminal)])
    for some in _read(terminal):
        shown.written += some
        if b"submitted" in shown.written:
            if keys:
                os.write(terminal, keys)
            if resized:
                _resize(terminal, *resized)
            keys, resized = b"", None
    shown.settings.append(termios.tcgetattr(terminal))
    shown.code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os.close(terminal)
    return shown


def _resize(terminal: int, columns: int, lines: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


def _read(terminal: int) -> Iterator[bytes]:
    try:
        while select.select([terminal], [], [], 60)[0] and (some := os.read(terminal, 65536)):
            yield some
    except OSError:
        pass  # Linux says so at the end


@pytest.fixture
def folder(tmp_path: Path, run_text: Callable[..., jobsim.Result]) -> Path:
    (tmp_path / "real.yaml").write_text(REAL)
    run_text(REAL).write(tmp_path / "stored")
    return tmp_path


RUN = ("real.yaml", "--engine", "asyncio", "--watch", "--out", "out")


def test_a_run_in_real_time_is_shown_and_summed_up(folder: Path) -> None:
    shown = on_a_terminal(folder, *RUN)
    assert (shown.code, shown.is_as_before) == (0, True)
    assert b"asyncio, speed 1" in shown.written
    assert b"of 3" in shown.written  # places
    assert b"worst lag" in shown.written
    assert shown.written.count(b"a-1 job") > 1
    assert "real: ran for 1.5 s" in shown.after
    assert json.loads((folder / "out/run.json").read_text())["ending"] == "until"


def test_a_stored_run_is_shown_again(folder: Path) -> None:
    before = time.monotonic()
    shown = on_a_terminal(folder, "watch", "stored", "--speed", "1")
    assert time.monotonic() - before > 1.5
    assert (shown.code, shown.is_as_before) == (0, True)
    assert b"replication 1, speed 1" in shown.written
    assert "1.5 s" in shown.after  # the last picture stays
    assert "submitted 150" in shown.after  # two submitters, 20 ms apart, for 1.5 s
    assert shown.written.count(b"submitted") > 4


@pytest.mark.parametrize("speed", [(), ("--speed", "1000000")])
def test_a_usual_speed_and_a_great_one(folder: Path, speed: tuple[str, ...]) -> None:
    keys = b"" if speed else b"\x03"  # half a minute is too long to wait for
    shown = on_a_terminal(folder, "watch", "stored", *speed, keys=keys)
    assert shown.code == (0 if speed else 130)
    assert ("speed 0.05" in shown.after) == (not speed)  # 1.5 s in 30 s


def test_ctrl_c_ends_a_run_and_keeps_what_has_happened(folder: Path) -> None:
    shown = on_a_terminal(folder, *RUN, "--set", "until=10m", keys=b"\x03")
    assert (shown.code, shown.is_as_before) == (130, True)
    assert "real: interrupted (Ctrl-C)" in shown.after
    assert json.loads((folder / "out/run.json").read_text())["ending"] == "interrupted"


def test_ctrl_c_ends_what_is_shown_again(folder: Path) -> None:
    shown = on_a_terminal(folder, "watch", "stored", "--speed", "0.1", keys=b"\x03")
    assert (shown.code, shown.is_as_before) == (130, True)


def test_a_run_that_fails_leaves_the_terminal_as_it_was(folder: Path) -> None:
    shown = on_a_terminal(folder, *RUN, program=("-c", BROKEN))
    assert (shown.code, shown.is_as_before) == (1, True)
    assert "a fault of jobsim's own: RuntimeError: broken" in shown.after


def test_a_damaged_row_that_is_come_upon_later_leaves_it_so_too(folder: Path) -> None:
    with (folder / "stored/jobs.csv").open("a") as rows:
        rows.write("1,2\n")
    shown = on_a_terminal(folder, "watch", "stored", "--speed", "100")
    assert (shown.code, shown.is_as_before) == (2, True)
    assert "2 cells where there should be" in shown.after


@pytest.mark.parametrize("arguments", [RUN, ("watch", "stored", "--speed", "1")], ids=["run", "watch"])
@pytest.mark.parametrize(("size", "resized"), [((40, 10), (120, 40)), ((120, 40), (40, 10)), ((20, 3), (1, 1))])
def test_terminals_of_any_size_that_change_it(
    folder: Path, arguments: tuple[str, ...], size: tuple[int, int], resized: tuple[int, int]
) -> None:
    shown = on_a_terminal(folder, *arguments, size=size, resized=resized)
    assert (shown.code, shown.is_as_before) == (0, True)


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"NO_COLOR": "1"}])
@pytest.mark.parametrize("arguments", [RUN, ("watch", "stored")], ids=["run", "watch"])
def test_where_plain_text_is_wanted_it_is_refused(
    folder: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    shown = on_a_terminal(folder, *arguments, **environment)
    assert shown.code == 2
    assert b"\x1b" not in shown.written
    assert b"only plain text is wanted" in shown.written


def test_letters_that_the_terminal_does_not_know(folder: Path) -> None:
    shown = on_a_terminal(folder, "watch", "stored", "--speed", "10", PYTHONIOENCODING="ascii")
    assert shown.code == 0
    assert shown.written.isascii()
    assert b"#" in shown.written


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--engine", "simpy"), "the engine simpy computes it: take --engine asyncio; or run it first, and see it"),
        (("--engine", "compiled"), "again with jobsim watch RESULTS"),
        ((), "real: --watch shows real time as it passes"),
        (("--engine", "asyncio", "-r", "2"), "shows one run, and here are several: --replications 1"),
        (("--engine", "asyncio", "--workers", "2"), "in this process: --workers 1"),
        (("--engine", "asyncio", "-q"), "--watch and --quiet do not go together"),
        (("--engine", "asyncio", "-v"), "--watch and --verbose do not go together"),
    ],
)
def test_what_cannot_be_watched_is_refused(folder: Path, arguments: tuple[str, ...], expected: str) -> None:
    shown = on_a_terminal(folder, "real.yaml", "--watch", *arguments)
    assert shown.code == 2
    assert expected in " ".join(shown.written.decode().split())
    assert ON not in shown.written
    assert not (folder / "results").exists()


def test_without_a_terminal_it_is_refused(command: Command, folder: Path) -> None:
    for arguments in (RUN, ("watch", "stored")):
        ran = command(*arguments)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "draws on a terminal, and standard output is none" in ran.stderr
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("stored", "--speed", "0"), 2, "--speed must be from 0.001"),
        (("stored", "--replication", "2"), 2, "has no replication 2; it has 1"),
        (("nowhere",), 4, "there is no such folder of results"),
        ((".",), 2, "is not a folder of results: it has no run.json"),
    ],
)
def test_what_is_no_stored_run_is_refused(folder: Path, arguments: tuple[str, ...], code: int, expected: str) -> None:
    shown = on_a_terminal(folder, "watch", *arguments)
    assert shown.code == code
    assert expected in " ".join(shown.written.decode().split())
    assert ON not in shown.written
