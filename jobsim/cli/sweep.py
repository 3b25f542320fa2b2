"""`jobsim sweep`."""

import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from jobsim.cli.app import Cluster, Replications, Report, Seed, Sets, Vary, Workers, app, settings
from jobsim.cli.output import complain
from jobsim.errors import LimitReached

if TYPE_CHECKING:
    from jobsim.experiment.sweep import Progress
    from jobsim.results.sweep import Sweep


@app.command
def sweep(
    file: Annotated[Path, Parameter(help="A scenario file.")],
    /,
    *,
    vary: Vary = (),
    set_: Sets = (),
    seed: Seed = None,
    engine: Annotated[Literal["auto", "simpy", "compiled"] | None, Parameter(help="How time passes.")] = None,
    record: Annotated[
        Literal["jobs", "summary"] | None, Parameter(help="Measure in tables, or sum as jobs end.")
    ] = None,
    replications: Replications = None,
    workers: Workers = None,
    cluster: Cluster = None,
    resume: Annotated[
        bool, Parameter(help="Go on with a sweep that was stopped.", negative=(), show_default=False)
    ] = False,
    out: Annotated[Path | None, Parameter(help="Folder for the table.")] = None,
    tables: Annotated[
        Path | None, Parameter(help="Write what run would write of each point, too: below this folder.")
    ] = None,
    report: Report = None,
    quiet: Annotated[
        bool, Parameter(name=["--quiet", "-q"], help="Print nothing but errors.", negative=(), show_default=False)
    ] = False,
) -> int:
    """Run a scenario at every point of a grid: one row for each, with every metric and its interval."""
    from jobsim.analysis.address_space import check_address_space, tell_libraries
    from jobsim.scenario.grids.grid import read_grid

    laid_over = settings(set_, seed=seed, engine=engine, record=record, replications=replications)
    grid = read_grid(file, vary, laid_over)
    tell_libraries()
    check_address_space(grid.base.name, 0)
    from jobsim.engines.interruption import Interruption
    from jobsim.experiment.places import Where
    from jobsim.experiment.preparing import prepare
    from jobsim.experiment.sweep import go_through
    from jobsim.results.target import targets

    where = Where(workers, cluster)
    [folder] = targets([f"{grid.base.name}.sweep"], laid_over, out)
    if report is not None:
        from jobsim.report.page.writing import check_report, write_report_of

        check_report(report, [folder])
    prepared = prepare(grid, lambda words: None if quiet else _say(words))
    interruption = Interruption()
    with interruption, ExitStack() as stack:
        shown = not quiet and sys.stderr.isatty()
        told = _bar(grid.base.name, stack) if shown else lambda _: None
        found = go_through(prepared, where, folder, interruption, resume=resume, tables=tables, told=told)
    _print(found, folder, quiet=quiet)
    if report is not None:
        write_report_of(found, report)
        if not quiet:
            print(f"Report: {report}")
    if interruption.signal is not None:
        return 128 + interruption.signal
    if found.faults:
        return 1
    return LimitReached.exit_code if found.failed else 0


def _say(words: str) -> None:
    complain(words, 0)


def _bar(name: str, stack: ExitStack) -> "Callable[[Progress], None]":
    from rich.console import Console

    from jobsim.report.sweep_progress import SweepBar

    bar = stack.enter_context(SweepBar(name, Console(stderr=True)))
    return lambda progress: bar(progress.ended, progress.points, progress.failed, progress.share)


def _print(found: "Sweep", folder: Path, *, quiet: bool) -> None:
    from jobsim.report.sweep_summary import failures, headline, sweep_summary
    from jobsim.report.terminal import console

    if not quiet:
        with suppress(BrokenPipeError):
            console().print(sweep_summary(found, folder))
    elif not found.complete:
        complain(headline(found), 0)
    if found.failed:
        complain(failures(found), 0)
