"""From rows, as a run gives them, to columns: each as narrow as its numbers, all in the order of the table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = bytes | bytearray | Iterable[bytes | bytearray | NDArray[np.int64]]
"""Rows of native 64-bit integers, together or in chunks, none of which is used once the next is asked for."""

_WIDTHS = {
    "submitter": np.int32,
    "number": np.int32,
    "processor": np.int32,
    "put": np.int32,
    "attempt": np.int32,
    "outcome": np.int8,
    "result": np.int8,
}
_ROWS_IN_CACHE = 16_384
"""A stretch of rows that is still near when its next column is read."""


def columns(rows: Rows, names: Sequence[str], then_by: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The columns of rows, in the order of due_at, then of other columns; what ties in all stays as it came.

    A list of chunks is emptied on the way; there are never two whole tables.
    """
    found: list[NDArray[Any]] = [np.empty(0, _WIDTHS.get(name, np.int64)) for name in names]
    for chunk in _chunks(rows):
        _append(found, np.frombuffer(chunk, dtype=np.int64).reshape(-1, len(names)))
        del chunk  # before the next one is made
    order = _order(*(found[names.index(name)] for name in ("due_at", *then_by)))
    for place, column in enumerate(found):
        found[place] = column[order]
    return dict(zip(names, found, strict=True))


def _chunks(rows: Rows) -> Iterator[bytes | bytearray | NDArray[np.int64]]:
    if isinstance(rows, bytes | bytearray):
        yield rows
    elif isinstance(rows, list):
        while rows:
            yield rows.pop(0)
    else:
        yield from rows


def _append(columns: list[NDArray[Any]], rows: NDArray[np.int64]) -> None:
    """Make the columns longer by some rows, and wider where they do not hold a number."""
    start = len(columns[0])
    for column in columns:
        column.resize(start + len(rows), refcheck=False)  # in place: large memory is moved by the system, not copied
    for first in range(0, len(rows), _ROWS_IN_CACHE):
        stretch = rows[first : first + _ROWS_IN_CACHE]
        here = slice(start + first, start + first + len(stretch))
        for place, column in enumerate(columns):
            column[here] = stretch[:, place]
            if column.dtype != np.int64 and (column[here] != stretch[:, place]).any():
                columns[place] = column.astype(np.int64)
                columns[place][here] = stretch[:, place]


def _order(due_at: NDArray[Any], *then_by: NDArray[Any]) -> NDArray[np.intp]:
    """The order of rows. They come nearly in that of due_at, as a stable sort likes it; ties are ordered apart."""
    order = np.argsort(due_at, kind="stable")
    due = due_at[order]
    same = due[1:] == due[:-1]
    if same.any():
        tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
        rows = order[tied]
        order[tied] = rows[np.lexsort((*(key[rows] for key in reversed(then_by)), due_at[rows]))]
    return order
