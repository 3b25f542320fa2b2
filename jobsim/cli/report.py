"""`jobsim report`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jobsim.cli.app import app
from jobsim.errors import UsageError


@app.command
def report(
    *runs: Annotated[Path, Parameter(help="Folders of results; several are shown beside each other.")],
    out: Annotated[Path, Parameter(help="The HTML file.")] = Path("report.html"),
    baseline: Annotated[str | None, Parameter(help="Another one than the first, by its name or path.")] = None,
    margin: Annotated[str, Parameter(help="What differs by less of the baseline's value is equivalent.")] = "5%",
) -> int:
    """Put results into one HTML page with pictures, to be read without a network."""
    from jobsim.report.page.writing import write_report

    if not runs:
        raise UsageError("name a folder of results, like results/burst (jobsim FILE writes one)")
    write_report(runs, out, baseline=baseline, margin=margin)
    print(f"Report: {out}")
    return 0
