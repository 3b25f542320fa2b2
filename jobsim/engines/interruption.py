"""Ctrl-C, SIGTERM and SIGHUP ask a run to end; they never cut into it."""

import signal
import threading
from types import FrameType
from typing import Any, Self

from jobsim.results.run import Ending

_ENDINGS = {signal.SIGINT: Ending.INTERRUPTED, signal.SIGTERM: Ending.TERMINATED}
if hasattr(signal, "SIGHUP"):  # pragma: no branch - Windows has none
    _ENDINGS[signal.SIGHUP] = Ending.TERMINATED


class Interruption:
    """While entered, notes the first signal instead of raising; engines look at `ending` between events.

    A second Ctrl-C raises KeyboardInterrupt at once, for who will not wait for the results. A signal that whoever
    started us has us ignore (nohup, a background job) stays ignored. Outside the main thread Python delivers no
    signals, and entering does nothing.
    """

    def __init__(self) -> None:
        self.ending: Ending | None = None
        self.signal: signal.Signals | None = None
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _ENDINGS:
                if signal.getsignal(number) != signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *exception: object) -> None:
        for number, handler in self._before.items():
            # None: whoever set it before was not Python; there is no giving it back.
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        self._before.clear()

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.ending is None:
            self.signal = signal.Signals(number)
            self.ending = _ENDINGS[self.signal]
        elif number == signal.SIGINT:
            raise KeyboardInterrupt
