"""The workers of a Dask cluster."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jobsim.errors import UsageError
from jobsim.experiment.sweeping import Place
from jobsim.version import __version__

try:
    from distributed import Client, KilledWorker
except ImportError as missing:
    raise UsageError("a cluster needs Dask, which is not installed: pip install 'jobsim-queue[cluster]'") from missing

_PATIENCE_SECONDS = 10
_LOOK_SECONDS = 2.0
"""So often the cluster is asked how many workers it has: they may come and go."""


@contextmanager
def on_cluster(address: str) -> Iterator[Place]:
    """The cluster of the scheduler at that address.

    Raises UsageError where there is none, or where its workers have another jobsim, or none.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what there is to say, we say
    try:
        client = Client(address, timeout=_PATIENCE_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"--cluster {address}: no Dask scheduler answers there ({type(error).__name__})") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE_SECONDS)
        except TimeoutError:
            raise UsageError(f"--cluster {address}: the scheduler there has no workers") from None
        _check(client, address)
        executor = client.get_executor(pure=False)
        try:
            yield Place(executor, _room(client), deaths=(KilledWorker,))
        finally:
            executor.shutdown(wait=False)


def version() -> str:
    """The jobsim of whoever is asked."""
    return __version__


def _check(client: Client, address: str) -> None:
    """Raise UsageError unless every worker has this very jobsim: else it might find other figures."""
    try:
        found = client.run(version)
    except Exception as error:
        raise UsageError(
            f"--cluster {address}: its workers cannot run jobsim ({type(error).__name__}: {error}); install jobsim "
            f"{__version__} on all of them"
        ) from error
    others = {worker: other for worker, other in found.items() if other != __version__}
    if others:
        worker, other = next(iter(others.items()))
        raise UsageError(
            f"--cluster {address}: the worker {worker} has jobsim {other}; install jobsim {__version__} on all of them"
        )


def _room(client: Client) -> Callable[[], int]:
    looked, room = 0.0, 0

    def ask() -> int:
        nonlocal looked, room
        if time.monotonic() - looked > _LOOK_SECONDS:
            looked, room = time.monotonic(), 2 * max(sum(client.nthreads().values()), 1)
        return room

    return ask
