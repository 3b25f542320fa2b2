"""How a processor makes an attempt at a job, where it may fail, take too long, or have to wait before it executes."""

from collections.abc import Callable

from jobsim.model.attempts import SystemWithAttempts
from jobsim.model.event import What
from jobsim.model.gates import Bucket, Slots
from jobsim.model.job import Job, Outcome, Result
from jobsim.model.order import Kind, order
from jobsim.model.processor import Processor
from jobsim.units import NEVER, Nanoseconds


class SystemWithLimits(SystemWithAttempts):
    """Attempts are timers rather than coroutines: they can be cut short."""

    def end_attempt(self, processor: Processor) -> None:
        """A processor has executed its attempt."""
        self._attempt_ends(processor, Result.FAILED if processor.fails else Result.COMPLETED)

    def hit_time_limit(self, processor: Processor) -> None:
        """A processor has had its job as long as it may."""
        self._attempt_ends(processor, Result.TIME_LIMIT)

    def turn(self, bucket: Bucket[Processor]) -> None:
        """There is a token for the first of those that wait for one."""
        now = self.now()
        self._advance(now)
        bucket.is_awaited = False
        processor = bucket.turn(now)
        if processor is not None:
            processor.has_token = True
            self._go_on(processor, now)
        self._await_turn(bucket)

    def _hand(self, processor: Processor, job: Job, now: Nanoseconds) -> None:
        job.history.attempts += 1
        job.attempt = job.history.attempts
        assert job.submitter.attempt is not None
        processor.left, processor.fails = job.submitter.attempt(processor.pool.index, job.number, job.attempt)
        processor.limit_left = processor.pool.time_limit
        processor.has_token = processor.has_slot = processor.resumed = False
        self._begin_stay(processor, now)

    def _begin_stay(self, processor: Processor, now: Nanoseconds) -> None:
        processor.has_job_since = processor.since = now
        processor.limited = 0
        self._execute(processor, now)

    def _execute(self, processor: Processor, now: Nanoseconds) -> None:
        """Execute, or wait for what that needs: first a token, then a slot."""
        bucket, slots = processor.pool.bucket, processor.pool.slots
        processor.since = now
        if bucket is not None and not processor.has_token:
            processor.has_token = bucket.enter(processor, now)
            if not processor.has_token:
                self._wait(processor, bucket, now)
                self._await_turn(bucket)
                return
        if slots is not None and not processor.has_slot:
            processor.has_slot = slots.enter(processor)
            if not processor.has_slot:
                self._wait(processor, slots, now)
                return
        if processor.limit_left < processor.left:
            self._set_time_limit(processor, now)
        else:
            self._set(processor, now + processor.left, processor.order, self.end_attempt)

    def _wait(self, processor: Processor, gate: Bucket[Processor] | Slots[Processor], now: Nanoseconds) -> None:
        processor.waits_at = gate
        self._set_time_limit(processor, now)
        if self.listener:
            assert processor.job is not None
            self._tell(now, What.WAITS, processor.job, gate.name)

    def _go_on(self, processor: Processor, now: Nanoseconds) -> None:
        """What the processor waited for has come."""
        self._pause(processor, now)
        self._execute(processor, now)
        if self.listener and processor.waits_at is None:
            assert processor.job is not None
            self._tell(now, What.WENT_ON, processor.job)

    def _pause(self, processor: Processor, now: Nanoseconds) -> None:
        """Nothing is due in the attempt any more; count what has been done of it."""
        if processor.cancel is not None:
            processor.cancel()
            processor.cancel = None
        passed = now - processor.since
        processor.limit_left -= passed if processor.limit_left < NEVER else 0
        if processor.waits_at is None:
            processor.left -= passed if processor.left < NEVER else 0
        else:
            processor.limited += passed
            processor.waits_at.line.pop(processor, None)
            processor.waits_at = None

    def _stop(self, processor: Processor, now: Nanoseconds) -> None:
        """The processor does not go on with its attempt now; its slot is free for the next."""
        self._pause(processor, now)
        slots = processor.pool.slots
        if slots is not None and processor.has_slot:
            processor.has_slot = False
            following = slots.leave()
            if following is not None:
                following.has_slot = True
                self._go_on(following, now)

    def _attempt_ends(self, processor: Processor, result: Result) -> None:
        now, job = self.now(), processor.job
        assert job is not None
        self._advance(now)
        if result is Result.COMPLETED and job.abandoned:
            result = Result.WASTED
        if self.listener:
            self._tell(now, What(result.name.lower()), job)
        self._stop(processor, now)
        self._record_stay(job, result, now, processor)
        self._free(processor, now)
        if result in (Result.COMPLETED, Result.WASTED):
            self._end_job(job, Outcome.COMPLETED, now)
        else:
            self._fail(job, now)

    def _free(self, processor: Processor, now: Nanoseconds) -> None:
        """A processor has nothing in hand and takes the next job."""
        following = self._take_next(processor, now)
        if following is not None:
            self._hand(processor, following, now)

    def _await_turn(self, bucket: Bucket[Processor]) -> None:
        if bucket.line and not bucket.is_awaited:
            bucket.is_awaited = True
            self.clock.timer(bucket.next_at(), bucket.order, self.turn, bucket)

    def _set_time_limit(self, processor: Processor, now: Nanoseconds) -> None:
        limit = order(Kind.TIME_LIMIT, processor.index)
        self._set(processor, now + processor.limit_left, limit, self.hit_time_limit)

    def _set(self, processor: Processor, due: Nanoseconds, place: int, callback: Callable[[Processor], None]) -> None:
        if due < NEVER:
            processor.cancel = self.clock.timer(due, place, callback, processor)
