"""The parts of a scenario in words: laws, who submits, who waits, who serves."""

import math
from collections.abc import Iterable

from jobsim.scenario.distributions import Constant, Empirical, Normal
from jobsim.scenario.parts.arrivals import Phase, Spacing
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.queue import Discipline, Overflow, Queue
from jobsim.scenario.parts.submitter import Pacing, Submitter
from jobsim.scenario.schema import Scenario
from jobsim.scenario.values.law import Law
from jobsim.scenario.values.whole_numbers import ConstantNumber, EmpiricalNumber
from jobsim.units import format_duration, format_rate

_SHOWN_PHASES = 6
_OVERFLOWS = {
    Overflow.REJECT: "a full one refuses",
    Overflow.DROP_OLDEST: "in a full one the job that has waited longest makes room",
}
_DISCIPLINES = {
    Discipline.LIFO: "last come, first served",
    Discipline.PRIORITY: "the highest priority first",
    Discipline.SHORTEST: "the shortest job first",
    Discipline.EARLIEST_DEADLINE: "the earliest deadline first",
    Discipline.RANDOM: "any job next, at random",
}
_A_BIT_LESS = 1 - 1e-9
_AFTER = {
    Pacing.AFTER_PUT: "after its last put ended",
    Pacing.AFTER_RESPONSE: "after its last job ended",
    Pacing.FIXED: "on schedule",
}


def law_in_words(law: Law) -> str:
    """`2s`, or the law with its parameters and what they come to, like `erlang (shape 2, mean 1s; sd 707.1 ms)`."""
    if isinstance(law, Constant):
        return format_duration(law.value)
    mean, variance = law.moments
    comes_to = [] if "mean" in law.model_fields_set else ["no mean" if mean is None else f"mean {seconds(mean)}"]
    comes_to += ["no variance" if variance is None else f"sd {seconds(math.sqrt(variance))}"]
    if isinstance(law, Empirical):
        given = f"{len(law.values)} values" + (f" from {law.source.split(' sha256:')[0]}" if law.source else "")
    else:
        given = _parameters(law)
    if isinstance(law, Normal) and mean is not None:
        comes_to = [f"cut off at 0, in fact mean {seconds(mean)}", *comes_to]
    return f"{law.distribution} ({given}; {', '.join(comes_to)})"  # type: ignore[attr-defined]


