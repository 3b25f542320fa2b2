"""What is drawn for each attempt at a job: how long it takes, whether it fails, how long until the next one."""

from collections.abc import Callable
from typing import TypeAlias

from jobsim.scenario.law import Law
from jobsim.scenario.pool import Pool
from jobsim.scenario.retry import Backoff, Jitter, Retry
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.services import at_speed
from jobsim.workload.streams import Draws, StreamOf

Delays: TypeAlias = Callable[[int, int], Nanoseconds]
"""By job number, from 0, and how many attempts there have been, from 1."""
Attempts: TypeAlias = Callable[[int, int, int], tuple[Nanoseconds, bool]]
"""How long an attempt takes and whether it fails then: by pool, job number, and attempt, from 1."""

LEVELS = 2**32
"""How many levels `levels` has."""


class ByAttempt:
    """One stream for each attempt, made when it is first asked for."""

    __slots__ = ("_make", "_streams")

    def __init__(self, make: Callable[[int], Draws]) -> None:
        self._make = make
        self._streams: list[Draws] = []

    def __call__(self, position: int, attempt: int) -> int:
        while attempt > len(self._streams):
            self._streams.append(self._make(len(self._streams) + 1))
        return self._streams[attempt - 1](position)


def attempts(scenario: Scenario, size: Draws | None, stream: StreamOf, levels: StreamOf) -> Attempts:
    """What each pool, in the order of their names, makes of each attempt at a job."""
    makers = [_attempts(scenario.processors[name], name, size, stream, levels) for name in sorted(scenario.processors)]
    return lambda pool, position, attempt: makers[pool](position, attempt)


def delays(retry: Retry, purpose: str, stream: StreamOf, levels: StreamOf) -> Delays:
    """How long after each attempt the next one comes."""
    delay, backoff = retry.delay, retry.backoff
    if backoff is not None:
        return _backoff(backoff, ByAttempt(lambda attempt: levels(purpose, "jitter", attempt)))
    if isinstance(delay, Law):
        law = delay
        return ByAttempt(lambda attempt: stream(law, purpose, attempt))
    listed = delay or [0]
    return lambda position, attempt: listed[min(attempt, len(listed)) - 1]


def _attempts(
    pool: Pool, name: str, size: Draws | None, stream: StreamOf, levels: StreamOf
) -> Callable[[int, int], tuple[Nanoseconds, bool]]:
    services = ByAttempt(lambda attempt: at_speed(pool, size or stream(pool.service, "service", name, attempt)))
    failure = pool.failure
    if failure is None:
        return lambda position, attempt: (services(position, attempt), False)
    chances = ByAttempt(lambda attempt: levels("failure", name, attempt))
    below, after = failure.probability * LEVELS, failure.after

    def attempt_with_chance(position: int, attempt: int) -> tuple[Nanoseconds, bool]:
        service = services(position, attempt)
        if chances(position, attempt) >= below:
            return service, False
        return service if service >= NEVER else round(service * after), True

    return attempt_with_chance


def _backoff(backoff: Backoff, levels: Delays) -> Delays:
    """Longer each time, up to the most; `full` jitter takes any part of it, `equal` any of its second half."""

    def delay(position: int, attempt: int) -> Nanoseconds:
        try:
            whole = min(round(backoff.first * backoff.factor ** (attempt - 1)), NEVER)
        except OverflowError:
            whole = NEVER
        if backoff.most is not None:
            whole = min(whole, backoff.most)
        if backoff.jitter is Jitter.NONE:
            return whole
        level = levels(position, attempt)
        half = 0 if backoff.jitter is Jitter.FULL else whole // 2
        return half + (whole - half) * level // LEVELS

    return delay
