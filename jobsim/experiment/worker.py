"""The life of a worker process: it does what comes down its connection, one thing at a time, and dies with its parent.

Nothing heavy is imported here, so that the environment can be set before what is sent brings its libraries in.
"""

import multiprocessing
import os
import pickle
import signal
import threading
from multiprocessing.connection import Connection

READY = b"ready"
_THREADS = ("OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS")
"""There is a worker for each core, so that no library needs more than one thread."""

_KEPT_BYTES = 31 * 2**20


def serve(work: Connection) -> None:
    """Receive a function with its arguments, send back what it gives or raises, until the connection is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who will tell
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    threading.Thread(target=_die_with_parent, daemon=True).start()
    keep_freed_memory()
    work.send_bytes(READY)
    while True:
        try:
            content = work.recv_bytes()
        except (EOFError, OSError):
            os._exit(0)  # there is nothing to put away, which would take a tenth of a second
        try:
            work.send_bytes(done(content))
        except OSError:  # pragma: no cover - its parent has died in this very moment
            os._exit(1)


def keep_freed_memory() -> None:
    """Let what a replication has freed stay with this process, for the next one.

    What goes back to the system comes from it page by page, for which processes are in each other's way. Once it has
    had and freed so much in one piece, glibc keeps twice as much; elsewhere this does nothing.
    """
    bytearray(_KEPT_BYTES)


def done(content: bytes) -> bytes:
    """What came of a function and its arguments: (True, what it gave), or (False, what it raised)."""
    try:
        function, arguments = pickle.loads(content)
        return pickle.dumps((True, function(*arguments)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        try:
            answer = pickle.dumps((False, error))
            pickle.loads(answer)  # not everything that can be sent can be received
        except Exception:
            answer = pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
        return answer


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)  # pragma: no cover - nothing is written down after this
