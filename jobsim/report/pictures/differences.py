"""What differs between results, and how sure that is: each metric's difference with its interval."""

from collections.abc import Sequence

from jobsim.analysis.compared import Comparison, Row
from jobsim.analysis.judging import Verdict
from jobsim.report import judged
from jobsim.report.pictures.picture import (
    BLUE,
    COLOURS,
    GREY,
    SYMBOLS,
    VERMILLION,
    Picture,
    Trace,
    axis,
    faint,
    layout,
    plain,
)

_SYMBOLS = {
    Verdict.DIFFERENT: "diamond",
    Verdict.EQUIVALENT: "circle",
    Verdict.UNDECIDED: "circle-open",
    Verdict.SAME: "circle",
}
_COLOURS = {Verdict.DIFFERENT: VERMILLION, Verdict.EQUIVALENT: BLUE, Verdict.UNDECIDED: GREY, Verdict.SAME: BLUE}
_MOST = 40


def differences(comparison: Comparison) -> Picture | None:
    """Over all jobs, in percent of the baseline's value; nothing where no difference has an interval."""
    rows = [row for row in judged.worth_showing(comparison.rows, comparison) if _can_be_drawn(row) and row.of == "all"]
    every = list(dict.fromkeys(row.metric for row in rows))
    metrics = every[:_MOST]
    runs = [name for name in comparison.names[1:] if any(row.run == name for row in rows)]
    if not metrics:
        return None
    data: list[Trace] = []
    for number, run in enumerate(runs):
        own = [row for row in rows if row.run == run and row.metric in metrics]
        if len(comparison.names) == 2:
            for verdict, symbol in _SYMBOLS.items():
                if some := [row for row in own if row.verdict is verdict]:
                    data.append(_points(some, str(verdict), _COLOURS[verdict], symbol))
        else:
            data.append(_points(own, plain(run), COLOURS[number % len(COLOURS)], SYMBOLS[number % len(SYMBOLS)]))
    made = layout(110 + 26 * len(metrics) * max(round(0.7 * len(runs)), 1), hovermode="closest", scattermode="group")
    made["xaxis"] = axis(f"difference from {plain(comparison.baseline)} [%]", ticksuffix="%")
    made["yaxis"] = {"automargin": True, "autorange": "reversed", "categoryarray": metrics, "ticksuffix": " "}
    margin = 100 * comparison.margin
    made["shapes"] = [
        {
            "type": "rect",
            "x0": -margin,
            "x1": margin,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "fillcolor": faint(GREY),
            "line": {"width": 0},
            "layer": "below",
        },
        {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": GREY, "width": 1}},
    ]
    caption = (
        "Each metric over all jobs, with the interval of its difference in percent of the baseline's value; within the "
        "shaded band it is as good as the same."
    )
    if len(every) > len(metrics):
        caption += f" These are {len(metrics)} of {len(every)} metrics; the table has all."
    return Picture("differences", "The differences", caption, data, made)


def _can_be_drawn(row: Row) -> bool:
    return bool(row.baseline_value) and None not in (row.difference, row.low, row.high)


def _points(rows: Sequence[Row], name: str, colour: str, symbol: str) -> Trace:
    def percent(row: Row, value: float | None) -> float:
        assert value is not None
        assert row.baseline_value
        return float(f"{100 * value / abs(row.baseline_value):.6g}")

    middles = [percent(row, row.difference) for row in rows]
    ends = [(percent(row, row.low), percent(row, row.high)) for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": middles,
        "y": [row.metric for row in rows],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - middle for middle, (_, high) in zip(middles, ends, strict=True)],
            "arrayminus": [middle - low for middle, (low, _) in zip(middles, ends, strict=True)],
            "thickness": 2,
            "width": 5,
            "color": colour,
        },
        "name": name,
        "marker": {"color": colour, "size": 9, "symbol": symbol},
        "hovertemplate": "%{y}: %{x:+.3~g}%<extra></extra>",
    }
