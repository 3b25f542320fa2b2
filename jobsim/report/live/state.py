"""What is where in a run, followed event by event."""

from collections import Counter, deque
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from jobsim.model.event import Event, What
from jobsim.results.run import labels
from jobsim.scenario.schema import Scenario
from jobsim.units import Nanoseconds

LOSSES = (
    What.DROPPED,
    What.REJECTED,
    What.EVICTED,
    What.EXPIRED,
    What.FAILED,
    What.TIME_LIMIT,
    What.LOST,
    What.GAVE_UP,
)
"""What can come to nothing; a job that is put or comes back again may be counted again."""
_MOST_MARKS = 2_000
Key: TypeAlias = tuple[str, int]
"""A job: its submitter and its number. Of one that was given up and put again there are several."""


class Doing(NamedTuple):
    """What a processor does."""

    what: What | None
    """STARTED: it serves; WAITS: for a limit or slots; INTERRUPTED: it is broken, and has kept its job; None: idle."""
    job: Key | None
    since: Nanoseconds
    reason: str | None = None
    """What it waits for."""


class State:
    """A listener that knows where every job is, and what every processor does."""

    def __init__(self, scenario: Scenario, lately: Nanoseconds) -> None:
        self.scenario = scenario
        self.time: Nanoseconds = 0
        self.counts: Counter[What] = Counter()
        self.queued = 0
        self.blocked: Counter[str] = Counter()
        """Puts that wait for a place, by the name of the submitters."""
        self.returned_waiting = 0
        """Jobs that came back and wait for one."""
        self.doing = {
            label: Doing(None, None, 0)
            for label in labels({name: pool.most for name, pool in scenario.processors.items()})
        }
        self.present = {name: pool.count for name, pool in scenario.processors.items()}
        """Processors that are there, by pool."""
        self._away = {
            label for name, pool in scenario.processors.items() for label in labels({name: pool.most})[pool.count :]
        }
        self._only_counted: set[str] = set()
        """Pools of which it is not told who comes and goes."""
        self._waiting: Counter[Key] = Counter()
        self._blocked: Counter[Key] = Counter()
        self._returned: Counter[Key] = Counter()
        self._lately, self._done = lately, deque([(0, 0)])
        self._area = 0
        self.marks: list[tuple[Nanoseconds, int]] = [(0, 0)]
        """Instants, and the jobs waiting until then, summed over time."""

    def __call__(self, event: Event) -> None:
        """Take in what happened."""
        self._pass_until(event.time)
        self.counts[event.what] += 1
        happened = _HAPPENED.get(event.what)
        if happened is not None:
            happened(self, event)

    def mark(self, time: Nanoseconds) -> None:
        """It is so late, whatever has happened: what came lately, and the queue over time, end here."""
        self._pass_until(time)
        self._done.append((self.time, self.counts[What.COMPLETED]))
        while len(self._done) > 2 and self._done[1][0] <= self.time - self._lately:
            self._done.popleft()
        if self.time > self.marks[-1][0]:
            self.marks.append((self.time, self._area))
            if len(self.marks) > _MOST_MARKS:
                del self.marks[1:-1:2]

    @property
    def done_lately(self) -> float:
        """Completed jobs per second, of late."""
        (start, before), (end, now) = self._done[0], self._done[-1]
        return (now - before) / (end - start) * 1e9 if end > start else 0.0

    @property
    def busy(self) -> Counter[str]:
        """Processors that are there and have a job, by pool."""
        return Counter(
            pool_of(label)
            for label, doing in self.doing.items()
            if doing.job is not None and doing.what is not What.INTERRUPTED
        )

    def whereabouts(self, processor: str) -> str:
        """Of a processor without a job: idle or away, or both where its pool's number does not tell."""
        name = pool_of(processor)
        there = self.present[name]
        if name not in self._only_counted:
            return "away" if processor in self._away or not there else "idle"
        if there >= self.scenario.processors[name].most:
            return "idle"
        return "idle or away" if there > self.busy[name] else "away"

    def _pass_until(self, time: Nanoseconds) -> None:
        if time > self.time:
            self._area += self.queued * (time - self.time)
            self.time = time

    def _block(self, event: Event) -> None:
        self._blocked[_key(event)] += 1
        self.blocked[pool_of(_key(event)[0])] += 1

    def _return(self, event: Event) -> None:
        self._returned[_key(event)] += 1
        self.returned_waiting += 1

    def _admit(self, event: Event) -> None:
        self._leave_line(_key(event))
        self._waiting[_key(event)] += 1
        self.queued += 1

    def _leave_line(self, key: Key) -> None:
        """It does not wait for a place any more, if it did."""
        if _take(self._returned, key):
            self.returned_waiting -= 1
        elif _take(self._blocked, key):
            self.blocked[pool_of(key[0])] -= 1

    def _leave_queue(self, event: Event) -> bool:
        left = _take(self._waiting, _key(event))
        self.queued -= left
        return left

    def _start(self, event: Event) -> None:
        assert event.processor is not None
        kept = self.doing[event.processor].job == _key(event)
        if not kept and not self._leave_queue(event):
            self._leave_line(_key(event))
        self._do(event)

    def _do(self, event: Event) -> None:
        assert event.processor is not None
        what = What.STARTED if event.what is What.WENT_ON else event.what
        self.doing[event.processor] = Doing(what, _key(event), event.time, event.reason)
        if what is What.STARTED:
            self._away.discard(event.processor)

    def _stop(self, event: Event) -> None:
        assert event.processor is not None
        self.doing[event.processor] = Doing(None, None, event.time)

    def _give_up_put(self, event: Event) -> None:
        """A put that waits for a place ends; one that does not is no longer waited for, or never waited."""
        if _take(self._blocked, _key(event)):
            self.blocked[pool_of(_key(event)[0])] -= 1

    def _come(self, event: Event) -> None:
        self._presence(event, +1)
        doing = self.doing.get(event.processor or "")
        if event.processor is not None and doing is not None:
            what = What.STARTED if doing.what is What.INTERRUPTED else doing.what
            self.doing[event.processor] = doing._replace(what=what, since=event.time)

    def _go(self, event: Event) -> None:
        self._presence(event, -1)

    def _presence(self, event: Event, by: int) -> None:
        who = event.processor
        assert who is not None
        if who in self.doing:
            self.present[pool_of(who)] += by
            (self._away.discard if by > 0 else self._away.add)(who)
        else:  # tables tell the pool only
            self.present[who] += by
            self._only_counted.add(who)


