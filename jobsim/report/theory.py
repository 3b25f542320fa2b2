"""Theory beside a run, for the terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from jobsim.analysis.forms.beside import beside
from jobsim.analysis.forms.words import figure, name
from jobsim.report.figures import table
from jobsim.results.result import Result


def theory(result: Result) -> Iterator[RenderableType]:
    """What theory says, if anything, and how many standard errors the run lies from it, if it has any."""
    found = beside(result)
    if found is None:
        return
    yield Text(found.form.title)
    off = [row.errors_off for row in found.rows]
    measured = any(errors is not None for errors in off)
    made = table("", "theory", "simulated", *["standard errors"] * measured)
    for row, errors in zip(found.rows, off, strict=True):
        said = " ".join(filter(None, [str(row.nature), figure(row.metric, row.theory)]))
        simulated = "-" if row.simulated is None else figure(row.metric, row.simulated)
        apart = "-" if errors is None else f"{errors:+.1f}"
        made.add_row(name(row.metric, row.of), said, simulated, *[apart] * measured)
    yield made
