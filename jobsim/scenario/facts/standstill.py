"""Where a file shows that a run would never get on: jobs without end in one instant, jobs that are never done."""

from collections.abc import Iterator

from jobsim.scenario.distributions import Constant
from jobsim.scenario.parts.outages import Interrupted, OnShrink
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.queue import Overflow, Queue
from jobsim.scenario.parts.submitter import Pacing, Submitter
from jobsim.scenario.schema import Scenario
from jobsim.scenario.values.delay import is_zero
from jobsim.scenario.values.law import Law
from jobsim.units import Nanoseconds


def standstill(submitter: Submitter, scenario: Scenario) -> str | None:
    """Why a submitter of cadence 0 would never let time pass; None where it may."""
    if submitter.jobs is not None or not is_zero(submitter.cadence):
        return None
    if _puts_without_end(submitter, scenario.queue):
        return "of 0 without jobs puts without end in one instant; give it jobs, or a cadence"
    if all(map(_takes_no_time, scenario.processors.values())) and not _waits_for_redelivery(submitter, scenario):
        return "of 0 with a service of 0 never lets time pass; give it jobs, or a cadence"
    return None


def _puts_without_end(submitter: Submitter, queue: Queue) -> bool:
    """Whether what it waits for between one job and the next is there at once, however long a service takes."""
    if submitter.pacing is Pacing.FIXED:
        return True
    pauses = submitter.retry is not None and submitter.retry.pauses
    if submitter.pacing is Pacing.AFTER_RESPONSE:
        return is_zero(submitter.give_up) and not pauses
    never_waits = queue.overflow is not Overflow.BLOCK or is_zero(submitter.timeout) or is_zero(submitter.give_up)
    return queue.takes_all or (never_waits and not pauses)


def _takes_no_time(pool: Pool) -> bool:
    fails_at_once = pool.failure is not None and (pool.failure.probability, pool.failure.after) == (1, 0)
    return pool.limit is None and (is_zero(pool.service) or fails_at_once)


def _waits_for_redelivery(submitter: Submitter, scenario: Scenario) -> bool:
    """Whether it waits for the end of jobs that now and then come back later."""
    comes_back = scenario.queue.redelivery is not None and scenario.queue.redelivery.pauses
    fails = any(pool.fails for pool in scenario.processors.values())
    return submitter.pacing is Pacing.AFTER_RESPONSE and comes_back and fails


def never_done(scenario: Scenario) -> bool:
    """Whether every job begins again and again, since all processors go before it is done."""
    leaves = scenario.queue.expire is not None or scenario.queue.overflow is Overflow.DROP_OLDEST
    begins_again = {Interrupted.RESTART} if leaves else {Interrupted.RESTART, Interrupted.REQUEUE}
    return any(submitter.puts != 0 for submitter in scenario.submitters.values()) and all(
        (
            pool.breakdowns is not None
            and pool.breakdowns.job in begins_again
            and pool.schedule is None
            and breaks_down_first(pool, scenario)
        )
        or (not leaves and _shift_ends_first(pool, scenario))
        for pool in scenario.processors.values()
    )


def breaks_down_first(pool: Pool, scenario: Scenario) -> bool:
    """Whether each of its processors is up for less than any attempt takes, where nothing is drawn.

    One that is up for exactly as long finishes: a job that ends at the instant of a breakdown is done.
    """
    if pool.breakdowns is None or not isinstance(pool.breakdowns.every, Constant):
        return False
    return _takes_longer(pool, scenario, pool.breakdowns.every.value)


def _shift_ends_first(pool: Pool, scenario: Scenario) -> bool:
    """Whether each shift is shorter than any attempt takes, and another one follows, for ever."""
    if pool.schedule is None or pool.repeat is None or pool.on_shrink is not OnShrink.REQUEUE:
        return False
    # The first processor is there whenever one is; what a round begins with is seen in its second turn.
    changes = [(0, pool.count)]
    changes += [(shift.at + turn * pool.repeat, shift.count) for turn in range(3) for shift in pool.schedule]
    longest, since = 0, None
    for at, count in changes:
        if count and since is None:
            since = at
        elif not count and since is not None:
            longest, since = max(longest, at - since), None
    never_gone = all(shift.count for shift in pool.schedule)
    return not never_gone and _takes_longer(pool, scenario, longest)


def _takes_longer(pool: Pool, scenario: Scenario, time: Nanoseconds) -> bool:
    """Whether every attempt takes longer than that, where nothing is drawn; also one that fails, or hits its limit."""
    least = 1.0 if pool.failure is None or not pool.failure.probability else pool.failure.after
    if pool.time_limit is not None and pool.time_limit <= time:
        return False
    return all(
        isinstance(law, Constant) and round(round(law.value / pool.speed) * least) > time
        for law in services(scenario, pool)
    )


def services(scenario: Scenario, pool: Pool) -> Iterator[Law | None]:
    """What decides how long the jobs of each submitter take in the pool; None where a recording does."""
    for submitter in scenario.submitters.values():
        if submitter.size is not None:
            yield submitter.size
        else:
            yield None if submitter.is_sized else pool.service
