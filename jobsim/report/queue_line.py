"""The queue over time, as one line of blocks."""

import math
from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions
from rich.text import Text

from jobsim.report.figures import WIDTH, number
from jobsim.results.result import Result
from jobsim.results.shown.queue_over_time import queue_over_time

BLOCKS = "▁▂▃▄▅▆▇█"
PLAIN = "_.:-=+*#"
"""The same for an encoding that has no blocks."""
_WIDEST_SCALE = len("0 to 100,000,000 jobs ")


class QueueLine:
    """How long the queue was over time, from 0 to the most of the line, with the times at both ends below.

    The lowest block is an empty queue; where anybody waited, it is a higher one. Without anybody there is no line.
    """

    def __init__(self, result: Result) -> None:
        self._result = result

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        room = min(options.max_width, WIDTH) - _WIDEST_SCALE
        parts, end = queue_over_time(self._result, max(room, 1))
        lengths = parts.tolist()
        most = max(lengths)
        if not most:
            return
        scale, last = f"0 to {number(most)} jobs ", f"{number(end)} s"
        yield _as_it_is(scale + blocks(lengths, most, letters(options.encoding)))
        yield _as_it_is(" " * len(scale) + "0 s" + last.rjust(len(lengths) - 3))


def _as_it_is(text: str) -> Text:
    return Text(text, no_wrap=True, overflow="crop")


def blocks(lengths: Sequence[float], most: float, letters: Sequence[str] = BLOCKS) -> str:
    """A letter for each length: the first for nothing, the last for `most`."""
    steps = len(letters) - 1
    # Rounded first: what a sum's last digit has put above a step is not above it.
    heights = (math.ceil(round(steps * length / most, 9)) for length in lengths)
    return "".join(letters[max(height, int(length > 0))] for height, length in zip(heights, lengths, strict=True))


def letters(encoding: str) -> str:
    """The blocks, if an encoding has them; else letters that every one has."""
    try:
        BLOCKS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return BLOCKS
