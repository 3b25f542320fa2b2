"""A failing coroutine fails the run, with its cause; nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

import jobsim
from jobsim.model import system


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def finish(*_: object) -> None:
        raise ZeroDivisionError("a fault put in on purpose")

    monkeypatch.setattr(system.System, "finish", finish)


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("engine", ["simpy", "asyncio"])
def test_the_cause_comes_out(run_text: Callable[..., jobsim.Result], engine: str) -> None:
    with pytest.raises(ZeroDivisionError, match="on purpose"):
        run_text("submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}", engine=engine)


@pytest.mark.usefixtures("broken")
def test_the_command_says_it_is_our_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from jobsim.cli import main

    monkeypatch.chdir(tmp_path)
    Path("f.yaml").write_text("submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}\n")
    with pytest.raises(SystemExit) as caught:
        main(["f.yaml"])
    assert caught.value.code == 1
    assert "a fault of jobsim's own: ZeroDivisionError" in capsys.readouterr().err
    assert not Path("results").exists()
