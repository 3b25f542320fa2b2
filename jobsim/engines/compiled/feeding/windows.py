"""Draws laid out where the kernel can read them: of each stream a window, as long as it is needed."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import NUMBER
from jobsim.units import NEVER
from jobsim.workload.draws import Blocks, Draws, Same

_EACH, _THE_SAME = -1, 0
"""Which of a position's bits tell where its draw lies."""
_FIRST_BLOCK = 64
_LARGEST_BLOCK = 16_384
_FEW = 1024
"""So many draws are made at once, if it is known that there will be no more."""
_DRAWS_IN_ALL = 1 << 23
"""About so many are kept at a time, over all streams."""


class Window:
    """Part of a stream: the draws from one position to another."""

    __slots__ = ("begin", "block", "end", "offset", "read", "room")

    def __init__(self, read: Blocks, block: int) -> None:
        self.read = read
        self.begin = self.end = 0
        self.block = block
        self.offset = self.room = 0
        """Where it lies among all draws, and how many there is room for."""


class Windows:
    """The windows of all streams, by the streams' places in the kernel's list."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._windows: dict[int, Window] = {}
        self._constants: dict[int, int] = {}
        self._used = 0
        memory.make("draws", NUMBER, 1024)

    def open(self, stream: int, draws: Draws, most: int = NEVER) -> None:
        """Let the kernel read a stream, `most` draws of it; nothing is drawn yet, unless it is always the same."""
        if isinstance(draws, Same):
            self.open_alike(slice(stream, stream + 1), draws)
        else:
            self.read(stream, draws.blocks(), most)

    def open_alike(self, streams: slice, draws: Same) -> None:
        """The same for several at once."""
        if draws.value not in self._constants:
            self._constants[draws.value] = self._allocate(1)
            self._memory["draws"]["value"][self._constants[draws.value]] = draws.value
        self._memory["streams"][streams] = self._constants[draws.value], _THE_SAME, NEVER

    def read(self, stream: int, blocks: Blocks, most: int = NEVER) -> None:
        """The same with a reader."""
        self._windows[stream] = Window(blocks, max(most, 1) if most <= _FEW else _FIRST_BLOCK)

    def until(self, stream: int) -> int:
        """The first position that is not drawn."""
        window = self._windows.get(stream)
        return NEVER if window is None else window.end

    def draw(self, stream: int, position: int, needed_from: int) -> None:
        """Draw up to a position, and some more; what comes before `needed_from` will not be asked for again."""
        window = self._windows.get(stream)
        if window is None or position < window.end:
            return
        most = max(_FIRST_BLOCK, min(_LARGEST_BLOCK, _DRAWS_IN_ALL // len(self._windows)))
        blocks = [self._draws(window, needed_from)] if needed_from < window.end else []
        while window.end <= position:
            block = window.read(min(window.block, most))
            window.end += len(block)
            window.block = min(2 * window.block, most)
            blocks.append(block[max(needed_from - (window.end - len(block)), 0) :])
        drawn = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
        window.begin = window.end - len(drawn)
        if len(drawn) > window.room:
            window.room = max(len(drawn), 2 * window.room)
            window.offset = self._allocate(window.room)
        self._memory["draws"]["value"][window.offset : window.offset + len(drawn)] = drawn
        self._memory["streams"][stream] = window.offset - window.begin, _EACH, window.end

    def move(self, moved: Callable[[int], int]) -> None:
        """The kernel's list has been made anew; the old places have new ones."""
        self._windows = {moved(stream): window for stream, window in self._windows.items()}

    def _draws(self, window: Window, needed_from: int) -> NDArray[np.int64]:
        drawn: NDArray[np.int64] = self._memory["draws"]["value"]
        before = window.offset - window.begin
        return drawn[before + max(needed_from, window.begin) : before + window.end].copy()

    def _allocate(self, count: int) -> int:
        offset = self._used
        self._used += count
        if self._used > len(self._memory["draws"]):
            self._memory.grow("draws", max(self._used, 2 * len(self._memory["draws"])))
        return offset
