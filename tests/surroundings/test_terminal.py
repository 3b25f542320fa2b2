"""Escape codes only where there is a terminal that wants them, and any width will do."""

import os
import pty
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TINY = "submitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {service: 2s}}\n"
SLOW = "until: 1200ms\nsubmitters: {a: {cadence: 100ms, pacing: fixed}}\nprocessors: {w: {}}\n"
VERBS = [["tiny.yaml"], ["check", "tiny.yaml"], ["--help"], ["nope.yaml"], ["slow.yaml", "--engine", "asyncio"]]
SWEEP = ["sweep", "tiny.yaml", "--vary", "queue.capacity=1:400", "--workers", "1"]


def on_a_terminal(folder: Path, arguments: list[str], **environment: str) -> bytes:
    """All that the command writes to a real pseudo terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
        whole = {**plain, "PYTHONPATH": str(ROOT), **environment}
        os.execve(sys.executable, [sys.executable, "-m", "jobsim", *arguments], whole)
    written = b""
    try:
        while some := os.read(terminal, 65536):
            written += some
    except OSError:
        pass  # Linux says so at the end
    os.waitpid(process, 0)
    os.close(terminal)
    return written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny.yaml").write_text(TINY)
    (tmp_path / "slow.yaml").write_text(SLOW)
    return tmp_path


# forkpty warns of threads, which other tests may have left; the child replaces itself at once.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}])
@pytest.mark.parametrize("arguments", [*VERBS, SWEEP], ids=" ".join)
def test_no_escape_codes_where_none_are_wanted(folder: Path, arguments: list[str], environment: dict[str, str]) -> None:
    written = on_a_terminal(folder, arguments, **environment)
    assert written
    assert b"\x1b" not in written


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_terminal_that_can_shows_bold_heads(folder: Path) -> None:
    assert b"\x1b[1m" in on_a_terminal(folder, ["tiny.yaml"], TERM="xterm")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_sweep_shows_how_far_it_is(folder: Path) -> None:
    assert b" of 400 points" in on_a_terminal(folder, SWEEP, TERM="xterm", COLUMNS="100")
    assert on_a_terminal(folder, [*SWEEP, "-q"], TERM="xterm", COLUMNS="100") == b""


@pytest.mark.parametrize("columns", ["0", "1", "-5", "wide"])
def test_any_width_will_do(command: Callable[..., object], folder: Path, columns: str) -> None:
    ran = command("--help", COLUMNS=columns)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "jobsim COMMAND" in ran.stdout
    assert command("tiny.yaml", COLUMNS=columns).returncode == 0
