"""Processors that are not always there: shifts that begin and end, breakdowns and repairs."""

from collections.abc import Iterator
from enum import IntEnum
from struct import Struct
from typing import Any

from jobsim.model.event import Event, What
from jobsim.model.execution import SystemWithLimits
from jobsim.model.job import Outcome, Result
from jobsim.model.order import Kind, order
from jobsim.model.processor import OnBreakdown, Processor
from jobsim.units import NEVER, Nanoseconds

CHANGE_COLUMNS = ("time", "pool", "present", "cause")
"""What a row of `SystemWithOutages.changes` holds: how many of a pool are there from then on, and why."""
_pack = Struct(f"={len(CHANGE_COLUMNS)}q").pack


class Cause(IntEnum):
    """Why the number of processors of a pool changes; the number is its code in the table of changes."""

    START = 0
    SHIFT = 1
    BREAKDOWN = 2
    REPAIR = 3


class SystemWithOutages(SystemWithLimits):
    """A queueing system whose processors come and go."""

    def __init__(self, *parts: Any, **more: Any) -> None:
        super().__init__(*parts, **more)
        self._present = [0] * len({processor.pool.index for processor in self.processors})
        for processor in self.processors:
            self._present[processor.pool.index] += processor.present
        self.changes = bytearray()
        """The changes of presence, one after the other, each as CHANGE_COLUMNS in native 64-bit integers."""
        for pool, present in enumerate(self._present):
            self.changes += _pack(0, pool, present, Cause.START)
        for processor in self.processors:
            if processor.up is not None:
                processor.up_left = processor.up(0)
                if processor.present:
                    self._run_up_clock(processor, 0)

    def take_changes(self) -> bytearray:
        """The changes so far, which the system then forgets."""
        changes, self.changes = self.changes, bytearray()
        return changes

    def interrupted(self) -> list[int]:
        """The processors that are broken and have kept a job that has not been put again since, by rank."""
        return [
            processor.index
            for processor in self.processors
            if processor.job is not None and not processor.present and processor.job.put == processor.job.history.puts
        ]

    def come(self, processor: Processor) -> None:
        """A shift begins."""
        now = self.now()
        self._advance(now)
        processor.on_shift = True
        if not processor.present and not processor.broken:
            self._appear(processor, Cause.SHIFT, What.CAME, now)
            self._run_up_clock(processor, now)
            self._free(processor, now)

    def go(self, processor: Processor) -> None:
        """A shift ends: whoever has a job finishes it first, or hands it back."""
        now, job = self.now(), processor.job
        self._advance(now)
        processor.on_shift = False
        if job is None:
            if processor.present:
                self.idle.remove(processor)
                self._end_shift(processor, now)
        elif processor.pool.requeues:
            if processor.present:
                self._take_away(processor, Result.REQUEUED, now)
                self._end_shift(processor, now)
            else:  # it is broken, and its stay ended then
                processor.job = None
                if self.listener:
                    self._tell(now, What.REQUEUED, job)
            self._return(job, now)

    def break_down(self, processor: Processor) -> None:
        """A processor breaks down, whether it has a job or not."""
        now, job = self.now(), processor.job
        self._advance(now)
        processor.broken, processor.cancel_breakdown = True, None
        assert processor.up is not None
        assert processor.repair is not None
        self._disappear(processor, Cause.BREAKDOWN, What.BROKE_DOWN, now)
        due = now + processor.repair(processor.outages)
        processor.outages += 1
        processor.up_left = processor.up(processor.outages)
        if due < NEVER:
            self.clock.timer(due, order(Kind.COME, processor.index), self.repair, processor)
        if job is None:
            self.idle.remove(processor)
        elif processor.pool.on_breakdown is OnBreakdown.REQUEUE:
            self._take_away(processor, Result.REQUEUED, now)
            self._return(job, now)
        elif processor.pool.on_breakdown is OnBreakdown.LOSE:
            self._take_away(processor, Result.LOST, now)
            self._end_job(job, Outcome.FAILED, now)
        else:
            self._take_away(processor, Result.INTERRUPTED, now)
            processor.job = job

    def repair(self, processor: Processor) -> None:
        """A processor is repaired; it goes on with the job it has kept, or takes the next."""
        now, job = self.now(), processor.job
        self._advance(now)
        processor.broken = False
        if job is None and not processor.on_shift:
            return
        self._appear(processor, Cause.REPAIR, What.REPAIRED, now)
        self._run_up_clock(processor, now)
        if job is None:
            self._free(processor, now)
        elif processor.pool.on_breakdown is OnBreakdown.RESUME:
            processor.resumed = True
            self._begin_stay(processor, now)
        else:
            job.submitted_at = job.admitted_at = now
            self._start(processor, job, now)
            self._hand(processor, job, now)

    def _free(self, processor: Processor, now: Nanoseconds) -> None:
        if processor.on_shift:
            super()._free(processor, now)
        else:
            processor.job = None
            self._end_shift(processor, now)

    def _take_away(self, processor: Processor, result: Result, now: Nanoseconds) -> None:
        """A processor stops in the middle of its attempt."""
        job = processor.job
        assert job is not None
        if self.listener:
            self._tell(now, What(result.name.lower()), job)
        self._stop(processor, now)
        self._record_stay(job, result, now, processor)
        processor.job = None

    def _end_shift(self, processor: Processor, now: Nanoseconds) -> None:
        if processor.cancel_breakdown is not None:
            processor.cancel_breakdown()
            processor.cancel_breakdown = None
            processor.up_left = processor.breaks_at - now
        self._disappear(processor, Cause.SHIFT, What.WENT, now)

    def _run_up_clock(self, processor: Processor, now: Nanoseconds) -> None:
        due = now + processor.up_left
        if due < NEVER:
            processor.breaks_at = due
            place = order(Kind.GO, processor.index)
            processor.cancel_breakdown = self.clock.timer(due, place, self.break_down, processor)

    def _appear(self, processor: Processor, cause: Cause, what: What, now: Nanoseconds) -> None:
        processor.present = True
        self._change(processor, +1, cause, what, now)

    def _disappear(self, processor: Processor, cause: Cause, what: What, now: Nanoseconds) -> None:
        processor.present = False
        self._change(processor, -1, cause, what, now)

    def _change(self, processor: Processor, by: int, cause: Cause, what: What, now: Nanoseconds) -> None:
        pool = processor.pool.index
        self._present[pool] += by
        self.changes += _pack(now, pool, self._present[pool], cause)
        if self.listener:
            self.listener(Event(now, what, None, None, processor.label))


async def follow_shifts(
    system: SystemWithOutages, processor: Processor, shifts: Iterator[tuple[Nanoseconds, bool]]
) -> None:
    """Come and go with the shifts: instants, and whether the processor is on shift from then on."""
    for at, there in shifts:
        await system.clock.sleep(at, order(Kind.COME if there else Kind.GO, processor.index))
        if there:
            system.come(processor)
        else:
            system.go(processor)
