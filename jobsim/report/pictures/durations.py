"""How long it took: the share of jobs that waited, or took in all, no longer than so."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from jobsim.report.figures import number
from jobsim.report.pictures.picture import BLUE, PURPLE, Picture, Trace, axis, layout
from jobsim.report.pictures.runs import Shown, shown
from jobsim.results.findings import Findings
from jobsim.results.shown.cumulative import Cumulative, cumulative

_KINDS = (("waiting", "waiting in the queue", BLUE, "dash"), ("response", "response", PURPLE, "solid"))
_MARKS = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
_SYMBOLS = {"p50": "circle", "p95": "square", "p99": "diamond"}
_ROOM = 1.3
"""Beyond the 99th percentile, so much is shown: the rest of the tail would press everything together."""
_WIDE = 200
"""Where the 99th percentile is so many times the median, the axis counts in powers of ten."""
_GROUND = 0.005
"""On an axis of powers of ten, so small a share of jobs is not looked for."""
_MOST = 8
"""Submitters that can be told apart in one picture."""


class _Curve(NamedTuple):
    """Of which jobs, of which of their durations, and how it is drawn."""

    findings: Findings
    column: str
    name: str
    colour: str
    dash: str
    submitter: str | None = None


def durations(runs: Sequence[Shown]) -> Picture | None:
    """Waiting and response time: cumulative, with the percentiles of the summary marked."""
    if len(runs) == 1:
        own = [_Curve(runs[0].findings, column, label, colour, dash) for column, label, colour, dash in _KINDS]
        return _drawn("durations", "How long it took", own)
    curves = [_Curve(run.findings, "response", run.name, run.colour, run.dash) for run in runs]
    return _drawn("durations", "Response time", curves)


def responses(runs: Sequence[Shown]) -> Picture | None:
    """Response time by submitter: of one run that has several."""
    names = sorted(runs[0].findings.scenario.submitters)
    if len(runs) > 1 or len(names) < 2:
        return None
    styles = shown([(name, runs[0].findings) for name in names[:_MOST]])
    curves = [
        _Curve(one.findings, "response", one.name, one.colour, one.dash, submitter)
        for submitter, one in zip(names, styles, strict=False)
    ]
    some = f" These are {_MOST} of {len(names)} submitters." if len(names) > _MOST else ""
    return _drawn("responses", "Response time by submitter", curves, some)


def _drawn(name: str, title: str, curves: Sequence[_Curve], more: str = "") -> Picture | None:
    data: list[Trace] = []
    marks: list[float] = []
    medians: list[float] = []
    begins: list[float] = []
    """Where the curves leave the ground."""
    unknown: list[str] = []
    """Of whom no job has a row."""
    for curve in curves:
        found = cumulative(curve.findings, curve.column, curve.submitter)
        of = "all" if curve.submitter is None else f"submitter:{curve.submitter}"
        points = [(curve.findings.value(f"{mark}({curve.column})", of), share, mark) for mark, share in _MARKS.items()]
        there = [(value, share, mark) for value, share, mark in points if value is not None]
        marks += [value for value, _, _ in there]
        medians += [value for value, _, mark in there if mark == "p50" and curve.column == "response"]
        if found is not None:
            begins.append(float(found.seconds[np.searchsorted(found.shares, _GROUND)]))
            data.append(_line(found, curve.name, curve.colour, curve.dash))
        elif there:
            unknown.append(curve.name)
        if there:
            data.append(_points(there, curve.name, curve.colour, joined=found is None))
    if not marks:
        return None
    caption = "The share of jobs that took no longer; marked are the 50th (●), 95th (■) and 99th (◆) percentile."
    if unknown:
        of_whom = "" if len(unknown) == len(curves) else f" of {', '.join(unknown)}"
        caption += f" No job{of_whom} has a row of its own: nothing but the percentiles is known."
    if len(unknown) < len(curves) and any(curve.findings.replicated > 1 for curve in curves):
        caption += " The curve is of the jobs of all replications; the marks are means over the replications."
    made = layout(340, xaxis=axis("seconds", rangemode="tozero"), yaxis=axis("share of jobs", tickformat=".0%"))
    made["yaxis"]["range"] = [0, 1.02]
    along = _range(marks, medians, begins)
    made["xaxis"] |= along
    if "type" in along:
        caption += " In powers of ten: who did not wait at all is beyond the left edge."
    made["hovermode"] = "closest"
    made["annotations"] = []
    return Picture(name, title, caption + more, data, made)


def _line(found: Cumulative, name: str, colour: str, dash: str) -> Trace:
    first = float(found.seconds[0])
    return {
        "type": "scatter",
        "x": [float(f"{first:.6g}"), *(float(f"{value:.6g}") for value in found.seconds)],
        "y": [0.0, *(float(f"{share:.6g}") for share in found.shares)],
        "mode": "lines",
        "name": name,
        "legendgroup": name,
        "line": {"color": colour, "dash": dash, "width": 2, "shape": "hv"},
        "hovertemplate": "%{y:.2%} within %{x:.4~g} s",
    }


def _points(points: Sequence[tuple[float, float, str]], name: str, colour: str, *, joined: bool) -> Trace:
    return {
        "type": "scatter",
        "x": [value for value, _, _ in points],
        "y": [share for _, share, _ in points],
        "mode": "lines+markers" if joined else "markers",
        "text": [f"{mark} {number(value)} s" for value, _, mark in points],
        "name": name,
        "legendgroup": name,
        "showlegend": joined,
        "line": {"color": colour, "dash": "dot", "width": 1.5},
        "marker": {"color": colour, "size": 10, "symbol": [_SYMBOLS[mark] for _, _, mark in points]},
        "cliponaxis": False,
        "hovertemplate": "%{text}",
    }


def _range(marks: Sequence[float], medians: Sequence[float], begins: Sequence[float]) -> dict[str, object]:
    most, middle = max(marks), min(medians, default=0.0)
    if middle and most / middle > _WIDE:
        least = min((begin for begin in begins if begin), default=middle / 10)
        return {"type": "log", "exponentformat": "power", "range": [math.log10(least), math.log10(most * _ROOM)]}
    return {"range": [0, most * _ROOM or 1.0]}
