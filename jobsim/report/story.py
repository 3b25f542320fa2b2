"""A run as a story, line by line: who puts what, who waits, who is dropped, which processor got which value."""

from collections.abc import Callable
from typing import Any

from jobsim.model.event import Event, What
from jobsim.units import SECOND

SENTENCES = {
    What.PUT: "{who} puts {own}",
    What.BLOCKED: "{who} waits for a place with {own}",
    What.ADMITTED: "the queue takes in {its}",
    What.STARTED: "{processor} takes {its}",
    What.COMPLETED: "{processor} reports {its} done",
    What.DROPPED: "{who} drops {own}: no place in time",
    What.REJECTED: "the queue refuses {its}: no place",
    What.EVICTED: "the queue pushes out {its} for a newer one",
    What.EXPIRED: "{its} expires in the queue",
    What.WAITS: "{processor} waits for {reason} with {its}",
    What.WENT_ON: "{processor} goes on with {its}",
    What.WASTED: "{processor} reports {its} done; nobody waits for it any more",
    What.FAILED: "{processor} fails at {its}",
    What.TIME_LIMIT: "{processor} stops {its}: it takes too long",
    What.RETURNED: "{its} comes back to the queue",
    What.GAVE_UP: "{who} gives up waiting for {own}",
    What.REQUEUED: "{processor} hands back {its}",
    What.INTERRUPTED: "{processor} is interrupted at {its}",
    What.LOST: "{processor} loses {its}",
    What.CAME: "{processor} comes to work",
    What.WENT: "{processor} goes",
    What.BROKE_DOWN: "{processor} breaks down",
    What.REPAIRED: "{processor} is repaired",
}


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
        who, processor, own, its = event.submitter, event.processor, "", ""
        if who is not None and event.job is not None:
            value = self._payload(who, event.job)
            own = f"job {event.job}" if value is None else f"{value} (job {event.job})"
            its = f"job {event.job} of {who}" if value is None else f"{value} (job {event.job} of {who})"
        sentence = SENTENCES[event.what]
        return sentence.format(who=who, processor=processor, own=own, its=its, reason=event.reason)
