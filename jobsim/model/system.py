"""The queueing system: the queue, its idle processors and the clock, with every rule about who gets what, when.

Each method is one event of the model, whole in itself: it reads the clock once, books what happened until then,
and decides at once. Coroutines are told only what they then wait for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from struct import Struct
from typing import TypeAlias

from jobsim.model.clock import Clock
from jobsim.model.event import Event, Listener, What
from jobsim.model.job import NOBODY, NOT_YET, Job, Outcome
from jobsim.model.processor import Processor
from jobsim.model.queue import Overflow, Queue
from jobsim.model.submitter import Submitter
from jobsim.units import NEVER, Nanoseconds

COLUMNS = (
    "submitter",
    "number",
    "processor",
    "outcome",
    "due_at",
    "submitted_at",
    "admitted_at",
    "started_at",
    "ended_at",
)
"""What a row of `System.rows` holds: indices of submitter and processor, the outcome's code, instants."""
_ROW = Struct(f"={len(COLUMNS)}q")
_pack = _ROW.pack

Serve: TypeAlias = "Callable[[System, Processor, Job], Coroutine[object, object, None]]"
"""What a processor does with its first job, and every one after it."""


class System:
    """One queue, its processors, and the jobs in them."""

    def __init__(
        self,
        clock: Clock,
        queue: Queue,
        processors: Iterable[Processor],
        serve: Serve,
        submitting: int,
        listener: Listener | None = None,
    ) -> None:
        self.clock = clock
        self.now = clock.now
        self.queue = queue
        self.processors = list(processors)
        self.idle = deque(processor for processor in self.processors if processor.present)
        self.serve = serve
        self.listener = listener
        self.rows = bytearray()
        """The jobs that have ended, one after the other, each as COLUMNS in native 64-bit integers."""
        self._taken = 0
        """How many jobs' rows have been taken away."""
        self.open = 0
        """Jobs put and not yet ended."""
        self.submitting = submitting
        """Submitters that may still put a job."""
        self.over = clock.mailbox()
        """Told when no job is open and none can come."""
        self.time = 0
        """The instant of the last event."""
        self.last_to_put: Submitter | None = None
        self.queued_time = self.blocked_time = self.idle_time = 0
        """Integrals over time of the jobs waiting, the puts waiting, and the processors without a job."""

    @property
    def ended(self) -> int:
        """How many jobs have ended."""
        return self._taken + len(self.rows) // _ROW.size

    def take_rows(self) -> bytearray:
        """The rows so far, which the system then forgets."""
        rows, self.rows = self.rows, bytearray()
        self._taken += len(rows) // _ROW.size
        return rows

    def put(self, job: Job) -> bool:
        """A submitter puts a job. True if the put ended at once: handed over, admitted or dropped."""
        now = self.now()
        self._advance(now)
        job.submitted_at = now
        self.last_to_put = job.submitter
        self.open += 1
        if self.listener:
            self._tell(now, What.PUT, job)
        if self._place(job, now):
            return True
        if self.queue.overflow is Overflow.BLOCK:
            return self._wait_for_place(job, now)
        self._overflow(job, now)
        return True

    def finish(self, processor: Processor, job: Job) -> Job | None:
        """A processor has done its job. Returns the job it takes next; without one it joins the idle."""
        now = self.now()
        self._advance(now)
        if self.listener:
            self._tell(now, What.COMPLETED, job)
        following = self._take_next(processor, now)
        self._end(job, Outcome.COMPLETED, now)
        return following

    def time_out(self, job: Job) -> None:
        """A waiting put gives up."""
        now = self.now()
        self._advance(now)
        self.queue.withdraw(job)
        self._refuse(job, Outcome.DROPPED, What.DROPPED, now)

    def expire(self, job: Job) -> None:
        """A job has waited in the queue as long as it may: it leaves, and its place is free."""
        now = self.now()
        self._advance(now)
        admitted = self.queue.leave(job)
        if self.listener:
            self._tell(now, What.EXPIRED, job)
        if admitted is not None:
            self._admit(admitted, now)
            self._seat(admitted, now)
        self._end(job, Outcome.EXPIRED, now)

    def leave(self) -> None:
        """A submitter has put its last job."""
        self.submitting -= 1
        self._see_if_over()

    def close(self, now: Nanoseconds) -> None:
        """The run ends: what is open stays unfinished."""
        self._advance(now)
        serving = [processor.job for processor in self.processors if processor.job is not None]
        for job in (*self.queue.puts, *self.queue.waiting, *serving):
            self._record(job, Outcome.UNFINISHED, NOT_YET)

    def _place(self, job: Job, now: Nanoseconds) -> bool:
        """Hand the job to an idle processor, or give it a place, if there is either."""
        if self.idle:
            job.admitted_at = now
            processor = self.idle.popleft()
            self._start(processor, job, now)
            self._hand(processor, job, now)
            return True
        if self.queue.offer(job):
            self._seat(job, now)
            return True
        return False

    def _hand(self, processor: Processor, job: Job, now: Nanoseconds) -> None:
        """Let an idle processor serve the job it has been given."""
        if processor.hand is None:
            self.clock.spawn(self.serve(self, processor, job))
        else:
            processor.hand.put(job)

    def _take_next(self, processor: Processor, now: Nanoseconds) -> Job | None:
        """Give a free processor its next job; without one it joins the idle."""
        following, admitted = self.queue.take()
        if following is None:
            processor.job = None
            self.idle.append(processor)
        if admitted is not None:
            self._admit(admitted, now)
        if following is not None:
            self._start(processor, following, now)
        if admitted is not None and admitted is not following:
            self._seat(admitted, now)
        return following

    def _wait_for_place(self, job: Job, now: Nanoseconds) -> bool:
        timeout = NEVER if job.submitter.timeout is None else job.submitter.timeout(job.number)
        if timeout == 0:
            self._refuse(job, Outcome.DROPPED, What.DROPPED, now)
            return True
        self.queue.line_up(job)
        if timeout < NEVER:
            order = job.submitter.timeout_order + job.number
            job.cancel_timeout = self.clock.timer(now + timeout, order, self.time_out, job)
        if self.listener:
            self._tell(now, What.BLOCKED, job)
        return False

    def _overflow(self, job: Job, now: Nanoseconds) -> None:
        """A put finds no place and does not wait for one."""
        if self.queue.overflow is Overflow.REJECT or not self.queue.capacity:
            self._refuse(job, Outcome.REJECTED, What.REJECTED, now)
            return
        evicted = self.queue.push_out(job)
        if evicted.cancel_expiry is not None:
            evicted.cancel_expiry()
        if self.listener:
            self._tell(now, What.EVICTED, evicted)
        self._seat(job, now)
        self._end(evicted, Outcome.EVICTED, now)

    def _seat(self, job: Job, now: Nanoseconds) -> None:
        """A job has its place in the queue, from now on."""
        job.admitted_at = now
        expire = job.submitter.expire
        if expire is not None:
            due = now + expire(job.number)
            if due < NEVER:
                job.cancel_expiry = self.clock.timer(due, job.submitter.expire_order + job.number, self.expire, job)
        if self.listener:
            self._tell(now, What.ADMITTED, job)

    def _admit(self, job: Job, now: Nanoseconds) -> None:
        """A waiting put ends: its job has a place, or a processor."""
        job.admitted_at = now
        if job.cancel_timeout is not None:
            job.cancel_timeout()
            job.cancel_timeout = None
        if job.put_ended is not None:
            self._tell_put_ended(job, now)

    def _tell_put_ended(self, job: Job, now: Nanoseconds) -> None:
        told, job.put_ended = job.put_ended, None
        assert told is not None
        told.put(now)

    def _start(self, processor: Processor, job: Job, now: Nanoseconds) -> None:
        job.started_at = now
        if job.cancel_expiry is not None:
            job.cancel_expiry()
            job.cancel_expiry = None
        job.processor = processor.index
        processor.job = job
        if self.listener:
            self._tell(now, What.STARTED, job)

    def _refuse(self, job: Job, outcome: Outcome, what: What, now: Nanoseconds) -> None:
        """A put ends without a place."""
        if self.listener:
            self._tell(now, what, job)
        if job.put_ended is not None:
            self._tell_put_ended(job, now)
        self._end(job, outcome, now)

    def _end(self, job: Job, outcome: Outcome, now: Nanoseconds) -> None:
        self._record(job, outcome, now)
        self.open -= 1
        if job.responded is not None:
            job.responded.put(now)
        if not self.open:
            self._see_if_over()

    def _record(self, job: Job, outcome: Outcome, ended_at: Nanoseconds) -> None:
        self.rows += _pack(
            job.submitter.index,
            job.number,
            job.processor,
            outcome,
            job.due_at,
            job.submitted_at,
            job.admitted_at,
            job.started_at,
            ended_at,
        )

    def _see_if_over(self) -> None:
        if not self.open and not self.submitting:
            self.submitting = -1  # told once
            self.over.put(None)

    def _advance(self, now: Nanoseconds) -> None:
        passed = now - self.time
        if passed:
            queue = self.queue
            self.queued_time += passed * len(queue.waiting)
            if queue.puts or queue.returned:
                self.blocked_time += passed * (len(queue.puts) + len(queue.returned))
            self.idle_time += passed * len(self.idle)
            self.time = now

    def _tell(self, now: Nanoseconds, what: What, job: Job, reason: str | None = None) -> None:
        processor = None if job.processor == NOBODY else self.processors[job.processor].label
        assert self.listener is not None
        self.listener(Event(now, what, job.submitter.label, job.number + 1, processor, reason))
