"""The compiled kernel is kept, is not used when it is damaged, and is done without where there is no place for it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from jobsim.engines.compiled import cache
from jobsim.engines.compiled.machine import Kernel, MachineCode, load
from jobsim.results.result import Result

ROOT = Path(__file__).parent.parent.parent.parent
BUILT = MachineCode("one", "two", b"machine\ncode")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said, where compiling takes no time and what comes of it is not run."""
    building = SimpleNamespace(build=lambda: BUILT)
    monkeypatch.setitem(sys.modules, "jobsim.engines.compiled.building", building)  # the true one brings in Numba
    monkeypatch.setattr(cache, "load", lambda made: made)
    monkeypatch.setattr(cache, "_at_hand", [])
    return []


def new_kernel(told: list[str]) -> object:
    """The kernel as a new process gets it."""
    cache._at_hand.clear()
    return cache.kernel(told.append)


def test_it_is_compiled_once(told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "new"))
    assert new_kernel(told) == BUILT
    assert told == ["compiling the engine for this machine: once, about half a minute"]
    assert new_kernel(told) == BUILT
    assert len(told) == 1
    assert [path.name for path in (tmp_path / "new" / "jobsim").iterdir()] == [cache.cache_file().name]  # type: ignore[union-attr]


def test_a_process_asks_once(told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = new_kernel(told)
    (tmp_path / "jobsim").rename(tmp_path / "gone")
    assert cache.kernel(told.append) is first
    assert len(told) == 1


def test_the_clock_begins_when_the_kernel_is_there(
    run_text: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(made: MachineCode) -> Kernel:
        time.sleep(1)
        return load(made)

    whole = time.perf_counter()
    monkeypatch.setattr(cache, "_at_hand", [])
    monkeypatch.setattr(cache, "load", slowly)
    result = run_text(
        "queue: {}\nsubmitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {service: 1s}}", engine="compiled"
    )
    assert result.run.wall_seconds < time.perf_counter() - whole - 1


@pytest.mark.parametrize("damage", [b"", b"\n", b"garbage", None])
def test_what_is_damaged_is_compiled_again(
    damage: bytes | None, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    new_kernel(told)
    file = cache.cache_file()
    assert file is not None
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + b"x" if damage is None else damage)
    assert new_kernel(told) == BUILT
    assert len(told) == 2
    assert file.read_bytes() == whole


def test_other_sources_have_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.cache_file()
    (tmp_path / "units.py").write_text("NEVER = 1")
    monkeypatch.setattr(cache, "_PACKAGE", tmp_path)
    assert cache.cache_file() != before


@pytest.mark.parametrize("place", ["/dev/null/here", "/proc/here"])
def test_without_a_place_it_is_compiled_each_time(place: str, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", place)
    for _ in range(2):
        assert new_kernel(told) == BUILT
    assert len(told) == 4
    assert "no folder to keep the compiled engine in" in told[1]


def test_a_full_disk_leaves_nothing_behind(told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object, __: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(Path, "replace", full)
    assert new_kernel(told) == BUILT
    assert "no folder to keep" in told[1]
    assert list((tmp_path / "jobsim").iterdir()) == []


def test_without_a_home_there_is_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache.cache_file() == Path.home() / ".cache" / "jobsim" / cache.cache_file().name  # type: ignore[union-attr]
    monkeypatch.setattr(Path, "home", homeless)
    assert cache.cache_file() is None


def test_what_is_kept_needs_no_numba() -> None:
    kept = cache.kernel(lambda _: None)
    assert isinstance(kept, Kernel)
    program = """if True:
        import sys, jobsim
        told = []
        from jobsim.engines.compiled.cache import kernel
        kernel(told.append)
        print(told, "numba" in sys.modules)
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[] False\n"


@pytest.mark.timeout(600)
def test_it_is_built_from_its_sources_where_there_is_none(scenarios: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    jobs = []
    for engine in ("compiled", "compiled", "simpy"):
        done = subprocess.run(
            [sys.executable, "-m", "jobsim", scenarios / "burst.yaml", "--engine", engine, "--out", engine],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        jobs.append(((tmp_path / engine / "jobs.csv").read_bytes(), "compiling the engine" in done.stderr))
    built, kept, simpy = jobs
    assert built == (simpy[0], True)
    assert kept == (simpy[0], False)