def pool_of(label: str) -> str:
    """The name without the number."""
    return label.rpartition("-")[0]


def _key(event: Event) -> Key:
    assert event.submitter is not None
    assert event.job is not None
    return event.submitter, event.job


def _take(places: Counter[Key], key: Key) -> bool:
    """Take one out, if it is there."""
    if key not in places:
        return False
    places[key] -= 1
    if not places[key]:
        del places[key]
    return True


_HAPPENED: dict[What, Callable[[State, Event], object]] = {
    What.BLOCKED: State._block,
    What.ADMITTED: State._admit,
    What.STARTED: State._start,
    What.COMPLETED: State._stop,
    What.DROPPED: State._give_up_put,
    What.EVICTED: State._leave_queue,
    What.EXPIRED: State._leave_queue,
    What.WAITS: State._do,
    What.WENT_ON: State._do,
    What.WASTED: State._stop,
    What.FAILED: State._stop,
    What.TIME_LIMIT: State._stop,
    What.RETURNED: State._return,
    What.GAVE_UP: State._give_up_put,
    What.REQUEUED: State._stop,
    What.INTERRUPTED: State._do,
    What.LOST: State._stop,
    What.CAME: State._come,
    What.WENT: State._go,
    What.BROKE_DOWN: State._go,
    What.REPAIRED: State._come,
}
"""What changes more than a count."""
