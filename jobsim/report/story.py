"""A run as a story, line by line: who puts what, who waits, who is dropped, which processor got which value."""

from collections.abc import Callable
from typing import Any

from jobsim.model.event import Event, What
from jobsim.units import SECOND


class Story:
    """A listener that writes one line for each event."""

    def __init__(self, payload: Callable[[str, int], Any], write: Callable[[str], None]) -> None:
        self._payload = payload
        """What a job carries, by its submitter's name and number and its own number."""
        self._write = write

    def __call__(self, event: Event) -> None:
        seconds, rest = divmod(event.time, SECOND)
        self._write(f"{seconds:>8}.{rest // 1000:06d} s  {self._sentence(event)}")

    def _sentence(self, event: Event) -> str:
        who, processor = event.submitter, event.processor
        value = self._payload(who, event.job)
        own = f"job {event.job}" if value is None else f"{value} (job {event.job})"
        its = f"job {event.job} of {who}" if value is None else f"{value} (job {event.job} of {who})"
        match event.what:
            case What.PUT:
                return f"{who} puts {own}"
            case What.BLOCKED:
                return f"{who} waits for a place with {own}"
            case What.ADMITTED:
                return f"the queue takes in {its}"
            case What.STARTED:
                return f"{processor} takes {its}"
            case What.COMPLETED:
                return f"{processor} reports {its} done"
            case What.DROPPED:
                return f"{who} drops {own}: no place in time"
            case What.REJECTED:
                return f"the queue refuses {its}: no place"
            case What.EVICTED:
                return f"the queue pushes out {its} for a newer one"
            case What.EXPIRED:  # pragma: no branch - mypy sees to it that there is no other
                return f"{its} expires in the queue"
