"""The kernel's sources made into machine code, by Numba and LLVM."""

from collections.abc import Callable
from typing import Any

from llvmlite import binding as llvm
from numba import njit

from jobsim.engines.compiled.kernel.compiling import OPTIONS
from jobsim.engines.compiled.kernel.folding import fold
from jobsim.engines.compiled.kernel.loop import run_events
from jobsim.engines.compiled.machine import MachineCode, machine


def build() -> MachineCode:
    """Compile the kernel for this machine; takes a while."""
    run_events_symbol, whole = _module(run_events)
    fold_symbol, module = _module(fold)
    whole.link_in(module)
    return MachineCode(run_events_symbol, fold_symbol, machine().emit_object(whole))


def _module(function: Callable[[int, int], int]) -> tuple[str, Any]:
    """A function's symbol, and the module that holds it with all that it calls."""
    made: Any
    (made,) = njit("int64(int64, int64)", **OPTIONS)(function).overloads.values()
    return made.fndesc.llvm_func_name, llvm.parse_assembly(made.library.get_llvm_str())
