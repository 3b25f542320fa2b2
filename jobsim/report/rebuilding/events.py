"""The events of a stored run, in the order in which the model told them.

The rows of the tables say when each job was put, admitted, started and ended, and who had it. The rules say what came
first in one instant, and what came of what. Every event is told but these: when a processor waits for a limit or a slot
(`WAITS`, `WENT_ON`), and that a submitter gave up a job which it then put again after a drawn delay, or would have
(`GAVE_UP`). Who of a pool came or went is not in the tables: unless it kept its job, such an event names the pool. It
comes first in its instant. Where executing a job, a repair, or the cadence after a batch takes no time at all, its
place in the instant may be another one.
"""

from collections.abc import Iterator
from heapq import heappop

from jobsim.errors import UsageError
from jobsim.model.event import Event, What
from jobsim.model.order import Kind
from jobsim.report.rebuilding.places import Places
from jobsim.report.rebuilding.puts import REFUSED, Put, puts_of, same_delay
from jobsim.results.run import labels
from jobsim.results.stored.rows import StoredChange, StoredRun
from jobsim.scenario.parts.submitter import Pacing
from jobsim.units import NEVER, Nanoseconds

_LAST = 99
"""After every kind of event of an instant."""
_IMPOSSIBLE = (AssertionError, LookupError, ValueError)
"""What comes of a row that says what the rows before it rule out: every step here trusts that they fit."""
_CAUSES = {"breakdown": What.BROKE_DOWN, "repair": What.REPAIRED}


def rebuilt(run: StoredRun) -> Iterator[Event]:
    """The events of a stored run, made as they are asked for. Raises UsageError for rows that no run can have."""
    try:
        yield from _Rebuilding(run).events()
    except _IMPOSSIBLE as error:
        raise UsageError(
            f"{run.folder}: its tables do not fit together: cut off, or edited? If not, please report it"
        ) from error


class _Rebuilding(Places):
    """The submitters, and the way through the rows."""

    def __init__(self, run: StoredRun) -> None:
        super().__init__(run.scenario)
        self._jobs, self._changes = run.jobs(), run.changes()
        names = labels({name: part.count for name, part in run.scenario.submitters.items()})
        self._ranks = {label: rank for rank, label in enumerate(names)}
        self._parts = {label: run.scenario.submitters[label.rpartition("-")[0]] for label in names}
        self._holding: dict[str, set[int]] = {label: set() for label in names}
        """By submitter, the jobs that it waits for before it puts the next one."""
        self._held: dict[str, list[Put]] = {label: [] for label in names}
        """By submitter, that next one, and those after it."""
        self._last_due: dict[str, Nanoseconds] = {}

    def events(self) -> Iterator[Event]:
        job, change = next(self._jobs, None), next(self._changes, None)
        present: dict[str, int] = {}
        while True:
            due = self.due[0][0] if self.due else NEVER
            if change is not None and change.time <= min(due, NEVER if job is None else job.due_at):
                yield from self._changed(change, present)
                change = next(self._changes, None)
            elif job is not None and job.due_at <= due:
                first = puts_of(job, self._ranks[job.submitter])[0]
                self.at(first.stay.submitted_at, Kind.SUBMIT, first.rank, self._submit_first, first)
                job = next(self._jobs, None)
            elif self.due:
                self.now, *_, happen, put = heappop(self.due)
                happen(put)
                yield from self.told
                self.told.clear()
            else:
                return

    def _changed(self, change: StoredChange, present: dict[str, int]) -> Iterator[Event]:
        more = change.present > present.get(change.pool, 0)
        present[change.pool] = change.present
        if change.cause != "start":
            what = _CAUSES.get(change.cause, What.CAME if more else What.WENT)
            kept = self.kept.get((change.time, change.pool)) if what is What.REPAIRED else None
            yield Event(change.time, what, None, None, kept.pop() if kept else change.pool)
            if kept == []:
                del self.kept[change.time, change.pool]

    def put_ended(self, put: Put) -> None:
        self._let_go(put, Pacing.AFTER_PUT)

    def ended(self, put: Put) -> None:
        following = put.following
        if following is None:
            self._let_go(put, Pacing.AFTER_PUT)
            self._let_go(put, Pacing.AFTER_RESPONSE)
        elif put.stay.result in REFUSED:
            self._put_again(following)

    def _submit_first(self, put: Put) -> None:
        """A submitter puts a job, if it does not wait for something that is still to happen in this instant."""
        label = put.job.submitter
        part, due_at = self._parts[label], put.job.due_at
        of_a_batch = part.batch is not None and self._last_due.get(label) == due_at
        if self._holding[label] and part.pacing is not Pacing.FIXED and not of_a_batch:
            self._held[label].append(put)
            self.at(self.now, _LAST, put.rank, self._submit_held, put)
        else:
            self._hold_and_submit(put)

    def _submit_held(self, put: Put) -> None:
        held = self._held[put.job.submitter]
        if put in held:
            held.remove(put)
            self._hold_and_submit(put)

    def _hold_and_submit(self, put: Put) -> None:
        self._last_due[put.job.submitter] = put.job.due_at
        self._holding[put.job.submitter].add(put.job.number)
        self._submit(put)

    def _let_go(self, put: Put, pacing: Pacing) -> None:
        label = put.job.submitter
        if self._parts[label].pacing not in (pacing, Pacing.FIXED):
            return
        self._holding[label].discard(put.job.number)
        if self._held[label] and not self._holding[label]:
            self.at(self.now, Kind.SUBMIT, put.rank, self._submit_held, self._held[label][0])

    def _put_again(self, put: Put) -> None:
        self.at(put.stay.submitted_at, Kind.SUBMIT, put.rank, self._submit, put)

    def _submit(self, put: Put) -> None:
        stay = put.stay
        self.tell(What.PUT, put)
        if put.stays[-1].result not in REFUSED:
            self._await_give_up(put)
        if self.place(put):
            return
        if stay.result == "rejected" or (stay.result == "dropped" and stay.ended_at == self.now):
            self.tell(What(stay.result), put)
            self.ended(put)
        elif self.evicts:
            self.push_out(put)
        else:
            self.tell(What.BLOCKED, put)
            self.line_up(put, self.puts)
            if stay.result == "dropped":
                self.at(stay.ended_at, Kind.TIMEOUT, put.rank, self._time_out, put)
            elif stay.result == "abandoned":
                self.at(stay.ended_at, Kind.GIVE_UP, put.rank, self._withdraw, put)

    def _time_out(self, put: Put) -> None:
        self.leave_line(put)
        self.tell(What.DROPPED, put)
        self.ended(put)

    def _withdraw(self, put: Put) -> None:
        self.leave_line(put)
        self.tell(What.GAVE_UP, put)
        self.ended(put)

    def _await_give_up(self, put: Put) -> None:
        """The submitter may give up while the job stays where it is: then it has another put, or was abandoned."""
        job, following = put.job, put.following
        if following is not None:
            retry = self._parts[job.submitter].retry
            delay = None if retry is None else same_delay(retry, put.stay.put)
            if delay is None:
                self._put_again(following)
            else:
                self.at(following.stay.submitted_at - delay, Kind.GIVE_UP, put.rank, self._give_up, put)
        elif job.outcome == "abandoned":
            self.at(job.ended_at, Kind.GIVE_UP, put.rank, self._give_up, put)

    def _give_up(self, put: Put) -> None:
        self.tell(What.GAVE_UP, put)
        if put.following is not None:
            self._put_again(put.following)
        else:
            self._let_go(put, Pacing.AFTER_RESPONSE)
