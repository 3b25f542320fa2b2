"""Machine code brought into this process."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass

from llvmlite import binding as llvm

_FREES_NOTHING = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(lambda _: None)

Function = Callable[[int, int], int]


@dataclass(frozen=True)
class MachineCode:
    """An object file's content, and the functions in it by their symbols."""

    run_events: str
    fold: str
    code: bytes


@dataclass(frozen=True)
class Kernel:
    """The compiled functions. Both are given an address."""

    run_events: Function
    """Lets so many events happen in a run; says why it stopped."""
    fold: Function | None
    """Counts rows of jobs, or (1) of stays; None where nothing is compiled."""


def machine() -> llvm.TargetMachine:
    """This machine, with everything it can do."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
        jit=True,
    )


def load(made: MachineCode) -> Kernel:
    """The functions, ready to be called."""
    # Arrays that Numba allocates would be freed by it; it allocates none.
    llvm.add_symbol("NRT_MemInfo_call_dtor", ctypes.cast(_FREES_NOTHING, ctypes.c_void_p).value)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(made.code))
    engine.finalize_object()
    return Kernel(_function(engine, made.run_events), _function(engine, made.fold))


def _function(engine: llvm.ExecutionEngine, symbol: str) -> Function:
    """What Numba has compiled from a function of two whole numbers for a third."""
    number, pointer = ctypes.c_int64, ctypes.c_void_p
    prototype = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(number), ctypes.POINTER(pointer), number, number)
    function = prototype(engine.get_function_address(symbol))

    def call(first: int, second: int) -> int:
        found, trouble = number(), pointer()
        status = function(ctypes.byref(found), ctypes.byref(trouble), first, second)
        assert status == 0, "the kernel raises nothing"
        assert engine  # the code lives as long as it does
        return found.value

    return call
