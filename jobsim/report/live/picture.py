"""A run on one screen, whatever its size: a function of what is where."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rich.console import Console, ConsoleOptions
from rich.text import Text

from jobsim.model.event import What
from jobsim.report.figures import number
from jobsim.report.live.state import LOSSES, Doing, State, pool_of
from jobsim.report.queue_line import blocks, letters
from jobsim.units import SECOND, UNITS, Nanoseconds, format_duration

_HEAD = 20
"""Columns for what a bar shows."""
_NARROWEST_LIST = 30
_WORDS = {What.TIME_LIMIT: "timed out", What.GAVE_UP: "given up"}


@dataclass(frozen=True)
class Picture:
    """What is shown of a run, cut to the screen it is drawn on."""

    state: State
    how: str
    """Beside the name: which run it is, and how fast."""
    end: Nanoseconds | None
    """When it ends, if that is known."""
    jobs: int | None = None
    """How many jobs there will be, if that is known."""
    lag: Nanoseconds | None = None
    """The worst so far, in the scenario's time."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        width, height = options.max_width, options.height or options.size.height
        yield from self.lines(width, height, options.encoding)

    def lines(self, width: int, height: int, encoding: str = "utf-8") -> list[Text]:
        """At most so many lines, none wider than that."""
        draw = _Letters.of(encoding)
        above = [self._title(), self._time(width, draw), *self._queue(width, draw), *self._counts(width)]
        room = max(height - len(above), 0)
        shown = [*above, *self._processors(width, room, draw)][:height]
        for line in shown:
            line.no_wrap = True
            line.truncate(width)
        return shown

    def _title(self) -> Text:
        return Text(self.state.scenario.name, style="bold").append(f"  {self.how}", style="not bold")

    def _time(self, width: int, draw: "_Letters") -> Text:
        time, ended = self.state.time, sum(self.state.counts[what] for what in _ENDS)
        head = _short(time)
        if self.end is not None:
            share = time / self.end if self.end else 1.0
            left = f" {_short(max(self.end - time, 0))} left"
        elif self.jobs:
            share, left = ended / self.jobs, f" {number(max(self.jobs - ended, 0))} jobs left"
        else:
            return Text(f"{head}, without a known end")
        return Text(head.ljust(_HEAD)).append_text(draw.bar(share, width - _HEAD - len(left), "cyan")).append(left)

    def _queue(self, width: int, draw: "_Letters") -> Iterator[Text]:
        state, places = self.state, self.state.scenario.queue.capacity
        if places is None:
            yield Text(f"queue {state.queued:,}".ljust(_HEAD)).append("any number of places", style="dim")
        else:
            share = state.queued / places if places else 0.0
            style = "red" if places and share >= 1 else "yellow" if share >= 0.8 else "green"
            head = f"queue {state.queued:,} of {places:,}"
            yield Text(head.ljust(_HEAD)).append_text(draw.bar(share, width - max(_HEAD, len(head)), style))
        yield self._queue_until_now(width, draw)
        waiting = sum(state.blocked.values())
        line = Text(f"waiting for a place {waiting:,}", style="yellow" if waiting else "")
        who = [f"{name} {count:,}" for name, count in sorted(state.blocked.items()) if count]
        if state.returned_waiting:
            who.insert(0, f"came back {state.returned_waiting:,}")
        yield line.append(f": {', '.join(who)}" if who else "")

    def _queue_until_now(self, width: int, draw: "_Letters") -> Text:
        marks = np.array(self.state.marks, dtype=np.float64)
        parts = max(width - _HEAD, 1)
        edges = np.linspace(0.0, max(marks[-1, 0], 1.0), parts + 1)
        lengths = (np.diff(np.interp(edges, marks[:, 0], marks[:, 1])) * parts / edges[-1]).tolist()
        # Less than one job is no long queue.
        most = max(1.0, *lengths)
        shown = blocks(lengths, most, draw.blocks)
        return Text(f"  0 to {number(round(most, 9))} jobs"[:_HEAD].ljust(_HEAD)).append(shown, style="cyan")

    def _counts(self, width: int) -> Iterator[Text]:
        counts = self.state.counts
        line = Text(f"submitted {counts[What.PUT]:,}  completed {counts[What.COMPLETED]:,}")
        for what in LOSSES:
            if counts[what]:
                word = _WORDS.get(what, str(what))
                loss = Text(f"{word} {counts[what]:,}", style="bold red")
                if line.cell_len + loss.cell_len + 2 > width:
                    yield line
                    line = Text("")
                line.append_text(Text("  " if line else "").append_text(loss))
        yield line
        line = Text(f"done/s lately {number(round(self.state.done_lately, 3))}")
        if self.lag is not None:
            line.append(f"  worst lag {number(self.lag / SECOND)} s")
        yield line

    def _processors(self, width: int, room: int, draw: "_Letters") -> Iterator[Text]:
        """Each by itself where there is room, else how many of each pool are busy."""
        state, busy = self.state, self.state.busy
        across = max(width // (2 * _NARROWEST_LIST), 1)
        of_pools = len(state.present)
        one_by_one = -(-len(state.doing) // across) + of_pools <= room
        for name in sorted(state.present):
            there, most = state.present[name], state.scenario.processors[name].most
            head = f"{name} {busy[name]:,} of {there:,} busy"
            absent = f" ({most - there:,} away)" if most > there else ""
            line = Text(head.ljust(_HEAD) + " " * (len(head) >= _HEAD))
            yield line.append_text(
                draw.bar(busy[name] / there if there else 0.0, width - line.cell_len - len(absent), "blue")
            ).append(absent, style="yellow")
            if one_by_one:
                yield from self._each_of(name, width // across, across)

    def _each_of(self, name: str, width: int, across: int) -> Iterator[Text]:
        cells = [
            self._what_it_does(label, doing) for label, doing in self.state.doing.items() if pool_of(label) == name
        ]
        for start in range(0, len(cells), across):
            line = Text()
            for cell in cells[start : start + across]:
                cell.truncate(width - 1, pad=True)
                line.append_text(cell).append(" ")
            yield line

    def _what_it_does(self, label: str, doing: Doing) -> Text:
        since = f"for {_short(max(self.state.time - doing.since, 0))}"
        line = Text(f"  {label} ")
        if doing.job is None:
            where = self.state.whereabouts(label)
            return line.append(where if where == "away" else f"{where} {since}", style="dim")
        job = f"{doing.job[0]} job {doing.job[1]:,}"
        if doing.what is What.WAITS:
            return line.append(f"{job} waits for {doing.reason} {since}", style="yellow")
        if doing.what is What.INTERRUPTED:
            return line.append(f"{job} interrupted {since}", style="red")
        return line.append(f"{job} {since}")


_ENDS = (What.COMPLETED, What.DROPPED, What.REJECTED, What.EVICTED, What.EXPIRED, What.FAILED, What.LOST)


@dataclass(frozen=True)
class _Letters:
    """What bars are drawn with."""

    blocks: str
    full: str
    empty: str

    @classmethod
    def of(cls, encoding: str) -> "_Letters":
        known = letters(encoding)
        return cls(known, *(("█", "░") if known[-1] == "█" else ("#", ".")))

    def bar(self, share: float, width: int, style: str) -> Text:
        """So much of it full; anything is one letter at least, and only all is all."""
        width = max(width, 0)
        full = min(max(round(share * width), int(share > 0)), width - (share < 1)) if width > 1 else 0
        return Text(self.full * full, style=style).append(self.empty * (width - full), style="dim")


def _short(time: Nanoseconds) -> str:
    """As exact as who watches can read it: `12.3 s`, `16m40s`, `2h46m`."""
    if time < 1000 * SECOND:
        return f"{time / SECOND:,.1f} s"
    unit = UNITS["m" if time >= UNITS["h"] else "s"]
    return format_duration(time // unit * unit)
