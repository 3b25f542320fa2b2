"""The rows of a sweep while it goes on: each is kept for good as its point ends, in whatever order that is."""

import os
from collections.abc import Callable, Iterator
from typing import BinaryIO


class Journal:
    """A file of a header and rows, which more are added to, and that knows where each stands."""

    def __init__(self, file: BinaryIO, point_of: Callable[[bytes, int], int | None]) -> None:
        """The file is read: `point_of` tells the point of a row, given its line and number, or None if it is not kept.

        A last line without its end was being written when its writer died: it is not there.
        """
        self.file = file
        self.header = file.readline()
        self._spans: dict[int, tuple[int, int]] = {}
        begun = len(self.header)
        for number, row in enumerate(file, 2):
            if row.endswith(b"\n") and (point := point_of(row, number)) is not None:
                self._spans[point] = (begun, len(row))
            begun += len(row)

    def __contains__(self, point: int) -> bool:
        return point in self._spans

    def __len__(self) -> int:
        return len(self._spans)

    def append(self, point: int, row: bytes) -> None:
        """Add the row of a point. Raises OSError."""
        assert point not in self._spans, "a point ends once"
        begun = self.file.seek(0, os.SEEK_END)
        self.file.write(row)
        keep(self.file)
        self._spans[point] = (begun, len(row))

    def row(self, point: int) -> bytes:
        """The row of a point."""
        begun, length = self._spans[point]
        self.file.seek(begun)
        return self.file.read(length)

    def in_order(self) -> Iterator[bytes]:
        """The header and all rows, by point."""
        yield self.header
        yield from map(self.row, sorted(self._spans))


def keep(file: BinaryIO) -> None:
    """Let what was written be on the disk, if the file is on one."""
    file.flush()
    try:
        number = file.fileno()
    except OSError:
        return  # it is in memory
    os.fsync(number)
