"""The search for garbage rests while a run goes on, and goes on after it if it went on before."""

import gc
from typing import Any

import pytest

import jobsim
from jobsim.engines.compiled import engine
from jobsim.engines.compiled.collecting import without_collecting

SCENARIO = "{submitters: {a: {cadence: 1s, jobs: 3}}, processors: {w: {service: 1s}}}"


def test_it_rests_while_a_run_goes_on_that_nobody_listens_to(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    drive = engine._drive

    def looked_at(*parts: Any) -> Any:
        seen.append(gc.isenabled())
        return drive(*parts)

    monkeypatch.setattr(engine, "_drive", looked_at)
    jobsim.run(jobsim.loads(SCENARIO), engine="compiled")
    jobsim.run(jobsim.loads(SCENARIO), engine="compiled", listener=lambda _: None)
    assert seen == [False, True]
    assert gc.isenabled()


def test_it_goes_on_after_a_failure() -> None:
    with pytest.raises(MemoryError), without_collecting():
        raise MemoryError
    assert gc.isenabled()


def test_who_does_without_it_still_does() -> None:
    gc.disable()
    try:
        with without_collecting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
