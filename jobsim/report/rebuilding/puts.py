"""One put of a stored job, from stay to stay, and when its submitter gave it up."""

from itertools import pairwise

from jobsim.results.stored.rows import StoredJob, StoredStay
from jobsim.scenario.distributions import Constant
from jobsim.scenario.parts.retry import Jitter, Retry
from jobsim.units import NEVER, Nanoseconds

REFUSED = ("dropped", "rejected", "abandoned")
"""How a stay can end that is a put's last: the submitter may put again."""


class Put:
    """Where a put of a job has got to."""

    __slots__ = ("at", "following", "is_awaited", "job", "line", "processor", "rank", "seated", "stays")

    def __init__(self, job: StoredJob, rank: int, stays: list[StoredStay]) -> None:
        self.job = job
        self.rank = rank
        """Its submitter's."""
        self.stays = stays
        self.at = 0
        """Which of its stays it is in."""
        self.following: Put | None = None
        """The job's next put."""
        self.processor: str | None = None
        """Who has or had it."""
        self.line: dict[Put, None] | None = None
        """Where it waits for a place."""
        self.seated = False
        """Whether it has a place in the queue."""
        self.is_awaited = False
        """Whether it is known who will take it."""

    @property
    def stay(self) -> StoredStay:
        """The one it is in."""
        return self.stays[self.at]

    @property
    def next_stay(self) -> StoredStay | None:
        return self.stays[self.at + 1] if self.at + 1 < len(self.stays) else None

    def go_on(self) -> None:
        """Its next stay begins."""
        self.at += 1
        self.is_awaited = False


def puts_of(job: StoredJob, rank: int) -> list[Put]:
    """The puts of a job, each knowing the next."""
    stays: dict[int, list[StoredStay]] = {}
    for stay in job.stays:
        stays.setdefault(stay.put, []).append(stay)
    puts = [Put(job, rank, stays[number]) for number in sorted(stays)]
    for put, following in pairwise(puts):
        put.following = following
    return puts


def same_delay(retry: Retry, attempt: int) -> Nanoseconds | None:
    """How long after an attempt, from 1, the next one comes, if that is the same for every job."""
    delay, backoff = retry.delay, retry.backoff
    if backoff is not None:
        if backoff.jitter is not Jitter.NONE:
            return None
        try:
            growing = min(round(backoff.first * backoff.factor ** (attempt - 1)), NEVER)
        except OverflowError:
            growing = NEVER
        return growing if backoff.most is None else min(growing, backoff.most)
    if delay is None:
        return 0
    if isinstance(delay, list):
        return delay[min(attempt, len(delay)) - 1]
    return delay.value if isinstance(delay, Constant) else None
