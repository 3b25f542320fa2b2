"""`jobsim watch`, and what `--watch` needs: a terminal to draw on."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from jobsim.cli.app import app
from jobsim.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from jobsim.experiment.places import Where
    from jobsim.scenario.schema import Scenario


@app.command
def watch(
    run: Annotated[Path, Parameter(help="A folder of results.")],
    /,
    *,
    speed: Annotated[
        float | None, Parameter(help="So many seconds of the run in one. Default: so that it takes half a minute.")
    ] = None,
    replication: Annotated[int, Parameter(help="Which of them.")] = 1,
) -> int:
    """Show a run again, from its tables: the queue, who waits, what each processor does."""
    screen_console = console_to_draw_on("jobsim watch")
    if speed is not None and not 0.001 <= speed <= 1_000_000_000:
        raise UsageError("--speed must be from 0.001 to 1,000,000,000")
    from jobsim.engines.interruption import Interruption
    from jobsim.report.live.replay import replay, usual_speed
    from jobsim.report.live.view import Screen
    from jobsim.results.stored.rows import read_stored

    stored = read_stored(run, replication)
    with Interruption() as interruption:
        with Screen(screen_console) as screen:
            last = replay(stored, speed or usual_speed(stored), screen.show, lambda: interruption.ending is not None)
        screen_console.print(last)
    return 0 if interruption.signal is None else 128 + interruption.signal


def screen_for_runs(*, quiet: bool, verbose: bool) -> "Console":
    """The console for the view of a run. Raises UsageError where there can be none."""
    if quiet or verbose:
        raise UsageError(f"--watch and {'--quiet' if quiet else '--verbose'} do not go together")
    return console_to_draw_on("--watch")


def check_watchable(scenarios: "Sequence[Scenario]", where: "Where") -> None:
    """Raise UsageError unless each is one run, in real time, in this process."""
    from jobsim.engines.choosing import choose
    from jobsim.scenario.schema import EngineName

    if where.elsewhere:
        raise UsageError("--watch shows what happens as it happens, in this process: --workers 1")
    for scenario in scenarios:
        if (engine := choose(scenario).engine) is not EngineName.ASYNCIO:
            raise UsageError(
                f"{scenario.name}: --watch shows real time as it passes, and the engine {engine} computes it: take "
                "--engine asyncio; or run it first, and see it again with jobsim watch RESULTS"
            )
        if scenario.most_replications > 1:
            raise UsageError(f"{scenario.name}: --watch shows one run, and here are several: --replications 1")


def console_to_draw_on(who: str) -> "Console":
    """A console on standard output. Raises UsageError where that is no terminal that can be drawn on."""
    if not sys.stdout.isatty():
        raise UsageError(f"{who} draws on a terminal, and standard output is none")
    if os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
        raise UsageError(f"{who} draws on a terminal, and here only plain text is wanted (TERM=dumb, or NO_COLOR)")
    from jobsim.report.terminal import console

    return console()
