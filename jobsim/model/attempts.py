"""Jobs that are tried several times: submitters that give up and put again, failed jobs that come back.

Each stay in queue or service is kept as a row of its own. A job that is put again is another `Job` with the same
history; the one that its submitter has given up stays where it is and is served in vain.
"""

from struct import Struct
from typing import Any

from jobsim.model.event import What
from jobsim.model.job import NOBODY, NOT_YET, History, Job, Outcome, Result
from jobsim.model.processor import Processor
from jobsim.model.system import System
from jobsim.units import NEVER, Nanoseconds

STAY_COLUMNS = (
    "submitter",
    "number",
    "put",
    "attempt",
    "processor",
    "result",
    "due_at",
    "submitted_at",
    "admitted_at",
    "started_at",
    "ended_at",
    "limited",
)
"""What a row of `SystemWithAttempts.stays` holds; `limited` is how long the processor waited to execute."""
_pack = Struct(f"={len(STAY_COLUMNS)}q").pack
PUT_COLUMNS = ("submitter", "put", "due_at", "submitted_at")
"""What a row of `SystemWithAttempts.puts` holds."""
_pack_put = Struct(f"={len(PUT_COLUMNS)}q").pack

_RESULTS = {outcome: Result[outcome.name] for outcome in Outcome}


