"""The memory that the kernel works in: made and grown here, by Python, between two of its slices."""

from typing import Any

import numpy as np

from jobsim.engines.compiled.records import RUN


class Memory:
    """Arrays of records, by name, and the record of the run that has their addresses."""

    def __init__(self) -> None:
        self._runs = np.zeros(1, RUN)
        self.run: Any = self._runs[0]
        self.address = self._runs.ctypes.data
        self._arrays: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        return self._arrays[name]

    def make(self, name: str, dtype: Any, count: int) -> Any:
        """So many records, all zero; where the run has a field of that name, it gets their address."""
        return self.put(name, np.zeros(max(count, 1), dtype))

    def put(self, name: str, array: Any) -> Any:
        """Records made elsewhere, in the place of others."""
        self._arrays[name] = array
        if name in RUN.names:
            setattr(self.run, name, array.ctypes.data)
        return array

    def grow(self, name: str, count: int) -> Any:
        """The same records with more behind them, at another address."""
        before = self._arrays[name]
        made = self.make(name, before.dtype, count)
        made[: len(before)] = before
        return made

    def __contains__(self, name: str) -> bool:
        return name in self._arrays
