"""What a picture is: a figure of Plotly's as plain data, with its title, and what it shows in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

BLUE, VERMILLION, GREEN, PURPLE, AMBER, GREY = "#2f7fc1", "#d55e00", "#009e73", "#b5609a", "#b07d00", "#7d858d"
COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, AMBER, GREY)
"""Told apart by the colour-blind, and readable on white as on black (after Okabe and Ito, Color Universal Design)."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""So that no colour is needed to tell lines apart."""
SYMBOLS = ("circle", "square", "diamond", "cross", "x", "triangle-up")
"""The same for marks."""

Trace = dict[str, Any]
Layout = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """One picture, ready to be drawn."""

    name: str
    """One word, for its place on a page."""
    title: str
    caption: str
    """What there is to see, and how to read it, in a sentence or two."""
    data: list[Trace]
    layout: Layout

    @property
    def figure(self) -> dict[str, Any]:
        """What Plotly takes."""
        return {"data": self.data, "layout": self.layout}


def faint(colour: str, share: float = 0.18) -> str:
    """A colour through which others are seen."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def pattern_of(shape: str) -> dict[str, Any]:
    """Signs over the colour of a bar, so that none is needed."""
    return {"shape": shape, "fillmode": "overlay", "fgcolor": "rgba(255,255,255,0.6)", "size": 7}


def axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis with its unit."""
    return {"title": {"text": title, "standoff": 8}, "automargin": True, "zeroline": False, **more}


def layout(height: int, **more: Any) -> Layout:
    """What all have in common: the ground shows through, the legend lies above, a finger scrolls the page."""
    return {
        "height": height,
        "margin": {"l": 48, "r": 14, "t": 14, "b": 40},
        "font": {"family": "system-ui, sans-serif", "size": 13},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"},
        "hovermode": "x",
        "dragmode": False,
        **more,
    }


def panels(titles: Sequence[str], units: Sequence[str], panel_height: int = 190, **more: Any) -> Layout:
    """A layout of panels above each other that share their horizontal axis; the i-th has the axis `y{i}`, from 1."""
    count = len(titles)
    gap = 0.3 / count if count > 1 else 0.0
    size = (1 - gap * (count - 1)) / count
    made = layout(panel_height * count + 90, **more)
    made["annotations"] = []
    for at, (title, unit) in enumerate(zip(titles, units, strict=True)):
        top = 1 - at * (size + gap)
        name = "yaxis" if at == 0 else f"yaxis{at + 1}"
        made[name] = axis(unit, domain=[max(top - size, 0.0), top], rangemode="tozero")
        if count > 1:
            made["annotations"].append(
                {
                    "text": f"<b>{title}</b>",
                    "x": 0,
                    "xref": "paper",
                    "xanchor": "left",
                    "y": top,
                    "yref": "paper",
                    "yanchor": "bottom",
                    "showarrow": False,
                }
            )
    made["legend"] = {**made["legend"], "y": 1.0 + (0.12 if count > 1 else 0.02) / count}
    return made


def plain(text: str) -> str:
    """A name as Plotly shows it: it takes some signs for markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
