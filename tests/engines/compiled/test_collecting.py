"""The search for garbage rests while a run is laid out, and keeps away from what was, until the run ends."""

import gc
from typing import Any

import pytest

import jobsim
from jobsim.engines.compiled import engine
from jobsim.engines.compiled.collecting import out_of_sight, without_collecting

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


@pytest.mark.parametrize(("submitters", "is_out_of_sight"), [(1_000, False), (1_001, True)])
def test_what_was_laid_out_for_many_is_out_of_sight_until_the_run_ends(
    submitters: int, is_out_of_sight: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, bool]] = []
    drive = engine._drive

    def looked_at(*parts: Any) -> Any:
        seen.append((gc.isenabled(), gc.get_freeze_count() > 0))
        return drive(*parts)

    monkeypatch.setattr(engine, "_drive", looked_at)
    gc.unfreeze()  # whatever other tests have left there
    jobsim.run(jobsim.loads(SCENARIO, overrides=[f"submitters.a.count={submitters}"]), engine="compiled")
    assert seen == [(True, is_out_of_sight)]
    assert gc.get_freeze_count() == 0


def test_what_somebody_else_has_put_out_of_sight_stays_there() -> None:
    gc.freeze()
    try:
        with out_of_sight():
            there = gc.get_freeze_count()
        assert gc.get_freeze_count() == there
    finally:
        gc.unfreeze()


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
