"""`jobsim size`."""

import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from jobsim.cli.app import Cluster, Report, Seed, Sets, Vary, Workers, app, settings
from jobsim.cli.output import complain
from jobsim.errors import EXPECTATION_FAILED, LimitReached, UsageError

if TYPE_CHECKING:
    from jobsim.analysis.sized import Looked


@app.command
def size(
    file: Annotated[Path, Parameter(help="A scenario file, with what it expects.")],
    /,
    *,
    vary: Vary = (),
    cost: Annotated[
        str | None,
        Parameter(help="Of several keys, what they cost: 'processors.worker.count*3 + queue.capacity*0.01'."),
    ] = None,
    most: Annotated[
        int | None, Parameter(help="How many replications a point gets at most before it is left undecided.")
    ] = None,
    set_: Sets = (),
    seed: Seed = None,
    engine: Annotated[Literal["auto", "simpy", "compiled"] | None, Parameter(help="How time passes.")] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    csv: Annotated[Path | None, Parameter(help="Write the evidence to this file, too.")] = None,
    report: Report = None,
    quiet: Annotated[
        bool, Parameter(name=["--quiet", "-q"], help="Print the answer only.", negative=(), show_default=False)
    ] = False,
) -> int:
    """Find the least that meets the scenario's expectations; of several keys, the cheapest."""
    from jobsim.analysis.address_space import check_address_space, tell_libraries
    from jobsim.scenario.grids.grid import read_grid

    grid = read_grid(file, vary, settings(set_, seed=seed, engine=engine))
    tell_libraries()
    check_address_space(grid.base.name, 0)
    from jobsim.analysis.sized import CSV_HEAD
    from jobsim.engines.interruption import Interruption
    from jobsim.experiment.candidates import candidates
    from jobsim.experiment.places import Where
    from jobsim.experiment.preparing import prepare
    from jobsim.experiment.sizing import find, most_of
    from jobsim.report.sizing import headline, sizing
    from jobsim.report.terminal import console
    from jobsim.results.whole import check_own

    where, asked, most = Where(workers, cluster), candidates(grid, cost), most_of(grid, most)
    if csv is not None:
        check_own(csv, CSV_HEAD, "sizing")
    if report is not None:
        from jobsim.report.page.writing import check_report, write_report_of

        check_report(report)
        if csv is not None and csv.absolute() == report.absolute():
            raise UsageError("--csv and --report cannot write to the same file")
    prepared = prepare(grid, lambda words: _say(words, quiet=quiet))
    interruption = Interruption()
    with interruption, ExitStack() as stack:
        found = find(prepared, asked, where, interruption, most, _watching(stack, quiet=quiet))
    if csv is not None:
        found.write(csv)
    with suppress(BrokenPipeError):
        if quiet:
            print(headline(found))
        else:
            console().print(sizing(found))
            if csv is not None:
                print(f"Evidence: {csv}")
    if report is not None:
        write_report_of(found, report)
        if not quiet:
            print(f"Report: {report}")
    if interruption.signal is not None:
        return 128 + interruption.signal
    if found.best is not None:
        return 0
    return LimitReached.exit_code if any(one.error for one in found.looked) else EXPECTATION_FAILED


def _say(words: str, *, quiet: bool) -> None:
    if not quiet:
        complain(words, 0)


def _watching(stack: ExitStack, *, quiet: bool) -> "Callable[[Looked], None]":
    """Where there is a terminal, what was looked at last."""
    if quiet or not sys.stderr.isatty():
        return lambda _: None
    from rich.console import Console

    status = stack.enter_context(Console(stderr=True).status("looking"))
    return lambda one: status.update(f"{', '.join(one.values)}: {one.verdict}")
