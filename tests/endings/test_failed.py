"""A failing part of an engine fails the run, with its cause; nothing is written."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import jobsim
from jobsim.cli import main
from jobsim.engines.compiled.feeding.feeding import Feeding
from jobsim.model import system


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a fault put in on purpose")

    monkeypatch.setattr(system.System, "finish", fail)
    monkeypatch.setattr(Feeding, "feed", fail)


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("engine", ["simpy", "compiled", "asyncio"])
def test_the_cause_comes_out(run_text: Callable[..., jobsim.Result], engine: str) -> None:
    with pytest.raises(ZeroDivisionError, match="on purpose"):
        run_text("submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}", engine=engine)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder to stand in, with a scenario."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.yaml").write_text("submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}\n")
    return tmp_path


def code_of(*arguments: str) -> object:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return caught.value.code


@pytest.mark.usefixtures("broken")
def test_the_command_says_it_is_our_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("f.yaml") == 1
    assert "a fault of jobsim's own: ZeroDivisionError" in capsys.readouterr().err
    assert not (folder / "results").exists()


@pytest.mark.usefixtures("broken", "folder")
def test_the_traceback_is_shown_to_who_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBSIM_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError, match="on purpose"):
        main(["f.yaml"])


@pytest.mark.parametrize(
    ("failure", "code", "expected"),
    [
        (KeyboardInterrupt(), 130, "interrupted; what was not written yet is lost, an older result is as it was"),
        (MemoryError(), 5, "the memory is used up; nothing was written. Fewer jobs need less of it"),
    ],
)
def test_what_cuts_a_run_off_is_one_line_and_costs_no_result(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failure: BaseException,
    code: int,
    expected: str,
) -> None:
    assert code_of("f.yaml", "-q", "--out", "out") == 0
    before = {file.name: file.read_bytes() for file in (folder / "out").iterdir()}

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(system.System, "finish", fail)
    assert code_of("f.yaml", "-q", "--out", "out", "--seed", "1") == code
    assert capsys.readouterr() == ("", f"jobsim: {expected}\n")
    assert {file.name: file.read_bytes() for file in (folder / "out").iterdir()} == before


def test_an_exit_that_a_library_asks_for_is_none_of_a_closed_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobsim.scenario.editors.schema.json_schema", lambda: sys.exit(3))
    assert code_of("schema") == 3
