"""The findings on changes that are not to be, as a table for the terminal."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from jobsim.analysis.changes import Judged
from jobsim.report.figures import number, spread, table


def changes_table(judged: Sequence[Judged]) -> Table:
    """A line for each: the finding, what was not to be, in which run, and by how much it is different."""
    made = table("", "not to be", "run", "difference", left=3, firm=1)
    for each in judged:
        made.add_row(*map(Text, (each.finding, each.change.text, each.row.run, _difference(each))))
    return made


def _difference(judged: Judged) -> str:
    row = judged.row
    if row.difference is None:
        return "-"
    half = None if row.low is None or row.high is None else (row.high - row.low) / 2
    if judged.change.relative and row.baseline_value:
        share = 100 / abs(row.baseline_value)
        shown = spread(row.difference * share, None if half is None else half * share) + " %"
    else:
        shown = spread(row.difference, half) if half else number(row.difference)
        shown = f"{shown} {'' if row.unit == '1' else row.unit}".rstrip()
    return shown if row.difference < 0 else f"+{shown}"
