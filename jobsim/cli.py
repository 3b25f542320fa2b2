"""The command line: parse, call, print, exit code."""

import os
import shlex
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TextIO

from cyclopts import App, CycloptsError, Parameter

from jobsim.errors import FileAccessError, JobsimError, LimitReached, UsageError, printable
from jobsim.report.terminal import heed_environment
from jobsim.version import __version__

if TYPE_CHECKING:
    from jobsim.results.result import Result
    from jobsim.scenario.schema import Scenario

app = App(
    name="jobsim",
    help="A declarative simulator for job queues: YAML scenarios in, comparable CSVs out.",
    version=__version__,
    help_format="plaintext",
    result_action="return_value",
    suppress_keyboard_interrupt=False,  # it would end the process without a word
)
app.register_install_completion_command(help="Install completion for the shell in use.")

Files = Annotated[Path, Parameter(help="Scenario files.")]
Sets = Annotated[
    tuple[str, ...],
    Parameter(
        name="--set",
        help="Override a key of the file, like queue.capacity=5; may be repeated.",
        negative=(),
        show_default=False,
    ),
]
Seed = Annotated[str | None, Parameter(help="Override the scenario's seed.")]
Replications = Annotated[
    str | None,
    Parameter(name=["--replications", "-r"], help="Run it so many times, each with draws of its own."),
]

_COMMANDS = ("run", "check", "compare", "new", "schema")


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
    out: Annotated[Path | None, Parameter(help="Folder for the results; of several files, its parent.")] = None,
    quiet: Annotated[
        bool, Parameter(name=["--quiet", "-q"], help="Print nothing but errors.", negative=(), show_default=False)
    ] = False,
    verbose: Annotated[
        bool, Parameter(name=["--verbose", "-v"], help="Tell the run's story.", negative=(), show_default=False)
    ] = False,
) -> int:
    """Run scenarios: print a summary of each, write its CSVs. The default command."""
    from jobsim.analysis.address_space import check_address_space, spare_threads
    from jobsim.analysis.disk import expected_bytes
    from jobsim.analysis.memory import check_memory, expected_rows

    if quiet and verbose:
        raise UsageError("--quiet and --verbose do not go together")
    settings = _settings(set_, seed=seed, engine=engine, record=record, replications=replications)
    scenarios = _load(files, settings)
    spare_threads()
    for scenario in scenarios:
        check_memory(scenario)
        jobs, stays = expected_rows(scenario)
        check_address_space(scenario.name, jobs, stays=stays)
    # Only now: these bring in the libraries that end the process where there is too little memory.
    from jobsim.engines.running import options_for
    from jobsim.experiment.running import replicate
    from jobsim.results.folder import check_target, targets

    options = [options_for(scenario, speed, max_lag) for scenario in scenarios]
    folders = targets([scenario.name for scenario in scenarios], settings, out)
    for scenario, folder in zip(scenarios, folders, strict=True):
        check_target(folder, expected_bytes(scenario))
    code = 0
    for scenario, option, folder in zip(scenarios, options, folders, strict=True):
        with option.interruption:
            with ExitStack() as stack:
                result = replicate(scenario, _watched(option, scenario, stack, quiet=quiet, verbose=verbose))
            jobs, stays = result.rows_kept  # now that it is known how many there are
            check_address_space(scenario.name, jobs, stays=stays)
            result.write(folder)
        _print_summary(result, folder, quiet=quiet)
        if option.interruption.signal is not None:
            # It may have come while the results were written: they are whole, but nothing more is begun.
            return 128 + option.interruption.signal
        if result.ending == "late":
            code = LimitReached.exit_code
    return code


@app.command
def check(*files: Files, set_: Sets = (), seed: Seed = None, replications: Replications = None) -> int:
    """Validate scenarios and say them in words: who does what, and the load against the capacity."""
    from jobsim.analysis.description import describe

    for scenario in _load(files, _settings(set_, seed=seed, replications=replications)):
        print(describe(scenario))
    return 0


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


@app.command
def new(path: Annotated[Path, Parameter(help="The file to write; it must not exist.")]) -> int:
    """Write a first scenario to start from."""
    from jobsim.scenario.starting import write_starter

    print(f"{write_starter(path)} is written; run it with: jobsim {shlex.quote(str(path))}")
    return 0


