"""A limit on the address space (`ulimit -v`), held against a run before its libraries meet it.

Polars and OpenBLAS end the process where they get no memory, with words of their own or none, so they must not
come to it.
"""

import os

try:
    import resource
except ImportError:  # pragma: no cover - Windows
    resource = None  # type: ignore[assignment]

from jobsim.errors import LimitReached

LIBRARIES = 1_200_000_000
"""Measured: the address space of the smallest run, with one thread for each library; most of it is never touched."""
BYTES_PER_JOB = 300
"""Measured: how much of it more each job takes, at most, until the results are written."""
BYTES_PER_STAY = 300
"""The same for a stay that has a row of its own."""


def tell_libraries() -> None:
    """Tell the libraries, which are still to be imported, how much they may take at a time.

    Nothing multiplies matrices here, and OpenBLAS's threads are busy waiting. Under a limit each takes its share of it.
    Of long tables Polars makes few rows at a time, near enough when their next column is made, in memory that is used
    again.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("POLARS_IDEAL_MORSEL_SIZE", "10000")
    if address_space() is not None:
        os.environ.setdefault("POLARS_MAX_THREADS", "1")


def check_address_space(name: str, jobs: int, limit: int | None = None, stays: int = 0) -> None:
    """Raise LimitReached if so many jobs and stays do not fit under the limit (by default, ask the system)."""
    limit = address_space() if limit is None else limit
    needed = LIBRARIES + jobs * BYTES_PER_JOB + stays * BYTES_PER_STAY
    if limit is not None and needed > limit:
        raise LimitReached(
            f"{name}: {jobs:,} jobs need about {needed / 1e9:.2f} GB of address space, and the limit (ulimit -v) is "
            f"{limit / 1e9:.2f} GB; raise it, keep figures only (--record summary), or make the run shorter. "
            "Nothing was written"
        )


def address_space() -> int | None:
    """The limit on this process's address space; None where there is none."""
    if resource is None:
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft
