"""A loop without delay never lets time pass; it is stopped, and named."""

from jobsim.errors import LimitReached
from jobsim.model.submitter import ENDLESS
from jobsim.model.system import System
from jobsim.units import Nanoseconds, format_seconds

MOST_EVENTS = 1_000_000


class Standstill:
    """Counts the events of one instant, while somebody puts jobs without end in it."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._time: Nanoseconds = 0
        self._events = 0

    def check(self, events: int) -> None:
        """Count that many more. Raises LimitReached after a million in one instant, naming who put the last job."""
        system = self._system
        if system.time != self._time:
            self._time, self._events = system.time, 0
        self._events += events
        last = system.last_to_put
        if self._events >= MOST_EVENTS and last is not None and last.jobs == ENDLESS:
            raise LimitReached(
                f"{MOST_EVENTS:,} events happened at {format_seconds(self._time)} s and time does not pass; "
                f"{last.label} puts jobs without end. Give it a cadence that is not 0, or a number of jobs"
            )
