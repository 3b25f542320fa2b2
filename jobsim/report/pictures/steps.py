"""Quantities over time, as steps: of one result all in one panel, of several a panel for each quantity."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from jobsim.report.pictures.picture import GREY, Picture, Trace, faint, panels
from jobsim.report.pictures.runs import Shown
from jobsim.report.pictures.time_axis import time_axis, unit_of
from jobsim.results.shown.over_time import FEWEST_FOR_NINE_OF_TEN, OverTime, Row, over_time
from jobsim.units import SECOND

_HEIGHT, _HEIGHT_OF_SEVERAL = 250, 170


@dataclass(frozen=True)
class Quantity:
    """Something that `OverTime` has by that name, and how it is drawn where it stands beside others."""

    name: str
    title: str
    colour: str
    dash: str = "solid"


@dataclass(frozen=True)
class About:
    """What a picture is about."""

    name: str
    title: str
    caption: str
    unit: str
    quantities: Sequence[Quantity]
    banded: bool
    """Whether nine of ten replications are shown as a band: not where bands would cover each other."""


def steps(about: About, runs: Sequence[Shown]) -> Picture | None:
    """None where nothing of it happened."""
    courses = [(run, found) for run in runs if (found := over_time(run.findings)) is not None]
    there = [one for one in about.quantities if any(found.courses[one.name].mean.any() for _, found in courses)]
    if not there:
        return None
    alone = len(runs) == 1
    end = max(float(found.edges[-1]) for _, found in courses)
    unit = unit_of(end)[1]
    data: list[Trace] = []
    for run, found in courses:
        for at, one in enumerate(there):
            colour, dash = (one.colour, one.dash) if alone else (run.colour, run.dash)
            label, axis_of = (one.title, "y") if alone else (run.name, _axis(at))
            own = {"name": label, "legendgroup": label, "showlegend": at == 0 or alone, "yaxis": axis_of}
            if about.banded and at == 0:
                data += _band(found, one.name, unit, colour, own)
            data.append(_line(found, found.courses[one.name].mean, unit, colour, dash, own))
    titles = [""] if alone else [one.title for one in there]
    height = _HEIGHT if len(titles) == 1 else _HEIGHT_OF_SEVERAL
    made = panels(titles, [about.unit] * len(titles), height, xaxis=time_axis(end))
    made["xaxis"]["anchor"] = _axis(len(titles) - 1)
    _shade_warmup(made, runs, unit)
    return Picture(about.name, about.title, about.caption + _of_replications(about, runs), data, made)


def _of_replications(about: About, runs: Sequence[Shown]) -> str:
    if not any(run.findings.replicated > 1 for run in runs):
        return ""
    if not about.banded:
        return " Means over the replications."
    few = any(1 < run.findings.replicated < FEWEST_FOR_NINE_OF_TEN for run in runs)
    return f" Means over the replications; {'all' if few else 'nine of ten'} lie in the shaded band."


def _axis(at: int) -> str:
    return f"y{at + 1}" if at else "y"


def _band(found: OverTime, name: str, unit: float, colour: str, own: Trace) -> Iterator[Trace]:
    course = found.courses[name]
    if course.low is None or course.high is None:
        return
    edge = {"mode": "lines", "line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip", **own, "showlegend": False}
    yield {**_xy(found, course.low, unit), **edge}
    yield {**_xy(found, course.high, unit), **edge, "fill": "tonexty", "fillcolor": faint(colour)}


def _line(found: OverTime, values: Row, unit: float, colour: str, dash: str, own: Trace) -> Trace:
    line = {"color": colour, "dash": dash, "width": 2, "shape": "hv"}
    return {**_xy(found, values, unit), "mode": "lines", "line": line, "hovertemplate": "%{y:.4~g}", **own}


def _xy(found: OverTime, values: Row, unit: float) -> Trace:
    # The last level goes on to the end of its interval.
    levels = np.append(values, values[-1:])
    return {"type": "scatter", "x": [*map(_short, found.edges / unit)], "y": [*map(_short, levels)]}


def _short(value: float) -> float:
    return float(f"{value:.7g}")


def _shade_warmup(made: Trace, runs: Sequence[Shown], unit: float) -> None:
    """Shade what the figures leave out, where it is the same of all."""
    starts = {run.findings.warmup for run in runs}
    if len(starts) == 1 and (start := starts.pop()):
        ends = {"x0": 0, "x1": start / SECOND / unit, "y0": 0, "y1": 1, "yref": "paper"}
        made["shapes"] = [
            {"type": "rect", **ends, "fillcolor": faint(GREY), "line": {"width": 0}, "layer": "below"},
        ]
