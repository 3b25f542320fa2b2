"""How results show themselves in a notebook."""

from html import escape
from typing import Any

from jobsim.report.page import tables
from jobsim.report.page.page import Grid
from jobsim.report.pictures.all import PICTURES
from jobsim.report.pictures.runs import shown
from jobsim.results.findings import Findings


def figure(name: str, findings: Findings) -> Any:
    """A picture of the report as a Plotly figure, with its title; None where there is nothing to be seen."""
    import plotly.graph_objects as go  # noqa: PLC0415 - wanted by pictures only

    picture = PICTURES[name](shown([("", findings)]))
    if picture is None:
        return None
    drawn = go.Figure(picture.figure)
    # On a page, the ground shows through; elsewhere nobody knows what it is, so the template's is taken.
    drawn.update_layout(title=picture.title, paper_bgcolor=None, plot_bgcolor=None, margin={"t": 70})
    return drawn


def as_html(findings: Findings, headline: str) -> str:
    """The figures of a result as a few tables."""
    grids = [tables.verdicts(findings), tables.jobs(findings), tables.times(findings), tables.pools(findings)]
    return f"<p>{escape(headline)}</p>" + "".join(_table(grid) for grid in grids if grid is not None)


def _table(grid: Grid) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in grid.columns)
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in grid.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
