"""How long it took: the share of jobs that waited, or took in all, no longer than so."""

from collections.abc import Sequence

from jobsim.report.figures import number
from jobsim.report.pictures.picture import BLUE, PURPLE, Picture, Trace, axis, layout
from jobsim.report.pictures.runs import Shown
from jobsim.results.shown.cumulative import Cumulative, cumulative

_KINDS = (("waiting", "waiting in the queue", BLUE, "dash"), ("response", "response", PURPLE, "solid"))
_MARKS = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
_SYMBOLS = {"p50": "circle", "p95": "square", "p99": "diamond"}
_ROOM = 1.3
"""Beyond the 99th percentile, so much is shown: the rest of the tail would press everything together."""
_WIDE = 200
"""Where the 99th percentile is so many times the median, the axis counts in powers of ten."""


def durations(runs: Sequence[Shown]) -> Picture | None:
    """Waiting and response time: cumulative, with the percentiles of the summary marked."""
    alone = len(runs) == 1
    data: list[Trace] = []
    marks: list[float] = []
    medians: list[float] = []
    unknown: list[str] = []
    """Results of which no job has a row."""
    for run in runs:
        for column, label, own, own_dash in _KINDS if alone else _KINDS[1:]:
            name, colour, dash = (label, own, own_dash) if alone else (run.name, run.colour, run.dash)
            found = cumulative(run.findings, column)
            points = [(run.findings.value(f"{mark}({column})"), share, mark) for mark, share in _MARKS.items()]
            there = [(value, share, mark) for value, share, mark in points if value is not None]
            marks += [value for value, _, _ in there]
            medians += [value for value, _, mark in there if mark == "p50" and column == "response"]
            if found is not None:
                data.append(_curve(found, name, colour, dash))
            else:
                unknown += [run.name] * (bool(there) and run.name not in unknown)
            if there:
                data.append(_points(there, name, colour, joined=found is None))
    if not marks:
        return None
    title = "How long it took" if alone else "Response time"
    caption = "The share of jobs that took no longer; marked are the 50th (●), 95th (■) and 99th (◆) percentile."
    if unknown:
        of = "" if alone else f" of {', '.join(unknown)}"
        caption += f" No job{of} has a row of its own: nothing but the percentiles is known."
    if len(unknown) < len(runs) and any(run.findings.replicated > 1 for run in runs):
        caption += " The curve is of the jobs of all replications; the marks are means over the replications."
    made = layout(340, xaxis=axis("seconds", rangemode="tozero"), yaxis=axis("share of jobs", tickformat=".0%"))
    made["yaxis"]["range"] = [0, 1.02]
    along = _range(marks, medians)
    made["xaxis"] |= along
    if "type" in along:
        caption += " In powers of ten: who did not wait at all is beyond the left edge."
    made["hovermode"] = "closest"
    made["annotations"] = []
    return Picture("durations", title, caption, data, made)


def _curve(found: Cumulative, name: str, colour: str, dash: str) -> Trace:
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


def _range(marks: Sequence[float], medians: Sequence[float]) -> dict[str, object]:
    most, middle = max(marks), min(medians, default=0.0)
    if middle and most / middle > _WIDE:
        return {"type": "log", "exponentformat": "power"}
    return {"range": [0, most * _ROOM or 1.0]}
