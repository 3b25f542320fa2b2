"""A loop without delay never lets time pass; it is stopped, and named."""

from jobsim.errors import LimitReached
from jobsim.units import Nanoseconds, format_seconds

MOST_EVENTS = 1_000_000


class Standstill:
    """Counts the events of one instant, while somebody puts jobs without end in it."""

    def __init__(self) -> None:
        self._time: Nanoseconds = 0
        self._events = 0

    def check(self, time: Nanoseconds, events: int, endless: str | None) -> None:
        """Count that many more, the last at that time; `endless` put the last job, if it puts jobs without end.

        Raises LimitReached after a million in one instant, naming it.
        """
        if time != self._time:
            self._time, self._events = time, 0
        self._events += events
        if self._events >= MOST_EVENTS and endless is not None:
            raise LimitReached(
                f"{MOST_EVENTS:,} events happened at {format_seconds(self._time)} s and time does not pass; "
                f"{endless} puts jobs without end. Give it a cadence that is not 0, or a number of jobs"
            )
