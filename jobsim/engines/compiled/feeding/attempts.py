"""What is drawn for attempts at jobs: how long each takes, whether it fails, and what comes after it."""

from collections.abc import Sequence

from jobsim.engines.compiled.codes import FIRST_SERVICE, REDELIVERY, RETRY
from jobsim.engines.compiled.feeding.windows import Windows
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import STREAM
from jobsim.workload.draws import Draws
from jobsim.workload.plan import Plan

_FIRST_ATTEMPTS = 4


class OfAttempts:
    """The last streams of all: by submitter, purpose, and attempt, of which more and more are known."""

    def __init__(self, memory: Memory, windows: Windows, plans: Sequence[Plan], pools: int) -> None:
        run = memory.run
        self._memory, self._windows, self._plans, self._pools = memory, windows, plans, pools
        self._opened: set[int] = set()
        run.attempts_known = _FIRST_ATTEMPTS if run.has_tries else 0
        memory.make("streams", STREAM, run.tried + self._streams(run.attempts_known))

    def feed(self, index: int, purpose: int, attempt: int) -> None:
        """Draw for one attempt at a submitter's jobs, from its oldest that is still open."""
        memory, run = self._memory, self._memory.run
        if attempt > run.attempts_known:
            self._know_more(attempt)
        job = memory["jobs"][index]
        rank = int(job.submitter)
        stream = int(run.tried) + (rank * (2 + 2 * self._pools) + purpose) * int(run.attempts_known) + attempt - 1
        if stream not in self._opened:
            self._opened.add(stream)
            self._windows.open(stream, _of_attempt(self._plans[rank], purpose, attempt))
        number = int(job.number)
        if number >= self._windows.until(stream):
            jobs = memory["jobs"]
            oldest = int(jobs["number"][jobs["submitter"] == rank].min())
            self._windows.draw(stream, number, oldest)

    def _streams(self, attempts: int) -> int:
        return len(self._plans) * (2 + 2 * self._pools) * attempts

    def _know_more(self, attempt: int) -> None:
        """Make the list of streams anew, with more attempts for each purpose."""
        memory, run = self._memory, self._memory.run
        tried, before = int(run.tried), int(run.attempts_known)
        after = before
        while after < attempt:
            after *= 2

        def moved(stream: int) -> int:
            if stream < tried:
                return stream
            group, place = divmod(stream - tried, before)
            return tried + group * after + place

        old = memory["streams"]
        new = memory.make("streams", STREAM, tried + self._streams(after))
        new[:tried] = old[:tried]
        new[tried:].reshape(-1, after)[:, :before] = old[tried:].reshape(-1, before)
        run.attempts_known = after
        self._windows.move(moved)
        self._opened = set(map(moved, self._opened))


def _of_attempt(planned: Plan, purpose: int, attempt: int) -> Draws:
    if purpose == RETRY:
        assert planned.retry is not None
        return planned.retry.after(attempt)
    if purpose == REDELIVERY:
        assert planned.redelivery is not None
        return planned.redelivery.after(attempt)
    assert planned.attempts is not None
    return planned.attempts.of((purpose - FIRST_SERVICE) // 2, attempt)[(purpose - FIRST_SERVICE) % 2]
