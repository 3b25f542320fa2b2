"""What may go wrong or run short in a scenario, in words.

Who gives up and tries again, what fails and comes back, when processors are not there, and what they may not exceed.
"""

from jobsim.analysis.words import law_in_words
from jobsim.scenario.parts.limits import Shared
from jobsim.scenario.parts.outages import Interrupted, OnShrink
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.queue import Queue
from jobsim.scenario.parts.retry import Backoff, Jitter, Retry
from jobsim.scenario.parts.submitter import Submitter
from jobsim.units import format_duration, format_rate

_SHOWN_DELAYS = 6
_SHOWN_SHIFTS = 6
_JITTERS = {
    Jitter.NONE: "",
    Jitter.FULL: ", drawn from 0 to that",
    Jitter.EQUAL: ", drawn from half of that to that",
}
_GOES = {
    OnShrink.FINISH: "one that has to go finishes its job first",
    OnShrink.REQUEUE: "one that has to go hands its job back",
}
_JOB = {
    Interrupted.RESUME: "then goes on with its job",
    Interrupted.RESTART: "then begins its job again",
    Interrupted.REQUEUE: "and hands its job back",
    Interrupted.LOSE: "and its job is lost",
}


def patience_in_words(submitter: Submitter) -> str:
    """How long it waits for the response, and how it tries again."""
    words = "" if submitter.give_up is None else f"; gives up {law_in_words(submitter.give_up)} after a put"
    if submitter.retry is not None and submitter.retry.retries:
        words += f"; puts a lost job again {retry_in_words(submitter.retry)}"
    return words


def redelivery_in_words(queue: Queue) -> str:
    """How a job whose attempt failed comes back."""
    if queue.redelivery is None or not queue.redelivery.retries:
        return ""
    return f"; a failed job comes back {retry_in_words(queue.redelivery)}"


def limits_in_words(pool: Pool) -> str:
    """What its processors may not exceed, however many there are."""
    words = ""
    if pool.limit is not None:
        words += f"; begins {format_rate(pool.limit)} at most" + ("" if pool.burst == 1 else f", {pool.burst} at once")
    if isinstance(pool.slots, Shared):
        words += f"; {pool.slots.slots} at most execute at once, with all that share {pool.slots.shared}"
    elif pool.slots is not None:
        words += f"; {pool.slots} at most execute at once"
    return words


def failing_in_words(pool: Pool) -> str:
    """How its attempts fail."""
    words = ""
    if pool.failure is not None:
        words += f"; {_percent(pool.failure.probability)} of the attempts fail"
        words += "" if pool.failure.after == 1 else f", after {_percent(pool.failure.after)} of their time"
    if pool.time_limit is not None:
        words += f"; an attempt fails that takes longer than {format_duration(pool.time_limit)}"
    return words


def outages_in_words(pool: Pool) -> str:
    """When its processors are not there."""
    words = ""
    if pool.schedule is not None:
        shown = [f"{shift.count} from {format_duration(shift.at)}" for shift in pool.schedule[:_SHOWN_SHIFTS]]
        more = len(pool.schedule) - len(shown)
        shown += [f"and {more} shifts more"] * (more > 0)
        again = "" if pool.repeat is None else f", again every {format_duration(pool.repeat)}"
        words += f"; {pool.count} at first, {', '.join(shown)}{again}; {_GOES[pool.on_shrink]}"
    if pool.breakdowns is not None:
        up, repair = law_in_words(pool.breakdowns.every), law_in_words(pool.breakdowns.repair)
        words += f"; each breaks down when up for {up}, is repaired in {repair}, {_JOB[pool.breakdowns.job]}"
    return words


def retry_in_words(retry: Retry) -> str:
    """`after 1s, 4 times at most`."""
    often = "once at most" if retry.retries == 1 else f"{retry.retries} times at most"
    if retry.backoff is not None:
        return f"{_backoff_in_words(retry.backoff)}, {often}"
    if retry.delay is None:
        return f"at once, {often}"
    if isinstance(retry.delay, list):
        return f"after {_delays_in_words(retry.delay[: retry.retries], retry.retries)}, {often}"
    return f"after {law_in_words(retry.delay)}, {often}"


def _backoff_in_words(backoff: Backoff) -> str:
    words = f"after {format_duration(backoff.first)}"
    if backoff.factor > 1:
        words += f", each time {backoff.factor:g} times as long"
        words += "" if backoff.most is None else f" up to {format_duration(backoff.most)}"
    return words + _JITTERS[backoff.jitter]


def _delays_in_words(delays: list[int], retries: int) -> str:
    """`10s, 30s, then 1m each time`: the last one repeats."""
    if len(delays) > _SHOWN_DELAYS:
        return f"{', '.join(map(format_duration, delays[:_SHOWN_DELAYS]))} and so on ({len(delays)} delays)"
    *before, last = map(format_duration, delays)
    if not before or len(delays) == retries:
        return ", ".join([*before, last])
    return f"{', '.join(before)}, then {last} each time"


def _percent(share: float) -> str:
    return f"{share * 100:.4g}%"
