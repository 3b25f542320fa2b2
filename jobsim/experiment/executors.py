"""Executors of a sweep's own: in this process, and worker processes that may die one by one.

The standard library's pool fails everything there is when one worker dies, and cannot say whose task it was; and its
workers outlive a parent that was killed.
"""

import multiprocessing
import pickle
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar

from jobsim.errors import WorkersLost
from jobsim.experiment.worker import serve

P = ParamSpec("P")
T = TypeVar("T")
_STARTS = 3
"""So often is a worker started that dies before it is ready, where others have been."""
_UNGUARDED = (
    "no worker process can be started. In a Python program, call jobsim below `if __name__ == '__main__':`, "
    "since each worker reads the program, or with workers=1"
)

_NO_MORE = "a worker process cannot be started (fewer --workers need less)"


class WorkerDied(BrokenExecutor):
    """The process that a task was on is gone."""


class Here(Executor):
    """Does what is submitted at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


_Work = tuple[Future[Any], bytes]


class Workers(Executor):
    """So many worker processes; one that dies fails the task that was on it with WorkerDied, and is replaced.

    They are spawned, not forked, since libraries have threads; they are started when there is something to do.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._context = multiprocessing.get_context("spawn")
        self._work: SimpleQueue[_Work | None] = SimpleQueue()
        self._killed = False
        self._some_were_ready = False
        self._lock = threading.Lock()
        self._processes: set[SpawnProcess] = set()
        self._keepers = [threading.Thread(target=self._keep, daemon=True) for _ in range(count)]
        for keeper in self._keepers:
            keeper.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        assert not kwargs
        future: Future[T] = Future()
        try:
            self._work.put((future, pickle.dumps((fn, args), pickle.HIGHEST_PROTOCOL)))
        except Exception as error:
            future.set_exception(error)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers once all is done; with `cancel_futures`, at once."""
        if cancel_futures:
            self._kill()
        for _ in self._keepers:
            self._work.put(None)
        if wait:
            for keeper in self._keepers:
                keeper.join()

    def _kill(self) -> None:
        with self._lock:
            self._killed = True
            for process in self._processes:
                process.kill()

    def _keep(self) -> None:
        """Keep one worker, and give it what is to be done."""
        worker: tuple[SpawnProcess, Connection] | None = None
        begun: _Work | None = None
        """What the worker has been given already."""
        while (work := begun or self._next()) is not None:
            future, content = work
            try:
                worker = worker or self._start()
                if begun is None:
                    worker[1].send_bytes(content)
                received = worker[1].recv_bytes()
            except (EOFError, OSError):
                self._end(worker)
                worker = begun = None
                future.set_exception(WorkerDied("a worker process died"))
                continue
            except Exception as error:
                self._end(worker)
                worker = begun = None
                future.set_exception(error)
                continue
            # It need not wait until its answer has been read.
            begun = self._next(wait=False)
            if begun is not None:
                with suppress(OSError):  # it has died since, which will show
                    worker[1].send_bytes(begun[1])
            _settle(future, received)
        self._end(worker)

    def _next(self, *, wait: bool = True) -> _Work | None:
        """What is to be done next; None at the end, or where there is nothing and it should not wait."""
        while True:
            try:
                work = self._work.get(block=wait)
            except Empty:
                return None
            if work is None and not wait:
                self._work.put(None)  # the end, which can wait
                return None
            if work is None or work[0].set_running_or_notify_cancel():
                return work

    def _start(self) -> tuple[SpawnProcess, Connection]:
        for _ in range(_STARTS if self._some_were_ready else 1):
            try:
                ours, theirs = self._context.Pipe()
            except OSError as error:
                raise WorkersLost(f"{_NO_MORE}: {error.strerror}") from error
            process = self._context.Process(target=serve, args=(theirs,), name="jobsim worker", daemon=True)
            with self._lock:
                if self._killed:
                    raise EOFError
                _keep_off_ctrl_c()
                try:
                    process.start()
                except RuntimeError as error:  # this process is itself one that is being started
                    raise WorkersLost(_UNGUARDED) from error
                except OSError as error:
                    raise WorkersLost(f"{_NO_MORE}: {error.strerror}") from error
                self._processes.add(process)
            theirs.close()
            try:
                ours.recv_bytes()
            except (EOFError, OSError):
                self._end((process, ours))
                continue
            self._some_were_ready = True
            return process, ours
        raise EOFError if self._some_were_ready else WorkersLost(_UNGUARDED)

    def _end(self, worker: tuple[SpawnProcess, Connection] | None) -> None:
        if worker is None:
            return
        process, connection = worker
        connection.close()  # it ends when it hears nothing any more
        process.join()
        with self._lock:
            self._processes.discard(process)


def _settle(future: Future[Any], received: bytes) -> None:
    try:
        well, answer = pickle.loads(received)
    except Exception as error:
        future.set_exception(error)
    else:
        future.set_result(answer) if well else future.set_exception(answer)


def _keep_off_ctrl_c() -> None:
    """Let this thread, and whatever it starts, hear no Ctrl-C: a worker that is just starting cannot ignore it yet."""
    if hasattr(signal, "pthread_sigmask"):  # pragma: no branch - Windows has none
        resource_tracker.ensure_running()  # it would be started by the first worker, and let Ctrl-C in again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
