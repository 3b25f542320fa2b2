"""How the kernel's functions are compiled: whole numbers stay whole, and nothing is reordered."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])

OPTIONS: Any = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Nothing raises, and nothing is called from Python but the whole."""


def compiled(function: Function) -> Function:
    """A part of the kernel; it is compiled together with what calls it."""
    made: Function = njit(**OPTIONS)(function)
    return made


def inlined(function: Function) -> Function:
    """The same for what is small and called often: it becomes part of its callers."""
    made: Function = njit(forceinline=True, **OPTIONS)(function)
    return made