class SystemWithAttempts(System):
    """A queueing system in which a job can be put, and served, more than once."""

    def __init__(self, *parts: Any, **more: Any) -> None:
        super().__init__(*parts, **more)
        self.stays = bytearray()
        """The stays that have ended, one after the other, each as STAY_COLUMNS in native 64-bit integers."""
        self.puts: bytearray | None = None
        """The puts that were made, each as PUT_COLUMNS; None: they are not kept."""
        self.away: dict[Job, None] = {}
        """Lost or given up, and to be put again."""
        self.coming_back: dict[Job, None] = {}
        """Failed, and to return to the queue."""

    def take_stays(self) -> bytearray:
        """The stays so far, which the system then forgets."""
        stays, self.stays = self.stays, bytearray()
        return stays

    def take_puts(self) -> bytearray:
        """The puts so far, which the system then forgets."""
        puts, self.puts = self.puts, bytearray()
        assert puts is not None
        return puts

    def put(self, job: Job) -> bool:
        job.begin_put(History())
        return self._put(job)

    def put_again(self, lost: Job) -> None:
        """A submitter puts a job again."""
        del self.away[lost]
        self.open -= 1  # it is counted when it is put
        job = Job(lost.submitter, lost.number, lost.due_at)
        job.put_ended, lost.put_ended = lost.put_ended, None
        job.responded, lost.responded = lost.responded, None
        job.begin_put(lost.history)
        if self._put(job) and job.put_ended is not None:
            self._tell_put_ended(job, job.submitted_at)

    def give_up(self, job: Job) -> None:
        """A submitter stops waiting for a job's end. A put that still waits is withdrawn; else the job stays."""
        now = self.now()
        self._advance(now)
        job.cancel_give_up = None
        if job in self.queue.puts:
            self.queue.withdraw(job)
            if job.cancel_timeout is not None:
                job.cancel_timeout()
            self._refuse(job, Outcome.ABANDONED, What.GAVE_UP, now)
            return
        if self.listener:
            self._tell(now, What.GAVE_UP, job)
        job.abandoned = True
        if self._tries_again(job):
            self.open += 1  # the one that stays, and the one to come
            self._put_later(job, now)
            return
        if job in self.coming_back:  # it is nowhere; all of its time until now is delay
            job.submitted_at, job.admitted_at, job.started_at = now, NOT_YET, NOT_YET
        self._record(job, Outcome.ABANDONED, now)
        if job.responded is not None:
            job.responded.put(now)

    def come_back(self, job: Job) -> None:
        """A job whose attempt has failed returns to the queue."""
        now = self.now()
        self._advance(now)
        del self.coming_back[job]
        self._return(job, now)

    def close(self, now: Nanoseconds) -> None:
        self._advance(now)
        waiting = [*self.queue.puts, *self.queue.returned, *self.queue.waiting]
        in_hand = [(processor, processor.job) for processor in self.processors if processor.job is not None]
        for job in waiting:
            self._record_stay(job, Result.UNFINISHED, NOT_YET)
        for processor, job in in_hand:
            if processor.present:  # else the stay ended when the processor broke down
                processor.limited += now - processor.since if processor.waits_at is not None else 0
                self._record_stay(job, Result.UNFINISHED, NOT_YET, processor)
        for job in (*waiting, *(job for _, job in in_hand), *self.coming_back):
            if not job.abandoned:
                self._record(job, Outcome.UNFINISHED, NOT_YET)
        for job in self.away:
            self._record(job, Outcome.UNFINISHED, NOT_YET)

    def _put(self, job: Job) -> bool:
        """True if the put ended at once, for good."""
        ended = super().put(job)
        if self.puts is not None:
            self.puts += _pack_put(job.submitter.index, job.put, job.due_at, job.submitted_at)
        if job in self.away:
            return False
        give_up = job.submitter.give_up
        is_open = job.admitted_at != NOT_YET or not ended
        if give_up is not None and is_open:
            due = job.submitted_at + give_up(job.number)
            if due < NEVER:
                order = job.submitter.give_up_order + job.number
                job.cancel_give_up = self.clock.timer(due, order, self.give_up, job)
        return ended

    def _tries_again(self, job: Job) -> bool:
        retry = job.submitter.retry
        return retry is not None and job.put < retry.attempts

    def _put_later(self, job: Job, now: Nanoseconds) -> None:
        self.away[job] = None
        retry = job.submitter.retry
        assert retry is not None
        due = now + retry.delay(job.number, job.put)
        if due < NEVER:
            self.clock.timer(due, job.submitter.order + job.number, self.put_again, job)

    def _refuse(self, job: Job, outcome: Outcome, what: What, now: Nanoseconds) -> None:
        if not self._tries_again(job):
            super()._refuse(job, outcome, what, now)
            return
        if self.listener:
            self._tell(now, what, job)
        self._stop_waiting(job)
        self._record_stay(job, _RESULTS[outcome], now)
        self._put_later(job, now)

    def _end(self, job: Job, outcome: Outcome, now: Nanoseconds) -> None:
        self._record_stay(job, _RESULTS[outcome], now)
        self._end_job(job, outcome, now)

    def _end_job(self, job: Job, outcome: Outcome, now: Nanoseconds) -> None:
        """A job ends whose last stay is recorded; of one that was given up, nobody hears."""
        self._stop_waiting(job)
        if not job.abandoned:
            super()._end(job, outcome, now)
            return
        self.open -= 1
        if not self.open:
            self._see_if_over()

    def _fail(self, job: Job, now: Nanoseconds) -> None:
        """An attempt has failed: the job comes back, if it may."""
        job.failures += 1
        again = job.submitter.redelivery
        if again is None or job.failures >= again.attempts:
            self._end_job(job, Outcome.FAILED, now)
            return
        self.coming_back[job] = None
        due = now + again.delay(job.number, job.failures)
        if due < NEVER:
            self.clock.timer(due, job.submitter.return_order + job.number, self.come_back, job)

    def _return(self, job: Job, now: Nanoseconds) -> None:
        """A job is in the system again: never refused, before all puts, without a timeout."""
        job.submitted_at, job.admitted_at, job.started_at, job.processor = now, NOT_YET, NOT_YET, NOBODY
        if self.listener:
            self._tell(now, What.RETURNED, job)
        if not self._place(job, now):
            self.queue.line_up_returned(job)

    def _stop_waiting(self, job: Job) -> None:
        if job.cancel_give_up is not None:
            job.cancel_give_up()
            job.cancel_give_up = None

    def _record_stay(self, job: Job, result: Result, ended_at: Nanoseconds, processor: Processor | None = None) -> None:
        """Keep a stay; `processor`: who had the job in hand."""
        resumed = processor is not None and processor.resumed
        self.stays += _pack(
            job.submitter.index,
            job.number,
            job.put,
            job.attempt,
            job.processor,
            result,
            job.due_at,
            NOT_YET if resumed else job.submitted_at,
            NOT_YET if resumed else job.admitted_at,
            NOT_YET if processor is None else processor.has_job_since,
            ended_at,
            -1 if processor is None else processor.limited,
        )
