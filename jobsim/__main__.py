"""`python -m jobsim` is `jobsim`: the command line, begun so that Ctrl-C is heeded while it still imports."""

import gc
import sys

_LEAST_BYTES = 100_000_000
"""The address space that even `--help` needs; in less, imports fail in ways that name everything but the reason."""


def main() -> None:
    """Run the command line."""
    try:
        if _is_cramped():
            raise MemoryError
        from jobsim.cli import main as command

        command()
    except KeyboardInterrupt:
        print("jobsim: interrupted", file=sys.stderr)
        sys.exit(130)
    except MemoryError:
        print("jobsim: the limit on memory (ulimit -v) leaves too little to start; raise it", file=sys.stderr)
        sys.exit(5)
    finally:
        _close_ears()
        gc.freeze()  # else Python looks, as it ends, through everything that was imported: a tenth of a second


def _is_cramped() -> bool:
    try:
        import resource
    except ImportError:
        return sys.platform != "win32"  # elsewhere it is there, but did not fit
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return soft != resource.RLIM_INFINITY and soft < _LEAST_BYTES


def _close_ears() -> None:
    """Ignore Ctrl-C from here on: all is done, and the shutdown of Python has no good answer to it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
