"""A chart of a few lines with logarithmic axes, as an SVG: no library is worth it for this one picture."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 50, 60
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
"""Told apart by the colour-blind, too (Okabe, Ito)."""

Line = Sequence[tuple[float, float]]


def log_chart(title: str, across: str, lines: Mapping[str, Line]) -> str:
    """The SVG of named lines of (x, y), all above 0, seven at most. Each line has its name at its end."""
    every = [point for line in lines.values() for point in line]
    x = _Axis([x for x, _ in every], LEFT, WIDTH - RIGHT)
    y = _Axis([y for _, y in every], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12"><rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        _text(LEFT, TOP - 20, title, "start", "font-size='15'"),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, across, "middle"),
    ]
    for tick in x.ticks():
        parts += [_rule(x.at(tick), HEIGHT - BOTTOM, x.at(tick), TOP)]
        parts += [_text(x.at(tick), HEIGHT - BOTTOM + 18, _short(tick), "middle")]
    for tick in y.ticks():
        parts += [_rule(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick))]
        parts += [_text(LEFT - 8, y.at(tick) + 4, _short(tick), "end")]
    ends = _apart({name: y.at(line[-1][1]) for name, line in lines.items()})
    for (name, line), colour in zip(lines.items(), COLOURS[: len(lines)], strict=True):
        places = [(x.at(across), y.at(up)) for across, up in line]
        path = " ".join(f"{across:.1f},{up:.1f}" for across, up in places)
        parts += [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
        parts += [f'<circle cx="{across:.1f}" cy="{up:.1f}" r="3" fill="{colour}"/>' for across, up in places]
        parts += [_text(WIDTH - RIGHT + 12, ends[name] + 4, name, "start", f"fill='{colour}'")]
    return "\n".join([*parts, "</svg>\n"])


class _Axis:
    """A logarithmic axis over whole decades, from one place on the page to another."""

    def __init__(self, values: Iterable[float], begin: float, end: float) -> None:
        logs = [log10(value) for value in values]
        self.first, self.last = floor(min(logs)), max(ceil(max(logs)), floor(min(logs)) + 1)
        self.begin, self.end = begin, end

    def at(self, value: float) -> float:
        share = (log10(value) - self.first) / (self.last - self.first)
        return self.begin + share * (self.end - self.begin)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.first, self.last + 1)]


def _apart(places: Mapping[str, float], least: float = 15) -> dict[str, float]:
    """Names beside each other, moved down where they would overlap."""
    moved: dict[str, float] = {}
    for name in sorted(places, key=places.__getitem__):
        moved[name] = max(places[name], max(moved.values(), default=-least) + least)
    return moved


def _short(tick: float) -> str:
    for unit, name in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if tick >= unit:
            return f"{tick / unit:g} {name}"
    return f"{tick:g}"


def _text(x: float, y: float, text: str, anchor: str, more: str = "fill='#333'") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{escape(text)}</text>'


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'
