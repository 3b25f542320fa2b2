"""How the kernel gets at a record: a function of an address and an index for each kind."""

import ctypes
import os
from typing import Any

import numpy as np
from numba import from_dtype, types
from numba.extending import intrinsic

from jobsim.engines.compiled import records

PLAIN = os.environ.get("NUMBA_DISABLE_JIT") == "1"
"""Whether nothing is compiled."""


def _getter(dtype: Any) -> Any:
    """A function of an address and an index that gives the record there, to read and to write."""
    if PLAIN:
        return _getter_of_python(dtype)
    record = from_dtype(dtype)

    @intrinsic
    def at(context: Any, address: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            size = context.get_constant(types.int64, dtype.itemsize)
            place = builder.add(arguments[0], builder.mul(arguments[1], size))
            return builder.inttoptr(place, context.get_value_type(record))

        return record(types.int64, types.int64), generate

    return at


def _getter_of_python(dtype: Any) -> Any:
    """The same without compiling, for looking at the kernel line by line."""

    def at(address: int, index: int) -> Any:
        place = (ctypes.c_char * dtype.itemsize).from_address(int(address) + int(index) * dtype.itemsize)
        return np.frombuffer(place, dtype=dtype)[0]

    return at


array_at = _getter(records.ARRAY)
fold_at = _getter(records.FOLD)
run_at = _getter(records.RUN)
job_at = _getter(records.JOB)
tries_at = _getter(records.TRIES)
history_at = _getter(records.HISTORY)
submitter_at = _getter(records.SUBMITTER)
processor_at = _getter(records.PROCESSOR)
pool_at = _getter(records.POOL)
slots_at = _getter(records.SLOTS)
line_at = _getter(records.LINE)
link_at = _getter(records.LINK)
heap_at = _getter(records.HEAP)
event_at = _getter(records.EVENT)
entrant_at = _getter(records.ENTRANT)
entry_at = _getter(records.ENTRY)
stream_at = _getter(records.STREAM)
number_at = _getter(records.NUMBER)
row_at = _getter(records.ROW)
stay_at = _getter(records.STAY)
put_at = _getter(records.PUT)
level_at = _getter(records.LEVEL)
change_at = _getter(records.CHANGE)
told_at = _getter(records.TOLD)


@intrinsic
def _either(context: Any, is_first: Any, first: Any, second: Any) -> Any:
    """One of two numbers, where nobody can predict which: so it shall be no branch."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        chosen = builder.select(*arguments)
        chosen.set_metadata("unpredictable", builder.module.add_metadata([]))
        return chosen

    return types.int64(types.boolean, types.int64, types.int64), generate


either: Any = _either if not PLAIN else (lambda is_first, first, second: first if is_first else second)


@intrinsic
def _pointer_to(context: Any, address: Any) -> Any:
    """What lies at an address, for Numba's own `carray`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.int64), generate


pointer_to: Any = _pointer_to
