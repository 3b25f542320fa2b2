"""A stored run in the live view, as slow or as fast as is asked for."""

import time
from collections.abc import Callable

from rich.console import RenderableType

from jobsim.report.live.picture import Picture
from jobsim.report.live.state import State
from jobsim.report.live.view import LATELY_SECONDS, PERIOD_SECONDS
from jobsim.report.rebuilding.events import rebuilt
from jobsim.results.stored.rows import StoredRun
from jobsim.units import SECOND

USUAL_SECONDS = 30
"""How long a run is shown for, where no speed is asked for."""
_MANY = 1_000
"""Events between two looks at the wall clock."""
_MARKS = 500
"""So often at least the length of the queue is noted, however fast the run passes."""


def usual_speed(run: StoredRun) -> float:
    """The speed at which it takes about half a minute."""
    return max(run.ended_at / SECOND / USUAL_SECONDS, 1e-6)


def replay(
    run: StoredRun, speed: float, show: Callable[[RenderableType], None], stopped: Callable[[], bool]
) -> Picture:
    """Show a run from its beginning, until its end or until it is stopped; returns the last picture.

    Events are read as they are wanted. Where more happens than can be read in time, it goes on from
    where it has got to.
    """
    state = State(run.scenario, round(LATELY_SECONDS * speed * SECOND))
    how = f"replication {run.replication}, speed {speed:.4g}"
    picture = Picture(state, how, run.ended_at)
    events = rebuilt(run)
    event = next(events, None)
    mark = 0
    origin = time.monotonic()
    while not stopped():
        begun = time.monotonic()
        wanted = min(round((begun - origin) * speed * SECOND), run.ended_at)
        count = 0
        while event is not None and event.time <= wanted:
            if event.time >= mark:
                state.mark(event.time)
                mark = event.time + run.ended_at // _MARKS
            state(event)
            event = next(events, None)
            count += 1
            if count % _MANY == 0 and time.monotonic() > begun + PERIOD_SECONDS:
                wanted = state.time
                origin = time.monotonic() - wanted / SECOND / speed
                break
        state.mark(wanted)
        show(picture)
        if wanted >= run.ended_at and (event is None or event.time > run.ended_at):
            break
        time.sleep(max(PERIOD_SECONDS - (time.monotonic() - begun), 0.0))
    return picture
