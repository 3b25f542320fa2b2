"""Draws laid out where the kernel can read them: of each stream a window, as long as it is needed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import NUMBER
from jobsim.units import NEVER
from jobsim.workload.draws import Block, Blocks, Draws, Same
from jobsim.workload.streams import Reader, read_each

_EACH, _THE_SAME = -1, 0
"""Which of a position's bits tell where its draw lies."""
_FIRST_BLOCK = 64
_LARGEST_BLOCK = 16_384
_FEW = 1024
"""So many draws are made at once, if it is known that there will be no more."""
_DRAWS_IN_ALL = 1 << 23
"""About so many are kept at a time, over all streams."""
_TOGETHER = 1 << 13
"""So many draws of several streams are made at a time: what is in between stays near."""


class Window:
    """Part of a stream: the draws from one position to another."""

    __slots__ = ("begin", "block", "end", "most", "offset", "read", "reader", "room")

    def __init__(self, read: Blocks, block: int, most: int) -> None:
        self.read = read
        self.reader = read if isinstance(read, Reader) else None
        """What reads nothing but a law: it can be read together with others."""
        self.begin = self.end = 0
        self.block, self.most = block, most
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
        self._memory["streams"][streams] = self._constants[draws.value], _THE_SAME, NEVER, NEVER

    def read(self, stream: int, blocks: Blocks, most: int = NEVER) -> None:
        """The same with a reader."""
        self._windows[stream] = Window(blocks, max(most, 1) if most <= _FEW else _FIRST_BLOCK, most)

    def until(self, stream: int) -> int:
        """The first position that is not drawn."""
        window = self._windows.get(stream)
        return NEVER if window is None else window.end

    def draw(self, stream: int, position: int, needed_from: int) -> None:
        """Draw up to a position, and some more; what comes before `needed_from` will not be asked for again."""
        window = self._windows.get(stream)
        while window is not None and position >= window.end:
            self._append(stream, window, window.read(self._block(window)), needed_from)

    def draw_each(self, asked: Iterable[tuple[int, int]]) -> None:
        """Draw some more of each of many streams, for one who is at that position, and needs nothing before."""
        alike: defaultdict[tuple[int, int], list[tuple[int, int, Window]]] = defaultdict(list)
        for stream, position in asked:
            window = self._windows[stream]
            law = None if window.reader is None else window.reader.law
            alike[id(law), self._block(window)].append((stream, position, window))
        for (_, block), windows in alike.items():
            for drawn, (stream, position, window) in zip(_read(windows, block), windows, strict=True):
                self._append(stream, window, drawn, position)

    def move(self, moved: Callable[[int], int]) -> None:
        """The kernel's list has been made anew; the old places have new ones."""
        self._windows = {moved(stream): window for stream, window in self._windows.items()}

    def _block(self, window: Window) -> int:
        """How many to draw next."""
        largest = max(_FIRST_BLOCK, min(_LARGEST_BLOCK, _DRAWS_IN_ALL // len(self._windows)))
        return min(window.block, largest, max(window.most - window.end, 1))

    def _append(self, stream: int, window: Window, block: Block, needed_from: int) -> None:
        """Put a block behind what is still needed, which moves to the beginning of the window's room."""
        count, begin = len(block), min(max(needed_from, window.begin), window.end)
        kept, before = window.end - begin, window.offset + begin - window.begin
        window.begin, window.end = begin, window.end + count
        is_last = window.end >= window.most
        if kept + count > window.room:
            window.room = kept + count + (max(kept, count // 2) if kept and not is_last else 0)
            window.offset = self._allocate(window.room)
        draws, middle = self._memory["draws"]["value"], window.offset + kept
        if kept:
            draws[window.offset : middle] = draws[before : before + kept]
        draws[middle : middle + count] = block
        soon = NEVER if is_last else window.end - (count + 1) // 2
        window.block = 2 * count
        self._memory["streams"][stream] = window.offset - begin, _EACH, window.end, soon

    def _allocate(self, count: int) -> int:
        offset = self._used
        self._used += count
        if self._used > len(self._memory["draws"]):
            self._memory.grow("draws", max(self._used, 2 * len(self._memory["draws"])))
        return offset


def _read(windows: Sequence[tuple[int, int, Window]], block: int) -> Iterator[Block]:
    """The next block of each of several windows of one law; or of any that read more than a law, one by one."""
    readers = [window.reader for _, _, window in windows if window.reader is not None]
    if len(readers) <= 1:
        yield from (window.read(block) for _, _, window in windows)
        return
    at_once = max(_TOGETHER // block, 1)
    for first in range(0, len(readers), at_once):
        yield from read_each(readers[first : first + at_once], block)
