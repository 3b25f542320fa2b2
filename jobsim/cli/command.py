"""One command from its arguments to its exit code. Errors are printed here, once, and nowhere else."""

import os
import sys
from collections.abc import Sequence

from cyclopts import CycloptsError

from jobsim.cli.app import app
from jobsim.cli.output import complain, mute
from jobsim.errors import FileAccessError, JobsimError, LimitReached, ScenarioError, UsageError
from jobsim.report.terminal import heed_environment


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
        return complain(f"{error}\nTry: jobsim --help", UsageError.exit_code)
    except ScenarioError as error:
        return complain(str(error).replace("\n", "\njobsim: "), error.exit_code)  # each line is a problem of its own
    except JobsimError as error:
        return complain(str(error), error.exit_code)
    except KeyboardInterrupt:
        return complain("interrupted; what was not written yet is lost, an older result is as it was", 130)
    except MemoryError:
        return complain(
            "the memory is used up; nothing was written. Fewer jobs need less of it", LimitReached.exit_code
        )
    except SystemExit as error:  # the help's own printer ends the process so, where nobody reads it any more
        if not isinstance(error.__context__, BrokenPipeError):
            raise
        mute()
        return 0
    except BrokenPipeError:
        mute()  # whoever read our output has closed it: nothing is left to say, nor anyone to say it to
        return 0
    except OSError as error:
        mute()
        gone = "the folder you are in is gone; change to another one"
        reason = f"the output could not be written: {error.strerror}"
        return complain(reason if _stands_somewhere() else gone, FileAccessError.exit_code)
    except Exception as error:
        if os.environ.get("JOBSIM_TRACEBACK"):
            raise
        return complain(
            f"a fault of jobsim's own: {type(error).__name__}: {error}\n"
            "Please report it, with the traceback that JOBSIM_TRACEBACK=1 in the environment shows.",
            1,
        )


def _stands_somewhere() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True