def seconds(value: float) -> str:
    """Seconds for people: four digits, in the unit that suits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9)):
        if value >= size * _A_BIT_LESS:
            return f"{value / size:.4g} {unit}"
    return "0 s"


def queue_in_words(queue: Queue) -> str:
    """How many wait, who is next, and what becomes of those who find no place, or wait too long."""
    words = "any number of waiting places" if queue.capacity is None else counted(queue.capacity, "waiting place")
    if queue.capacity == 0:
        words += "; jobs are only handed over"
    if queue.overflow is not Overflow.BLOCK:
        words += f"; {_OVERFLOWS[queue.overflow]}"
    if queue.discipline is not Discipline.FIFO:
        words += f"; {_DISCIPLINES[queue.discipline]}"
    return words + ("" if queue.expire is None else f"; a job leaves after {law_in_words(queue.expire)} in it")


def submitter_in_words(submitter: Submitter, queue: Queue) -> str:
    """What it puts, when, and how long it waits for a place."""
    blocks = queue.overflow is Overflow.BLOCK
    words = f"puts {_jobs_in_words(submitter)} {_arrivals_in_words(submitter)}"
    if submitter.pacing is Pacing.AFTER_PUT and queue.capacity is not None and blocks:
        words += " (later, when that had to wait)"
    if submitter.start != Constant.model_construct(distribution="constant", value=0):
        words += f", from {law_in_words(submitter.start)}"
    if submitter.stagger:
        words += f", each {format_duration(submitter.stagger)} after the one before"
    if submitter.stop is not None:
        words += f", before {format_duration(submitter.stop)}"
    if submitter.jobs is not None:
        often = ", once" if submitter.jobs == 1 else f", {submitter.jobs} times"
        words += often if submitter.batch is None else f", {counted(submitter.jobs, 'job')} in all"
    if not blocks:
        return words
    if submitter.timeout is None:
        return words + "; waits for a place as long as it takes"
    if isinstance(submitter.timeout, Constant) and submitter.timeout.value == 0:
        return words + "; drops the job if no place is free"
    return words + f"; waits {law_in_words(submitter.timeout)} for a place, then drops the job"


def _jobs_in_words(submitter: Submitter) -> str:
    what = "a job" if submitter.value is None or isinstance(submitter.value, Law) else f"the value {submitter.value}"
    if submitter.batch is not None:
        what = f"{number_in_words(submitter.batch)} jobs at once"
    details = []
    if submitter.size is not None:
        details.append(f"size {law_in_words(submitter.size)}")
    if submitter.priority is not None:
        details.append(f"priority {number_in_words(submitter.priority)}")
    if submitter.deadline is not None:
        details.append(f"due {law_in_words(submitter.deadline)} later")
    return what + (f" ({'; '.join(details)})" if details else "")


def _arrivals_in_words(submitter: Submitter) -> str:
    if submitter.trace is not None:
        source = (submitter.trace.source or "").split(" sha256:")[0]
        return f"as recorded{f' in {source}' if source else ''} ({len(submitter.trace.at)} arrivals)"
    if submitter.phases is not None:
        parts = [phase_in_words(phase) for phase in submitter.phases[:_SHOWN_PHASES]]
        more = [f"and {len(submitter.phases) - _SHOWN_PHASES} phases more"] * (len(submitter.phases) > _SHOWN_PHASES)
        return (
            f"at {', then '.join(parts + more)}"
            + (", again and again" if submitter.repeat else "")
            + (", at random" if submitter.spacing is Spacing.POISSON else "")
        )
    assert submitter.cadence is not None
    words = f"every {law_in_words(submitter.cadence)} {_AFTER[submitter.pacing]}"
    if submitter.bursts is not None:
        words += f", on for {law_in_words(submitter.bursts.on)}, then off for {law_in_words(submitter.bursts.off)}"
    return words


def phase_in_words(phase: Phase) -> str:
    """`2/s for 30s`, or `2/s rising to 50/s for 10s`."""
    first, last = phase.rates
    change = "" if first == last else f" {'rising' if last > first else 'falling'} to {format_rate(last)}"
    return f"{format_rate(first)}{change} for {format_duration(phase.for_)}"


def number_in_words(law: Law) -> str:
    """`3`, or the law with its parameters and mean, like `geometric (mean 3)`."""
    if isinstance(law, ConstantNumber):
        return str(law.value)
    if isinstance(law, EmpiricalNumber):
        given = f"{len(law.values)} values; mean {law.moments.mean:g}"
    else:
        given = _parameters(law) + ("" if "mean" in law.model_fields_set else f"; mean {law.moments.mean:g}")
    return f"{law.distribution} ({given})"  # type: ignore[attr-defined]


def _parameters(law: Law) -> str:
    parameters = law.model_dump(mode="json", exclude_none=True, exclude={"distribution"})
    return ", ".join(f"{k} {v:g}" if isinstance(v, float) else f"{k} {v}" for k, v in parameters.items())


def pool_in_words(pool: Pool, submitters: Iterable[Submitter]) -> str:
    """How long it executes a job."""
    speed = "" if pool.speed == 1 else f", at {pool.speed:g} times the speed"
    sized = {submitter.is_sized for submitter in submitters}
    service = "" if sized == {True} else law_in_words(pool.service)
    takes = " or ".join(filter(None, [service, "its own size" if True in sized else ""]))
    return f"takes the next job at once; a job takes {takes}{speed}"


def counted(count: int, noun: str) -> str:
    """`1 job`, `2 jobs`."""
    return f"{count} {noun}" + ("" if count == 1 else "s")


def times(count: int) -> str:
    """` (3 of them)`, where there are several."""
    return f" ({count} of them)" if count > 1 else ""


def replications_in_words(scenario: Scenario) -> str:
    """`20`, or `10 to 500` where they are added until a metric is known."""
    fewest, most = scenario.fewest_replications, scenario.most_replications
    return f"{fewest:,}" if fewest == most else f"{fewest:,} to {most:,}"
