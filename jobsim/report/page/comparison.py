"""The part of a report that says how results compare."""

from itertools import groupby

from jobsim.analysis.compared import Comparison
from jobsim.analysis.judging import Verdict
from jobsim.report import judged
from jobsim.report.page.page import Grid, Lines, Part
from jobsim.report.pictures.differences import differences


def comparison_parts(comparison: Comparison) -> list[Part]:
    """A picture of the differences with their intervals, a table for each run, and how it was judged."""
    parts: list[Part] = []
    if (picture := differences(comparison)) is not None:
        parts.append(picture)
    for name, group in groupby(comparison.rows, key=lambda row: row.run):
        rows = list(group)
        if all(map(judged.is_same, rows)):
            parts.append(Lines([f"All {len(rows)} figures of {name} are the same as those of {comparison.baseline}."]))
            continue
        shown = judged.worth_showing(rows, comparison)
        verdict = ["verdict"] * any(row.verdict is not None for row in shown)
        cells = [
            (
                row.metric,
                row.of,
                judged.unit(row),
                *judged.values(row),
                judged.difference(row),
                judged.ratio(row),
                *[judged.verdict(row)] * len(verdict),
            )
            for row in shown
        ]
        marks = ["different" if row.verdict is Verdict.DIFFERENT else "" for row in shown]
        columns = ("metric", "of", "unit", comparison.baseline, name, "difference", "ratio", *verdict)
        note = judged.tally(rows, len(shown), comparison.margin, "jobsim compare ")
        parts.append(Grid(columns, cells, words=3, marks=marks, note=note))
    said = list(judged.explained(comparison, {name: name for name in comparison.names}))
    parts.append(Lines(said))
    if comparison.notes:
        parts.append(Lines([f"Note: {note}" for note in comparison.notes], warning=True))
    return parts
