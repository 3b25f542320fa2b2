"""The search for garbage rests while a run is laid out, and goes on after it if it went on before."""

import gc

import pytest

import jobsim
from jobsim.engines.compiled import engine
from jobsim.engines.compiled.collecting import without_collecting

SCENARIO = "{submitters: {a: {cadence: 1s, jobs: 3}}, processors: {w: {service: 1s}}}"


def test_it_rests_while_a_run_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    lay_out = engine.lay_out

    def looked_at(*parts: object, **more: object) -> None:
        seen.append(gc.isenabled())
        lay_out(*parts, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "lay_out", looked_at)
    jobsim.run(jobsim.loads(SCENARIO), engine="compiled")
    assert seen == [False]
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