@app.command
def schema() -> int:
    """Print the JSON Schema of scenario files, for editors."""
    import json

    from jobsim.scenario.starting import json_schema

    print(json.dumps(json_schema(), indent=2))
    return 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code. Errors are printed here, once, and nowhere else."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        getattr(sys, name).reconfigure(errors="backslashreplace")
    heed_environment()
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: Sequence[str]) -> int:
    try:
        code = app(arguments, exit_on_error=False, print_error=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except CycloptsError as error:
        return _complain(f"{error}\nTry: jobsim --help", UsageError.exit_code)
    except JobsimError as error:
        return _complain(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _complain("interrupted; what was not written yet is lost, an older result is as it was", 130)
    except MemoryError:
        return _complain(
            "the memory is used up; nothing was written. Fewer jobs need less of it", LimitReached.exit_code
        )
    except SystemExit as error:  # the help's own printer ends the process so, where nobody reads it any more
        if not isinstance(error.__context__, BrokenPipeError):
            raise
        _mute()
        return 0
    except BrokenPipeError:
        _mute()  # whoever read our output has closed it: nothing is left to say, nor anyone to say it to
        return 0
    except OSError as error:
        _mute()
        gone = "the folder you are in is gone; change to another one"
        reason = f"the output could not be written: {error.strerror}"
        return _complain(reason if _stands_somewhere() else gone, FileAccessError.exit_code)
    except Exception as error:
        if os.environ.get("JOBSIM_TRACEBACK"):
            raise
        return _complain(
            f"a fault of jobsim's own: {type(error).__name__}: {error}\n"
            "Please report it, with the traceback that JOBSIM_TRACEBACK=1 in the environment shows.",
            1,
        )


def _mute(stream: TextIO | None = None) -> None:
    """Let what is still printed (by default on standard output) go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())


def _complain(message: str, code: int) -> int:
    # A name in it may hold escape sequences, which must not reach the terminal.
    plain = "\n".join(map(printable, message.split("\n")))
    try:
        print(f"jobsim: {plain}", file=sys.stderr, flush=True)
    except OSError:
        _mute(sys.stderr)  # nobody hears it; the code still tells
    return code


def _stands_somewhere() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _settings(sets: tuple[str, ...], **short: str | None) -> list[str]:
    """What the command line lays over the file, as assignments; of several to one key the last one counts."""
    every = [*sets, *(f"{key}={value}" for key, value in short.items() if value is not None)]
    last: dict[str, str] = {}
    for setting in every:
        key = setting.partition("=")[0]
        last.pop(key, None)  # so that it takes the place of the last, over whatever was set in between
        last[key] = setting
    return list(last.values())


def _load(files: Sequence[Path], settings: Sequence[str]) -> "list[Scenario]":
    from jobsim.scenario.loading import load_all

    if not files:
        raise UsageError("name a scenario file, like scenarios/burst.yaml (jobsim new FILE writes one to start from)")
    first = str(files[0])
    if not files[0].suffix and not os.path.exists(first) and (meant := get_close_matches(first, _COMMANDS, n=1)):
        raise UsageError(f"there is no file {first}; if the command {meant[0]} is meant: jobsim {meant[0]} FILE...")
    return load_all(files, settings)


def _watched(options: Any, scenario: "Scenario", stack: ExitStack, *, quiet: bool, verbose: bool) -> Any:
    """The options, with the story told (-v), or else a progress bar where there is a terminal."""
    from dataclasses import replace

    if quiet:
        return options
    options = replace(options, notice=lambda words: _complain(words, 0))
    if verbose:
        from jobsim.engines.drawn import payloads
        from jobsim.report.story import Story

        def tell(line: str) -> None:
            try:
                print(line, flush=options.real_time)
            except BrokenPipeError:
                _mute()  # nobody listens any more; the run goes on to its results

        return replace(options, listener=Story(payloads(scenario), tell))
    if sys.stderr.isatty():
        from rich.console import Console

        from jobsim.report.progress import ProgressBar

        console = Console(stderr=True)
        bar = stack.enter_context(ProgressBar(scenario, console))
        return replace(options, progress=bar, notice=lambda words: console.print(words, markup=False, highlight=False))
    return options


def _print_summary(result: "Result", folder: Path, *, quiet: bool) -> None:
    from jobsim.report.summary import headline, summary
    from jobsim.report.terminal import console

    if not quiet:
        with suppress(BrokenPipeError):
            console().print(summary(result, folder))
    elif not result.complete:
        _complain(headline(result), 0)
