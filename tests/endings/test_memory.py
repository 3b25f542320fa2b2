"""Under a limit on memory a run ends in one line and code 5, or as usual; an older result is as it was."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import jobsim
from jobsim.__main__ import _is_cramped, main
from jobsim.analysis.address_space import BYTES_PER_JOB, LIBRARIES, check_address_space, tell_libraries
from jobsim.errors import LimitReached

ROOT = Path(__file__).parents[2]
TINY = "submitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {service: 2s}}\n"
# How many jobs come is seen in the run only: a put may be held up.
UNFORESEEN = "until: 100s\nqueue: {capacity: 9}\nsubmitters: {a: {cadence: 1ms}}\nprocessors: {w: {}}\n"
MEGABYTE = 1_000_000


def limited(folder: Path, size: int, *arguments: str) -> "subprocess.CompletedProcess[str]":
    # Not measured: coverage would take room of its own.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment = {**plain, "PYTHONPATH": str(ROOT)}
    limit = f"import resource, os, sys; resource.setrlimit(resource.RLIMIT_AS, ({size}, {size})); "
    command = [sys.executable, "-c", limit + "os.execv(sys.argv[1], sys.argv[1:])", sys.executable, "-m", "jobsim"]
    return subprocess.run(
        [*command, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny.yaml").write_text(TINY)
    (tmp_path / "unforeseen.yaml").write_text(UNFORESEEN)
    jobsim.run(tmp_path / "tiny.yaml").write(tmp_path / "out")
    return tmp_path


@pytest.mark.parametrize("size", [20, 40, 60, 80, 120, 200, 300, 400, 600, 800, 1199])
def test_too_little_is_one_line_and_costs_no_result(folder: Path, size: int) -> None:
    before = {file.name: file.read_bytes() for file in (folder / "out").iterdir()}
    ran = limited(folder, size * MEGABYTE, "tiny.yaml", "--out", "out")
    assert (ran.returncode, ran.stdout) == (5, ""), ran.stderr
    assert ran.stderr.startswith("jobsim: ")
    assert "ulimit -v" in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert {file.name: file.read_bytes() for file in (folder / "out").iterdir()} == before


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_what_is_asked_for_is_enough(engine: str, folder: Path) -> None:
    size = LIBRARIES + 3 * BYTES_PER_JOB
    ran = limited(folder, size, "tiny.yaml", "-q", "--out", "out", "--engine", engine)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_jobs_that_were_not_foreseen_are_counted_before_the_libraries_write_them(folder: Path) -> None:
    ran = limited(folder, LIBRARIES + 60_000 * BYTES_PER_JOB, "unforeseen.yaml", "-q", "--out", "out")
    assert ran.returncode == 5
    assert "unforeseen: 100,000 jobs need about 1.23 GB of address space" in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("verb", [["check", "tiny.yaml"], ["compare", "out", "out"], ["schema"], ["--help"]])
def test_the_other_commands_need_little(folder: Path, verb: list[str]) -> None:
    assert limited(folder, 100 * MEGABYTE, *verb).returncode == 0
    ran = limited(folder, 60 * MEGABYTE, *verb)
    assert (ran.returncode, ran.stderr.count("\n")) == (5, 1)


def test_the_sum_by_hand() -> None:
    check_address_space("few", 10, 1_200_003_000)
    with pytest.raises(LimitReached, match=r"few: 10 jobs need about 1\.20 GB of address space"):
        check_address_space("few", 10, 1_200_002_999)


def test_without_a_limit_nothing_is_asked() -> None:
    if resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY:
        pytest.skip("there is a limit here")
    check_address_space("many", 10**12)


@pytest.mark.parametrize(("size", "code"), [(99_999_999, 5), (100_000_000, 0)])
def test_the_least_that_is_needed_to_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], size: int, code: int
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (size, -1))
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # it ends by ignoring Ctrl-C, which other tests need
    monkeypatch.setattr(sys, "argv", ["jobsim", "--version"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == code
    said = capsys.readouterr()
    assert said.out == ("" if code else f"{jobsim.__version__}\n")
    assert ("ulimit -v" in said.err) is bool(code)


@pytest.mark.parametrize(("limit", "told"), [(10**9, ["1", "1", "10000"]), (-1, [None, "1", "10000"])])
def test_the_libraries_take_little_at_a_time_unless_they_are_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, limit: int, told: list[str | None]
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limit, -1))
    names = ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_IDEAL_MORSEL_SIZE")
    for given, found in (({}, told), (dict.fromkeys(names, "4"), ["4", "4", "4"])):
        monkeypatch.setattr(os, "environ", given)
        tell_libraries()
        assert [os.environ.get(name) for name in names] == found


def test_where_a_system_has_no_such_limit_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobsim.analysis.address_space.resource", None)
    check_address_space("many", 10**12)


@pytest.mark.parametrize(("platform", "cramped"), [("linux", True), ("darwin", True), ("win32", False)])
def test_the_module_of_limits_is_missing_on_windows_or_did_not_fit(
    monkeypatch: pytest.MonkeyPatch, platform: str, cramped: bool
) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)  # so that its import fails
    monkeypatch.setattr(sys, "platform", platform)
    assert _is_cramped() is cramped
