"""`jobsim compare`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jobsim.cli.app import app


@app.command
def compare(
    *runs: Annotated[Path, Parameter(help="Folders of results, or their CSVs; the first is the baseline.")],
    csv: Annotated[Path | None, Parameter(help="Write every figure to this file, too.")] = None,
) -> int:
    """Put results side by side: value, value, difference, ratio."""
    from jobsim.analysis.comparison import compare as compare_results
    from jobsim.report.side_by_side import side_by_side
    from jobsim.report.terminal import console

    found = compare_results(runs)
    if csv is not None:
        found.write(csv)  # before anything is printed: a closed pipe costs no file
    console().print(side_by_side(found))
    if csv is not None:
        print(f"All figures: {csv}")
    return 0
