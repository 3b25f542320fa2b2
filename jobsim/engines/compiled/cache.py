"""The compiled kernel, kept for the next time: one file of machine code for each version and kind of machine.

Loading it takes neither Numba nor any of its time. The file is named after everything that the machine code follows
from, so that it is never stale.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import llvmlite
from llvmlite import binding as llvm

from jobsim.engines.compiled.machine import Kernel, MachineCode, load

_PACKAGE = Path(__file__).parents[2]
_SOURCES = (
    "engines/compiled/kernel/*.py",
    "engines/compiled/codes.py",
    "engines/compiled/records.py",
    "model/*.py",
    "engines/compiled/building.py",
    "results/folding/bins.py",
    "results/groups.py",
    "results/folding/histogram.py",
    "results/outcomes.py",
    "results/folding/row_by_row.py",
    "results/folding/sums.py",
    "units.py",
)
"""Of the package: what is compiled, and where its constants come from."""


_at_hand: list[Kernel] = []
"""The kernel, once this process has it."""


def kernel(notice: Callable[[str], None]) -> Kernel:
    """The compiled kernel, one for all runs of a process; `notice` is told where that takes a while."""
    if not _at_hand:
        _at_hand.append(_kernel(notice))
    return _at_hand[0]


def _kernel(notice: Callable[[str], None]) -> Kernel:
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":  # to look at it line by line
        from jobsim.engines.compiled.kernel.loop import run_events  # noqa: PLC0415

        return Kernel(run_events, fold=None)
    file = cache_file()
    kept = None if file is None else _read(file)
    if kept is not None:
        return load(kept)
    notice("compiling the engine for this machine: once, about half a minute")
    from jobsim.engines.compiled.building import build  # noqa: PLC0415 - it brings in Numba

    built = build()
    if file is None or not _keep(file, built):
        notice("there is no folder to keep the compiled engine in; the next run will compile it again")
    return load(built)


def cache_file() -> Path | None:
    """Where the machine code is kept; None where there is no place for it."""
    try:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:
        return None
    return Path(home) / "jobsim" / f"kernel-{_fingerprint()}.o"


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for file in sorted(_PACKAGE.glob(pattern)):
            digest.update(file.read_bytes())
    host = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    for fact in (*host, llvmlite.__version__, version("numba")):
        digest.update(fact.encode())
    return digest.hexdigest()[:16]


def _read(file: Path) -> MachineCode | None:
    """What is kept there; None if it is not there, or not whole."""
    try:
        digest, whole = file.read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return None
    if hashlib.sha256(whole).hexdigest().encode() != digest:
        return None
    run_events, fold, code = whole.split(b"\n", 2)
    return MachineCode(run_events.decode(), fold.decode(), code)


def _keep(file: Path, built: MachineCode) -> bool:
    """Whether it could be kept."""
    whole = b"\n".join((built.run_events.encode(), built.fold.encode(), built.code))
    digest = hashlib.sha256(whole).hexdigest()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as made:
            made.write(digest.encode() + b"\n" + whole)
        Path(name).replace(file)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        return False
    return True
