"""A place where results cannot be put is told before the run, not after it, and nothing there is touched."""

import os
import subprocess
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import jobsim
from jobsim.analysis.disk import BYTES_PER_JOB, BYTES_PER_RESULT, expected_bytes
from jobsim.errors import FileAccessError
from jobsim.results import target, whole

Command = Callable[..., subprocess.CompletedProcess[str]]
# The story would be told while it ran: where nothing is printed, nothing was run.
HUNDRED = "submitters: {a: {cadence: 1ms, jobs: 100}}\nprocessors: {w: {}}\n"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 64 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], check=True, capture_output=True, timeout=60
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a disk is not allowed here")
    yield place
    subprocess.run(["umount", place], check=True, timeout=60)


def refused(command: Command, folder: Path, out: Path, expected: str) -> None:
    (folder / "f.yaml").write_text(HUNDRED)
    ran = command("f.yaml", "-v", "--out", out)
    assert (ran.returncode, ran.stdout) == (4, "")
    assert ran.stderr.startswith(f"jobsim: {out}: ")
    assert ran.stderr.count("\n") == 1
    assert expected in ran.stderr


def test_a_full_disk(command: Command, tmp_path: Path, disk: Path) -> None:
    (disk / "theirs").write_bytes(bytes(65536))
    refused(command, tmp_path, disk / "deep" / "out", f"need about {BYTES_PER_RESULT + 100 * BYTES_PER_JOB:,} bytes")
    assert os.listdir(disk) == ["theirs"]


def test_a_read_only_disk(command: Command, tmp_path: Path, disk: Path) -> None:
    (disk / "theirs").touch()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True, timeout=60)
    refused(command, tmp_path, disk / "out", f"{disk} cannot be written to: Read-only file system")
    assert os.listdir(disk) == ["theirs"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a system without /proc")
def test_where_no_folder_can_be_made_whatever_the_permissions_say(command: Command, tmp_path: Path) -> None:
    refused(command, tmp_path, Path("/proc/self/out"), "cannot be written to")


def test_below_a_file(command: Command, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("mine")
    refused(command, tmp_path, tmp_path / "theirs" / "out", "is not a folder")
    assert (tmp_path / "theirs").read_text() == "mine"


def test_room_is_counted_by_the_expected_jobs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    size = expected_bytes(jobsim.loads(HUNDRED))
    assert size == 16_000 + 100 * 120
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(target.shutil, "disk_usage", lambda _: usage(10**6, 0, 28_000))
    target.check_target(tmp_path / "out", size)
    with pytest.raises(FileAccessError, match=r"need about 28,001 bytes, and 28,000 are free"):
        target.check_target(tmp_path / "out", size + 1)
    monkeypatch.setattr(target.shutil, "disk_usage", lambda _: usage(0, 0, 0))
    target.check_target(tmp_path / "out", size)
    assert os.listdir(tmp_path) == []


def test_no_run_that_has_room_is_refused(scenarios: Path, tmp_path: Path) -> None:
    result = jobsim.run(scenarios / "ties.yaml")
    files = result.write(tmp_path / "out").iterdir()
    pages = sum(-(-file.stat().st_size // 4096) * 4096 for file in files)  # a disk gives room by the page
    assert pages >= BYTES_PER_RESULT


def test_the_trial_sweeps_what_a_killed_trial_left(tmp_path: Path) -> None:
    (tmp_path / f"{whole.PREFIX}0").mkdir()
    (tmp_path / f"{whole.PREFIX}1").mkdir()
    (tmp_path / f"{whole.PREFIX}1" / "theirs").touch()
    target.check_target(tmp_path / "deep" / "out")
    assert os.listdir(tmp_path) == [f"{whole.PREFIX}1"]
