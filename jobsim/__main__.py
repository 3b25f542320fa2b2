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


if __name__ == "__main__":
    main()
