"""The life of each job of a small run, as a bar: blocked, waiting, in service."""

from collections.abc import Sequence
from itertools import groupby

from jobsim.report.pictures.picture import AMBER, BLUE, GREEN, GREY, Picture, Trace, axis, layout, pattern_of, plain
from jobsim.report.pictures.runs import Shown
from jobsim.results.shown.lives import Life, lives
from jobsim.units import SECOND

_PHASES = (("blocked", AMBER, "/"), ("waiting", BLUE, "."), ("in service", GREEN, ""))
_ROW = 11
"""Points of height for each bar."""
_NOBODY = "no processor"


def job_lives(runs: Sequence[Shown]) -> Picture | None:
    """By processor, in the order of their start; nothing of several results, or of too many jobs to be looked at."""
    found = lives(runs[0].findings) if len(runs) == 1 else []
    if not found:
        return None
    end = runs[0].findings.ended_at / SECOND
    data: list[Trace] = []
    for at, (phase, colour, pattern) in enumerate(_PHASES):
        spans = [(row, span) for row, life in enumerate(found) if (span := _spans(life, end)[at]) is not None]
        if spans:
            data.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "name": phase,
                    "y": [row for row, _ in spans],
                    "base": [start for _, (start, _) in spans],
                    "x": [round(stop - start, 9) for _, (start, stop) in spans],
                    "customdata": [_said(found[row]) for row, _ in spans],
                    "marker": {"color": colour, "pattern": pattern_of(pattern)},
                    "hovertemplate": f"%{{customdata}}<br>{phase} %{{x:.4~g}} s, from %{{base:.6~g}} s<extra></extra>",
                }
            )
    ticks, texts, edges, row = [], [], [], 0
    for name, group in groupby(found, key=lambda life: life.processor or _NOBODY):
        count = len(list(group))
        ticks.append(row + (count - 1) / 2)
        texts.append(plain(name))
        row += count
        edges.append(row - 0.5)
    made = layout(110 + max(_ROW * len(found), 60), barmode="overlay", hovermode="closest", bargap=0.25)
    made["xaxis"] = axis("time [s]")
    made["yaxis"] = {
        "tickvals": ticks,
        "ticktext": texts,
        "range": [len(found) - 0.5, -0.5],
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
    }
    made["shapes"] = [
        {
            "type": "line",
            "x0": 0,
            "x1": 1,
            "xref": "paper",
            "y0": edge,
            "y1": edge,
            "line": {"width": 1, "color": GREY},
        }
        for edge in edges[:-1]
    ]
    caption = "A bar for each job, or each stay of it, beside the processor that took it, in the order of their start."
    return Picture("lives", "The life of each job", caption, data, made)


def _spans(life: Life, end: float) -> tuple[tuple[float, float] | None, ...]:
    """When it was blocked, waiting, in service; what the run cut off lasts to its end."""
    gone = end if life.ended_at is None else life.ended_at
    admitted = gone if life.admitted_at is None else life.admitted_at
    started = gone if life.started_at is None else life.started_at
    put = life.submitted_at
    return (
        (put, admitted) if put is not None and admitted > put else None,
        (admitted, started) if life.admitted_at is not None and started > admitted else None,
        (started, gone) if life.started_at is not None and gone > started else None,
    )


def _said(life: Life) -> str:
    return f"job {life.job} of {plain(life.submitter)}: {life.end}"
