"""Work on long columns, two calls at a time: NumPy holds no lock of Python's while it goes through one."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_LONG = 250_000
"""So many rows are worth a thread."""


def at_once(rows: int, calls: Iterable[Callable[[], T]]) -> list[T]:
    """What each call gives, in their order; `rows`: how long the columns are."""
    if rows < _LONG:
        return [call() for call in calls]
    with ThreadPoolExecutor(max_workers=2) as threads:
        return list(threads.map(lambda call: call(), calls))
