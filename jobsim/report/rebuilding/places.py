"""The queue and the processors of a stored run: who gets a place, who is taken, and what comes of that.

As in the model, one due event after the other; but what the model would compute stands in the rows.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush

from jobsim.model.event import Event, What
from jobsim.model.order import Kind
from jobsim.report.rebuilding.puts import Put
from jobsim.results.run import labels
from jobsim.scenario.parts.outages import Interrupted
from jobsim.scenario.parts.queue import Overflow
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, Nanoseconds

_ENDED_BY = {"time_limit": Kind.TIME_LIMIT, "requeued": Kind.GO, "interrupted": Kind.GO, "lost": Kind.GO}


class Places(ABC):
    """The queue, the lines before it, and the processors; and all that is due."""

    def __init__(self, scenario: Scenario) -> None:
        serving = labels({name: pool.most for name, pool in scenario.processors.items()})
        self._pools = {label: scenario.processors[label.rpartition("-")[0]] for label in serving}
        self._processor_ranks = {label: rank for rank, label in enumerate(serving)}
        self._capacity = NEVER if scenario.queue.capacity is None else scenario.queue.capacity
        self.evicts = scenario.queue.overflow is Overflow.DROP_OLDEST
        self.now: Nanoseconds = 0
        self.due: list[tuple[Nanoseconds, int, int, int, int, Callable[[Put], None], Put]] = []
        """Instant, kind, rank, job, number of entry; what happens then, and to whom."""
        self._entries = 0
        self.told: list[Event] = []
        self._queued = 0
        self.puts: dict[Put, None] = {}
        """Those that wait for a place, in their order."""
        self._returned: dict[Put, None] = {}
        """Jobs that came back and wait for one: they go before all puts."""
        self._to_start: dict[str, list[tuple[Nanoseconds, Nanoseconds, int, Put]]] = {label: [] for label in serving}
        """By processor, the jobs that it will take, the next one first."""
        self._to_evict: deque[Put] = deque()
        self.kept: dict[tuple[Nanoseconds, str], list[str]] = {}
        """By the instant of their repair, and by pool, the processors that have kept their job."""

    def at(self, due: Nanoseconds, kind: int, rank: int, happen: Callable[[Put], None], put: Put) -> None:
        """Let something happen to a put when it is due."""
        self._entries += 1
        heappush(self.due, (max(due, self.now), kind, rank, put.job.number, self._entries, happen, put))

    def tell(self, what: What, put: Put) -> None:
        self.told.append(Event(self.now, what, put.job.submitter, put.job.number, put.processor))

    @abstractmethod
    def put_ended(self, put: Put) -> None:
        """Told when a put is admitted."""

    @abstractmethod
    def ended(self, put: Put) -> None:
        """Told when nothing more comes of a put."""

    def place(self, put: Put) -> bool:
        """Hand it over, or give it a place, if there is either."""
        stay = put.stay
        if stay.started_at >= 0 and stay.started_at == stay.submitted_at:
            self._start(put)
        elif stay.admitted_at >= 0 and stay.admitted_at == stay.submitted_at and self._queued < self._capacity:
            self._seat(put)
        else:
            return False
        return True

    def push_out(self, put: Put) -> None:
        """Give it the place of the job that has waited longest."""
        evicted = self._to_evict.popleft() if self._to_evict else None
        if evicted is not None:  # pragma: no branch - what is edited may lack it
            self._unseat(evicted)
            self.tell(What.EVICTED, evicted)
        self._seat(put)
        if evicted is not None:  # pragma: no branch - the same
            self.ended(evicted)

    def line_up(self, put: Put, line: dict[Put, None]) -> None:
        """Let it wait for a place."""
        line[put] = None
        put.line = line
        self._await_start(put)

    def leave_line(self, put: Put) -> None:
        """It does not wait for a place any more."""
        assert put.line is not None
        del put.line[put]
        put.line = None

    def _seat(self, put: Put) -> None:
        stay, put.seated = put.stay, True
        self._queued += 1
        self.tell(What.ADMITTED, put)
        self.put_ended(put)
        if stay.result == "expired":
            self.at(stay.ended_at, Kind.EXPIRE, put.rank, self._expire, put)
        elif stay.result == "evicted":
            self._to_evict.append(put)
        self._await_start(put)

    def _unseat(self, put: Put) -> None:
        put.seated = False
        self._queued -= 1

    def _admit_next(self) -> Put | None:
        """Give a free place to whoever has waited longest for one."""
        admitted = next(iter(self._returned or self.puts), None)
        if admitted is None or admitted.stay.admitted_at != self.now:
            return None
        self.leave_line(admitted)
        return admitted

    def _expire(self, put: Put) -> None:
        self._unseat(put)
        self.tell(What.EXPIRED, put)
        admitted = self._admit_next()
        if admitted is not None:
            self._seat(admitted)
        self.ended(put)

    def _await_start(self, put: Put) -> None:
        stay = put.stay
        if stay.processor is None or stay.started_at < 0 or put.is_awaited:
            return
        put.is_awaited = True
        end = stay.ended_at if stay.ended_at >= 0 else NEVER
        heappush(self._to_start[stay.processor], (stay.started_at, end, self._entries, put))
        # Unless what sets the processor free starts it before: the processor comes.
        self.at(stay.started_at, Kind.COME, self._processor_ranks[stay.processor], self._begin, put)

    def _free(self, processor: str) -> None:
        """A processor takes its next job, if that begins now."""
        to_start = self._to_start[processor]
        if to_start and to_start[0][0] <= self.now:
            self._begin(to_start[0][-1])

    def _begin(self, put: Put) -> None:
        """A processor takes a job that has waited, unless it has it already."""
        to_start = self._to_start[put.stay.processor or ""] if put.seated or put.line is not None else []
        if not to_start or to_start[0][-1] is not put:
            return
        heappop(to_start)
        admitted = None
        if put.seated:
            self._unseat(put)
            admitted = self._admit_next()
        else:
            self.leave_line(put)
        self._start(put)
        if admitted is not None:
            self._seat(admitted)

    def _start(self, put: Put) -> None:
        put.processor = put.stay.processor
        self.tell(What.STARTED, put)
        self.put_ended(put)
        self._serve(put)

    def _serve(self, put: Put) -> None:
        stay = put.stay
        if stay.result != "unfinished" and put.processor is not None:
            kind = _ENDED_BY.get(stay.result, Kind.FINISH)
            self.at(stay.ended_at, kind, self._processor_ranks[put.processor], self._stop, put)

    def _stop(self, put: Put) -> None:
        """A processor's attempt ends, or is interrupted."""
        result, following, processor = put.stay.result, put.next_stay, put.processor
        assert processor is not None
        self.tell(What(result), put)
        if result == "requeued" and following is not None:
            self._return(put)
        elif result == "interrupted":
            self._await_repair(put, processor)
        elif result == "lost":
            self.ended(put)
        else:
            self._free(processor)
            if following is None:
                self.ended(put)
            else:
                self.at(following.submitted_at, Kind.RETURN, put.rank, self._return, put)

    def _await_repair(self, put: Put, processor: str) -> None:
        """Its processor has broken down, and keeps it; or hands it back, if its shift ends meanwhile."""
        following, rank = put.next_stay, self._processor_ranks[processor]
        if following is None:
            return
        breakdowns = self._pools[processor].breakdowns
        restarts = breakdowns is not None and breakdowns.job is Interrupted.RESTART
        if following.submitted_at < 0:
            self._keep(following.started_at, processor)
            self.at(following.started_at, Kind.COME, rank, self._resume, put)
        elif restarts and following.processor == processor and following.submitted_at == following.started_at:
            self._keep(following.started_at, processor)
            self.at(following.started_at, Kind.COME, rank, self._restart, put)
        else:
            self.at(following.submitted_at, Kind.GO, rank, self._hand_back, put)

    def _keep(self, until: Nanoseconds, processor: str) -> None:
        self.kept.setdefault((until, processor.rpartition("-")[0]), []).append(processor)

    def _resume(self, put: Put) -> None:
        put.go_on()
        self._serve(put)

    def _restart(self, put: Put) -> None:
        put.go_on()
        self._start(put)

    def _hand_back(self, put: Put) -> None:
        self.tell(What.REQUEUED, put)
        self._return(put)

    def _return(self, put: Put) -> None:
        """A job is in the queue's hands again: never refused, and before all puts."""
        put.go_on()
        put.processor = None
        self.tell(What.RETURNED, put)
        if not self.place(put):
            self.line_up(put, self._returned)
