"""A thread beside the kernel, which holds no lock while it runs: what has happened is taken in while more happens."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from jobsim.engines.compiled.rooms import Sink


class Beside:
    """Calls sinks in a thread of its own, in the order in which they are given rows.

    At most one is at work: the next is only begun when it is done. What one raises, the next call raises, or the end.
    After the end sinks are called directly: there is nothing more to do beside, and a short run needs no thread.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._at_work: Future[None] | None = None
        self._is_over = False

    def __enter__(self) -> "Beside":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        self._is_over = True
        with self._thread:
            if kind is None:
                self._wait()

    def sink(self, sink: Sink) -> Sink:
        """The same, called beside."""

        def take(rows: Any) -> None:
            if self._is_over:
                sink(rows)
                return
            self._wait()
            self._at_work = self._thread.submit(sink, rows)

        return take

    def _wait(self) -> None:
        at_work, self._at_work = self._at_work, None
        if at_work is not None:
            at_work.result()
