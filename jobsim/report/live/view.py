"""The screen that a live view is drawn on, and who draws it while a run goes on."""

import threading
from collections import deque
from typing import Self

from rich.console import Console, RenderableType
from rich.live import Live

from jobsim.engines.engine import Progress
from jobsim.model.event import Event
from jobsim.report.live.picture import Picture
from jobsim.report.live.state import State
from jobsim.report.progress import known_jobs
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND

PERIOD_SECONDS = 0.2
"""Between two pictures."""
LATELY_SECONDS = 5


class Screen:
    """While entered, pictures fill the whole terminal; then it is as it was before."""

    def __init__(self, console: Console) -> None:
        # What is written meanwhile goes where it would without us.
        self._live = Live(
            console=console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._live.stop()

    def show(self, picture: RenderableType) -> None:
        """Draw a picture in place of the one before."""
        self._live.update(picture, refresh=True)


class RunView:
    """Shows a run in real time while it goes on; a listener, and told now and then how far the run is.

    Events are only laid aside in the run's own thread. Another one takes them in and draws, a few times a second, so
    that neither a large picture nor a slow terminal holds up the event loop.
    """

    def __init__(self, scenario: Scenario, speed: float, console: Console) -> None:
        self._speed = speed
        self._state = State(scenario, round(LATELY_SECONDS * speed * SECOND))
        self._events: deque[Event] = deque()
        self.listener = self._events.append
        self._progress = Progress(0, 0)
        self._how = f"asyncio, speed {speed:g}"
        self._jobs = known_jobs(scenario)
        self._screen = Screen(console)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._draw_until_over, name="jobsim-view", daemon=True)
        self._failure: BaseException | None = None

    def progress(self, progress: Progress) -> None:
        """Note how far the run is."""
        self._progress = progress

    def __enter__(self) -> Self:
        self._screen.__enter__()
        self._screen.show(self._picture())  # the first takes longest, and nothing is late yet
        self._thread.start()
        return self

    def __exit__(self, kind: object, *exception: object) -> None:
        self._over.set()
        self._thread.join()
        self._screen.__exit__()
        if self._failure is not None:
            # The run and its results are whole without a view.
            Console(stderr=True, highlight=False, markup=False).print(f"the view broke down: {self._failure!r}")

    def _draw_until_over(self) -> None:
        try:
            while not self._over.wait(PERIOD_SECONDS):
                self._screen.show(self._picture())
        except OSError:
            pass  # nobody sees it any more; the run goes on to its results
        except BaseException as failure:  # it is told when the run has ended
            self._failure = failure

    def _picture(self) -> Picture:
        state, events, progress = self._state, self._events, self._progress
        for _ in range(len(events)):
            state(events.popleft())
        state.mark(progress.time)
        return Picture(state, self._how, state.scenario.until, self._jobs, progress.worst_lag)
