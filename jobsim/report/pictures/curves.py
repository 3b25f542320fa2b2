"""A metric over the values of a key: a curve with the band of its intervals, or for two keys a map."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jobsim.report.figures import number, percent
from jobsim.report.pictures.picture import (
    BLUE,
    COLOURS,
    DASHES,
    PURPLE,
    SYMBOLS,
    VERMILLION,
    Picture,
    Trace,
    axis,
    faint,
    layout,
    plain,
)

_PALE = [[0, "#f3f6fa"], [0.5, "#a9cdea"], [1, "#5a9fd4"]]
"""Pale enough for dark figures to be read on every field of a map."""


@dataclass(frozen=True)
class Seen:
    """A metric at the points of a grid."""

    title: str
    unit: str
    """Of shares of 1: nothing."""
    points: Mapping[tuple[str, ...], tuple[float | None, float | None, float | None]]
    """By the values of the keys, as they were written: mean, low and high; None where there is none."""
    theory: Mapping[tuple[str, ...], float] = field(default_factory=dict)
    """The exact values of theory, where there are any."""
    limit: float | None = None
    """What it is not to pass."""

    @property
    def axis(self) -> dict[str, Any]:
        """The axis of its values."""
        title = {"": "share", "s": "seconds"}.get(self.unit, self.unit)
        return axis(title, rangemode="tozero", **({} if self.unit else {"tickformat": ".3~p"}))

    def said(self, value: float | None) -> str:
        """A value in words; nothing of none."""
        if value is None:
            return ""
        return number(value) if self.unit else percent(value)


@dataclass(frozen=True)
class Key:
    """What is varied, and its values as they were written."""

    name: str
    values: Sequence[str]

    @property
    def numbers(self) -> list[float] | None:
        """The values as numbers; None where one of them is a word."""
        try:
            numbers = [float(value) for value in self.values]
        except ValueError:
            return None
        return numbers if all(map(math.isfinite, numbers)) else None

    def in_order(self) -> "Key":
        """The same with its values rising, where they are numbers."""
        numbers = self.numbers
        if numbers is None:
            return self
        return Key(self.name, [value for _, value in sorted(zip(numbers, self.values, strict=True))])

    def axis(self) -> tuple[dict[str, Any], list[Any]]:
        """Its axis, and where its values lie on it."""
        numbers = self.numbers
        if numbers is None:
            words = [plain(value) for value in self.values]
            return axis(plain(self.name), type="category", categoryorder="array", categoryarray=words), words
        ticks = {"tickvals": numbers} if len(numbers) <= 12 else {}
        return axis(plain(self.name), **ticks), numbers


def curve(seen: Seen, key: Key, lines: Key | None, name: str) -> Picture:
    """Over the values of one key; of a second one, a line for each of its values."""
    along, places = key.axis()
    data: list[Trace] = []
    for at, value in enumerate(lines.values if lines is not None else [""]):
        colour = COLOURS[at % len(COLOURS)] if lines is not None else BLUE
        of_line = (value,) if lines is not None else ()
        found = [(place, seen.points.get((own, *of_line))) for place, own in zip(places, key.values, strict=True)]
        there = [(place, point) for place, point in found if point is not None and point[0] is not None]
        label = plain(value) if lines is not None else "simulated"
        banded = [(place, point[1], point[2]) for place, point in there if point[1] is not None]
        if banded:
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [place for place, _, _ in banded] + [place for place, _, _ in reversed(banded)],
                    "y": [low for _, low, _ in banded] + [high for _, _, high in reversed(banded)],
                    "fill": "toself",
                    "fillcolor": faint(colour, 0.2),
                    "line": {"width": 0},
                    "hoverinfo": "skip",
                    "showlegend": False,
                    "legendgroup": label,
                }
            )
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [place for place, _ in there],
                "y": [point[0] for _, point in there],
                "name": label,
                "legendgroup": label,
                "showlegend": lines is not None or bool(seen.theory or seen.limit is not None),
                "line": {"color": colour, "dash": DASHES[at % len(DASHES)], "width": 2},
                "marker": {"color": colour, "size": 8, "symbol": SYMBOLS[at % len(SYMBOLS)]},
                "text": [seen.said(point[0]) for _, point in there],
                "hovertemplate": "%{text}",
            }
        )
    if lines is None and seen.theory:
        known = [
            (place, seen.theory[own,]) for place, own in zip(places, key.values, strict=True) if (own,) in seen.theory
        ]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [place for place, _ in known],
                "y": [value for _, value in known],
                "name": "theory, in the long run",
                "line": {"color": PURPLE, "dash": "dot", "width": 2},
                "hovertemplate": "theory: %{y:.4~g}",
            }
        )
    if lines is None and seen.limit is not None:
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [places[0], places[-1]],
                "y": [seen.limit, seen.limit],
                "name": "limit",
                "line": {"color": VERMILLION, "dash": "dash", "width": 2},
                "hoverinfo": "skip",
            }
        )
    made = layout(330, xaxis=along, yaxis=seen.axis)
    if lines is not None:
        made["legend"] = {**made["legend"], "title": {"text": f"{plain(lines.name)}: "}}
    caption = f"{seen.title} over {key.name}"
    caption += f", a line for each value of {lines.name}" if lines is not None else ""
    banded_at_all = any(point[1] is not None for point in seen.points.values())
    return Picture(name, seen.title, f"{caption}{'; shaded: its interval' if banded_at_all else ''}.", data, made)


def heat_map(seen: Seen, across: Key, up: Key, name: str) -> Picture:
    """Over the values of two keys: a field for each pair."""
    along, places = across.axis()
    upward, rows = up.axis()
    means = [[(seen.points.get((x, y)) or (None,))[0] for x in across.values] for y in up.values]
    data: list[Trace] = [
        {
            "type": "heatmap",
            "x": [plain(value) for value in across.values],
            "y": [plain(value) for value in up.values],
            "z": means,
            "text": [[seen.said(value) for value in row] for row in means],
            "textfont": {"size": 12, "color": "#111111"},
            "texttemplate": "%{text}" if len(places) * len(rows) <= 60 else "",
            "colorscale": _PALE,
            "colorbar": {"thickness": 12, **({} if seen.unit else {"tickformat": ".3~p"})},
            "hovertemplate": "%{text}<extra></extra>",
            "xgap": 2,
            "ygap": 2,
        }
    ]
    made = layout(130 + 34 * max(len(rows), 4), hovermode="closest")
    made["xaxis"] = {**along, "type": "category", "showgrid": False}
    made["yaxis"] = {**upward, "type": "category", "showgrid": False, "ticksuffix": " "}
    for own in ("xaxis", "yaxis"):
        made[own].pop("tickvals", None)
    unit = f" [{seen.unit}]" if seen.unit else ""
    caption = f"{seen.title}{unit} for each pair of {across.name} and {up.name}."
    return Picture(name, f"{seen.title}, as a map", caption, data, made)
