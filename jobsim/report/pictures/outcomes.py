"""What became of the jobs of each submitter."""

from collections.abc import Sequence

from jobsim.report.figures import number
from jobsim.report.pictures.picture import (
    AMBER,
    BLUE,
    GREEN,
    GREY,
    PURPLE,
    VERMILLION,
    Picture,
    Trace,
    axis,
    layout,
    pattern_of,
)
from jobsim.report.pictures.runs import Shown
from jobsim.results.outcomes import OUTCOMES

_LOOKS = {
    "completed": (GREEN, ""),
    "dropped": (VERMILLION, "/"),
    "rejected": (PURPLE, "\\"),
    "evicted": (AMBER, "x"),
    "expired": (BLUE, "-"),
    "failed": (VERMILLION, "."),
    "abandoned": (GREY, "|"),
    "unfinished": (GREY, "+"),
}
"""By outcome: a colour, and a pattern, so that no colour is needed."""


def outcomes(runs: Sequence[Shown]) -> Picture | None:
    """A bar for each submitter, of one result; for each result, of several."""
    rows = _submitters(runs[0]) if len(runs) == 1 else [(run.name, run, "all") for run in runs]
    rows = [row for row in rows if row[1].findings.value("jobs", row[2])]
    if not rows:
        return None
    labels = [f"{name}  <br>{number(run.findings.value('jobs', of))} jobs" for name, run, of in rows]
    data: list[Trace] = []
    for outcome in OUTCOMES:
        counts = [run.findings.value(outcome, of) or 0 for _, run, of in rows]
        if not any(counts):
            continue
        shares = [
            count / (run.findings.value("jobs", of) or 1) for count, (_, run, of) in zip(counts, rows, strict=True)
        ]
        colour, pattern = _LOOKS[outcome]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": labels,
                "x": shares,
                "name": outcome,
                "marker": {"color": colour, "pattern": pattern_of(pattern)},
                "text": [f"{share:.1%}" if share >= 0.1 else "" for share in shares],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"color": "#ffffff"},
                "customdata": [number(count) for count in counts],
                "hovertemplate": f"{outcome}: %{{customdata}} jobs, %{{x:.2%}}<extra></extra>",
            }
        )
    made = layout(70 + 52 * len(rows) + 40, barmode="stack", hovermode="closest", bargap=0.35)
    made["legend"] = {**made["legend"], "traceorder": "normal"}
    made["xaxis"] = axis("share of jobs", tickformat=".0%", range=[0, 1.005], tickvals=[0, 0.25, 0.5, 0.75, 1])
    made["yaxis"] = {"automargin": True, "autorange": "reversed", "ticksuffix": " "}
    by = "submitter" if len(runs) == 1 else "result"
    return Picture("outcomes", "What became of the jobs", f"The jobs put, by {by} and by how they ended.", data, made)


def _submitters(run: Shown) -> list[tuple[str, Shown, str]]:
    return [(name, run, f"submitter:{name}") for name in sorted(run.findings.scenario.submitters)]
