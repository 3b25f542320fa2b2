"""`python -m jobsim` is `jobsim`: the command line, begun so that Ctrl-C is heeded while it still imports."""

import sys


def main() -> None:
    """Run the command line."""
    try:
        from jobsim.cli import main as command

        command()
    except KeyboardInterrupt:
        print("jobsim: interrupted", file=sys.stderr)
        sys.exit(130)
    finally:
        _close_ears()


def _close_ears() -> None:
    """Ignore Ctrl-C from here on: all is done, and the shutdown of Python has no good answer to it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
