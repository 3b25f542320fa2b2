"""From rows, as a run gives them, to columns: each as narrow as its numbers, all in the order of the table."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobsim.results.at_once import at_once

Rows = bytes | bytearray | NDArray[np.int64]
"""Rows of native 64-bit integers."""

_WIDTHS = {
    "submitter": np.int32,
    "number": np.int32,
    "processor": np.int32,
    "put": np.int32,
    "attempt": np.int32,
    "outcome": np.int8,
    "result": np.int8,
}
_ROWS_IN_CACHE = 4_096
"""A stretch of rows that is still near when its next column is read."""

_SOME_ROWS, _MANY_ROWS = 1 << 15, 1 << 20
"""Once there are some, there is room for many: what of it is not needed takes no memory. Before that there is none to
spare, since a short run gives its rows at once, and then those that it left open."""


class Columns:
    """Columns that become longer by rows as these come, so that there is never a whole table of rows."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._count = 0
        self._columns: list[NDArray[Any]] = [np.empty(0, _WIDTHS.get(name, np.int64)) for name in names]
        """With room for more rows than there are."""

    def append(self, rows: Rows) -> None:
        """Copy rows; a column becomes wider where it does not hold a number."""
        table, columns = np.frombuffer(rows, dtype=np.int64).reshape(-1, len(self._names)), self._columns
        start, self._count = self._count, self._count + len(table)
        if self._count > len(columns[0]):
            room = max(2 * self._count, _MANY_ROWS) if start >= _SOME_ROWS else self._count
            for place, column in enumerate(columns):
                columns[place] = np.empty(room, column.dtype)
                columns[place][:start] = column[:start]
        for first in range(0, len(table), _ROWS_IN_CACHE):
            stretch = table[first : first + _ROWS_IN_CACHE]
            here = slice(start + first, start + first + len(stretch))
            for place, column in enumerate(columns):
                column[here] = stretch[:, place]
                if column.dtype != np.int64 and (column[here] != stretch[:, place]).any():
                    columns[place] = column.astype(np.int64)
                    columns[place][here] = stretch[:, place]

    def in_order(self, then_by: Sequence[str]) -> dict[str, NDArray[Any]]:
        """The columns in the order of due_at, then of other columns; what ties in all stays as it came.

        They are forgotten here, two at a time at most, so that there are never two whole tables.
        """
        columns, names, count = self._columns, self._names, self._count
        order = _order(*(columns[names.index(name)][:count] for name in ("due_at", *then_by)))

        def ordered(place: int) -> NDArray[Any]:
            made: NDArray[Any] = columns[place][:count][order]
            columns[place] = made[:0]
            return made

        made = at_once(count, [partial(ordered, place) for place in range(len(names))])
        return dict(zip(names, made, strict=True))


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
