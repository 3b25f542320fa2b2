"""A working folder that is gone, no home, no place for temporary files, and other locales."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jobsim.cli import main

Command = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parents[2]
TINY = "submitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {service: 2s}}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        ("FOLDER/tiny.yaml", 4, "jobsim: results/tiny: No such file or directory\n"),
        ("run ../tiny.yaml", 4, "jobsim: the folder you are in is gone; change to another one\n"),
        ("FOLDER/tiny.yaml -q --out FOLDER/out", 0, ""),
        ("check FOLDER/tiny.yaml", 0, ""),
        ("compare FOLDER/out FOLDER/out", 0, ""),
        ("compare out out", 4, "jobsim: out: No such file or directory\n"),
        ("new mine.yaml", 4, "jobsim: mine.yaml: No such file or directory\n"),
        ("new FOLDER/mine.yaml", 0, ""),
        ("schema", 0, ""),
        ("--help", 0, ""),
    ],
)
def test_a_working_folder_that_is_gone(
    command: Command, tmp_path: Path, arguments: str, code: int, expected: str
) -> None:
    (tmp_path / "tiny.yaml").write_text(TINY)
    assert command("tiny.yaml", "--out", "out").returncode == 0
    (tmp_path / "gone").mkdir()
    line = f"cd gone && rmdir ../gone && exec {sys.executable} -m jobsim {arguments.replace('FOLDER', str(tmp_path))}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        ["bash", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr) == (code, expected)


@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": "/nonexistent"},
        {"TMPDIR": "/nonexistent"},
        {"TMPDIR": "/proc"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=str,
)
def test_the_bytes_are_the_same_everywhere(command: Command, tmp_path: Path, environment: dict[str, str]) -> None:
    # Turkish has two letters i: were case a matter of the locale, a word with one would not be known.
    (tmp_path / "tiny.yaml").write_text("name: İıIi\n" + TINY.replace("a:", "ışık:"), encoding="utf-8")
    assert command("tiny.yaml", "-q", "--out", "plain").returncode == 0
    ran = command("tiny.yaml", "-q", "--out", "out", **environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    for name in ("jobs.csv", "summary.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()
    ran = command("compare", "plain", "out", "--csv", "c.csv", **environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "figures are the same" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["run", "FOLDER/tiny.yaml", "-q", "--out", "FOLDER/out"], None),
        (["run", "../tiny.yaml"], "jobsim: the folder you are in is gone; change to another one\n"),
    ],
)
def test_the_same_in_a_process_that_stood_there_before(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    expected: str | None,
) -> None:
    (tmp_path / "tiny.yaml").write_text(TINY)
    (tmp_path / "out").mkdir()
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(SystemExit) as caught:
        main([argument.replace("FOLDER", str(tmp_path)) for argument in arguments])
    assert (caught.value.code, capsys.readouterr().err) == ((4, expected) if expected else (0, ""))
    assert (tmp_path / "out" / "run.json").exists() is (expected is None)
