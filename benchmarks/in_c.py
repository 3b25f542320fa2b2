"""W1 to W3 in C, built with gcc into a folder that the caller gives, and called on NumPy's arrays through ctypes."""

import shutil
import subprocess
from ctypes import CDLL, POINTER, c_int8, c_int64
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from workloads import PROCESSORS, Nanoseconds, Workload

SOURCES = Path(__file__).parent / "c"
FLAGS = ["-O3", "-shared", "-fPIC"]


@dataclass(frozen=True)
class Program:
    """One of the programs in `c/`."""

    library: CDLL

    def run(self, workload: Workload, gaps: Nanoseconds, services: Nanoseconds, columns: list[np.ndarray]) -> None:
        """Fill the columns: arrival, start, finish, outcome. Raises MemoryError."""
        capacity = len(gaps) if workload.capacity is None else workload.capacity
        arrays = [array.ctypes.data_as(POINTER(c_int8 if array.itemsize == 1 else c_int64)) for array in columns]
        numbers = [c_int64(number) for number in (PROCESSORS, capacity, workload.timeout_ns)]
        draws = [array.ctypes.data_as(POINTER(c_int64)) for array in (gaps, services)]
        if self.library.simulate(c_int64(len(gaps)), *draws, *numbers, *arrays) < 0:
            raise MemoryError


def empty_columns(jobs: int) -> list[np.ndarray]:
    """Room for the columns of so many jobs."""
    return [*(np.empty(jobs, dtype=np.int64) for _ in range(3)), np.empty(jobs, dtype=np.int8)]


def build(name: str, folder: Path) -> Program | None:
    """Compile `c/NAME.c`; None where there is no gcc."""
    gcc = shutil.which("gcc")
    if gcc is None:
        return None
    target = folder / f"{name}.so"
    subprocess.run([gcc, *FLAGS, "-o", str(target), str(SOURCES / f"{name}.c")], check=True)
    library = CDLL(str(target))
    library.simulate.restype = c_int64
    return Program(library)
