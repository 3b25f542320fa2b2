"""`jobsim SCENARIO...`, `jobsim run`."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from jobsim.cli.app import Cluster, Files, Replications, Report, Seed, Sets, Strict, Workers, app, load, settings
from jobsim.cli.output import complain, mute
from jobsim.cli.watch import check_watchable, screen_for_runs
from jobsim.errors import EXPECTATION_FAILED, LimitReached, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from jobsim.experiment.places import Where
    from jobsim.results.result import Result
    from jobsim.scenario.schema import Scenario


@app.default
@app.command
def run(
    *files: Files,
    set_: Sets = (),
    seed: Seed = None,
    engine: Annotated[
        Literal["auto", "simpy", "compiled", "asyncio"] | None, Parameter(help="How time passes.")
    ] = None,
    record: Annotated[
        Literal["jobs", "summary"] | None, Parameter(help="Keep a row for each job, or figures only.")
    ] = None,
    speed: Annotated[float, Parameter(help="Real time (asyncio), this many times as fast.")] = 1.0,
    max_lag: Annotated[
        str | None, Parameter(help="Stop real time when an event is later than this, like 50ms.")
    ] = None,
    replications: Replications = None,
    workers: Workers = None,
    cluster: Cluster = None,
    out: Annotated[Path | None, Parameter(help="Folder for the results; of several files, its parent.")] = None,
    report: Report = None,
    strict: Strict = False,
    quiet: Annotated[
        bool, Parameter(name=["--quiet", "-q"], help="Print nothing but errors.", negative=(), show_default=False)
    ] = False,
    verbose: Annotated[
        bool, Parameter(name=["--verbose", "-v"], help="Tell the run's story.", negative=(), show_default=False)
    ] = False,
    watch: Annotated[
        bool, Parameter(help="Show real time (asyncio) live, on the whole terminal.", negative=(), show_default=False)
    ] = False,
) -> int:
    """Run scenarios: print a summary of each, write its CSVs. The default command."""
    from jobsim.analysis.address_space import check_address_space, tell_libraries
    from jobsim.analysis.disk import expected_bytes
    from jobsim.analysis.memory import check_memory, expected_rows

    if quiet and verbose:
        raise UsageError("--quiet and --verbose do not go together")
    screen = screen_for_runs(quiet=quiet, verbose=verbose) if watch else None
    laid_over = settings(set_, seed=seed, engine=engine, record=record, replications=replications)
    scenarios = load(files, laid_over)
    tell_libraries()
    for scenario in scenarios:
        check_memory(scenario)
        jobs, stays = expected_rows(scenario)
        check_address_space(scenario.name, jobs, stays=stays)
    # Only now: these bring in the libraries that end the process where there is too little memory.
    from jobsim.engines.running import options_for
    from jobsim.experiment.places import Where
    from jobsim.results.target import check_target, targets

    where = Where(workers, cluster)
    if verbose and where.elsewhere:
        raise UsageError("--verbose tells what happens as it happens, in this process: --workers 1")
    if watch:
        check_watchable(scenarios, where)

    options = [options_for(scenario, speed, max_lag) for scenario in scenarios]
    folders = targets([scenario.name for scenario in scenarios], laid_over, out)
    for scenario, folder in zip(scenarios, folders, strict=True):
        check_target(folder, expected_bytes(scenario))
    if report is not None:
        from jobsim.report.page.writing import check_report

        check_report(report, folders)
    code, written = 0, list[Path]()
    for scenario, option, folder in zip(scenarios, options, folders, strict=True):
        with option.interruption:
            with ExitStack() as stack:
                watched = _watched(option, scenario, stack, quiet=quiet, verbose=verbose, screen=screen)
                result = _replicated(scenario, watched, where)
            jobs, stays = result.rows_kept  # now that it is known how many there are
            check_address_space(scenario.name, jobs, stays=stays)
            result.write(folder)
        written.append(folder)
        _print_summary(result, folder, quiet=quiet)
        if option.interruption.signal is not None:
            if report is not None:
                _report(written, report, quiet=quiet)
            # It may have come while the results were written: they are whole, but nothing more is begun.
            return 128 + option.interruption.signal
        if result.ending == "late":
            code = LimitReached.exit_code
        elif _failed(result, strict, quiet=quiet):
            code = code or EXPECTATION_FAILED
    if report is not None:
        _report(written, report, quiet=quiet)
    return code


def _report(folders: Sequence[Path], file: Path, *, quiet: bool) -> None:
    from jobsim.report.page.writing import write_report

    write_report(folders, file)
    if not quiet:
        print(f"Report: {file}")


def _replicated(scenario: "Scenario", options: Any, where: "Where") -> "Result":
    """Where it was asked for; else on all cores, if that is worth while."""
    from jobsim.experiment.replicating import replicate
    from jobsim.experiment.spreading import is_worth_it, replicate_on

    spread = where.elsewhere or (where.workers is None and options.listener is None and is_worth_it(scenario))
    return replicate_on(where, scenario, options) if spread else replicate(scenario, options)


def _failed(result: "Result", strict: bool, *, quiet: bool) -> bool:
    """Whether an expectation was missed; each is told, where the summary does not."""
    if not result.scenario.expect and not strict:
        return False
    from jobsim.analysis.verdicts import Verdict, is_precise, judge
    from jobsim.report.expectations import in_one_line

    failing = (Verdict.MISSED, Verdict.UNDECIDED) if strict else (Verdict.MISSED,)
    told = [in_one_line(each) for each in judge(result) if each.verdict in failing]
    if strict and not is_precise(result):
        told.append(f"the precision was not reached in {len(result.runs)} replications")
    for each in told if quiet else ():
        complain(f"{result.scenario.name}: {each}", EXPECTATION_FAILED)
    return bool(told)


def _watched(
    options: Any, scenario: "Scenario", stack: ExitStack, *, quiet: bool, verbose: bool, screen: "Console | None"
) -> Any:
    """The options, with a view that fills the screen, the story told (-v), or else a progress bar on a terminal."""
    from dataclasses import replace

    if screen is not None:
        from jobsim.report.live.view import RunView

        view = stack.enter_context(RunView(scenario, options.speed, screen))
        return replace(options, listener=view.listener, progress=view.progress)

    if quiet:
        return options
    options = replace(options, notice=lambda words: complain(words, 0))
    if verbose:
        from jobsim.engines.drawn import payloads
        from jobsim.report.story import Story

        def tell(line: str) -> None:
            try:
                print(line, flush=options.real_time)
            except BrokenPipeError:
                mute()  # nobody listens any more; the run goes on to its results

        return replace(options, listener=Story(payloads(scenario), tell))
    if sys.stderr.isatty():
        from rich.console import Console

        from jobsim.report.progress import ProgressBar

        console = Console(stderr=True)
        bar = stack.enter_context(ProgressBar(scenario, console))
        return replace(options, progress=bar, notice=lambda words: console.print(words, markup=False, highlight=False))
    return options


def _print_summary(result: "Result", folder: Path, *, quiet: bool) -> None:
    if quiet and result.complete:
        return
    from jobsim.report.summary import headline, summary
    from jobsim.report.terminal import console

    if quiet:
        complain(headline(result), 0)
    else:
        with suppress(BrokenPipeError):
            console().print(summary(result, folder))
