"""A scenario in words: who does what, the load it offers, and what to beware of."""

import math
from collections.abc import Iterator

from jobsim.analysis.load import capacity, is_open, phases
from jobsim.scenario.distributions import AnyLaw, Constant, Empirical
from jobsim.scenario.schema import Pacing, Pool, Scenario, Submitter
from jobsim.units import Nanoseconds, format_duration

_ALL_BUT_ONE = 1 - 1e-9
_AFTER = {
    Pacing.AFTER_PUT: "after its last put ended",
    Pacing.AFTER_RESPONSE: "after its last job ended",
    Pacing.FIXED: "on schedule",
}


def describe(scenario: Scenario) -> str:
    """The scenario in words, a line for each part, with the offered load and warnings."""
    return "\n".join(_lines(scenario))


def warnings(scenario: Scenario) -> Iterator[str]:
    """What will surprise: a queue that can only grow, a law without a mean."""
    able = capacity(scenario)
    if able is not None and scenario.queue.capacity is None:
        for phase in phases(scenario):
            if phase.rate >= able * _ALL_BUT_ONE:
                when = "without end" if phase.end is None else f"until {_instant(phase.end)}"
                load = phase.rate / able
                yield f"load {load:.3g} and an unbounded queue: from {_instant(phase.start)} it can only grow, {when}"
    for group, key in ((scenario.submitters, "cadence"), (scenario.processors, "service")):
        for name, part in sorted(group.items()):
            if getattr(part, key).moments.mean is None:
                yield f"the {key} of {name} has no mean: averages over it never settle"


def law_in_words(law: AnyLaw) -> str:
    """`2s`, or the law with its parameters and what they come to: `normal(mean 1s, sd 2s: mean 1.40 s, sd 1.15 s)`."""
    if isinstance(law, Constant):
        return format_duration(law.value)
    if isinstance(law, Empirical):
        given = f"{len(law.values)} values" + (f" from {law.source.split(' sha256:')[0]}" if law.source else "")
    else:
        parameters = law.model_dump(mode="json", exclude_none=True, exclude={"distribution"})
        given = ", ".join(f"{name} {value}" for name, value in parameters.items())
    mean, variance = law.moments
    comes_to = "no mean" if mean is None else f"mean {seconds(mean)}"
    comes_to += ", no variance" if variance is None else f", sd {seconds(math.sqrt(variance))}"
    return f"{law.distribution}({given}: {comes_to})"


def seconds(value: float) -> str:
    """Seconds for people: four digits, in the unit that suits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9)):
        if value >= size * _ALL_BUT_ONE:
            return f"{value / size:.4g} {unit}"
    return "0 s"


def _lines(scenario: Scenario) -> Iterator[str]:
    yield f"{scenario.name}: {_until(scenario.until)}, seed {scenario.seed}, engine {scenario.engine}"
    if scenario.description:
        yield f"  {scenario.description.strip()}"
    places = scenario.queue.capacity
    if places is None:
        yield "  queue: any number of waiting places"
    else:
        yield f"  queue: {_counted(places, 'waiting place')}" + ("; jobs are only handed over" if places == 0 else "")
    for name, submitter in sorted(scenario.submitters.items()):
        yield f"  {name}{_times(submitter.count)}: {_submitter(submitter)}"
    for name, pool in sorted(scenario.processors.items()):
        yield f"  {name}{_times(pool.count)}: {_pool(pool)}"
    yield from _load(scenario)
    for warning in warnings(scenario):
        yield f"  beware: {warning}"


def _submitter(submitter: Submitter) -> str:
    what = "a job" if submitter.value is None else f"the value {submitter.value}"
    words = f"puts {what} every {law_in_words(submitter.cadence)} {_AFTER[submitter.pacing]}"
    if submitter.start != Constant.model_construct(distribution="constant", value=0):
        words += f", from {law_in_words(submitter.start)}"
    if submitter.stop is not None:
        words += f", before {format_duration(submitter.stop)}"
    if submitter.jobs is not None:
        words += f", {submitter.jobs} times"
    if submitter.timeout is None:
        return words + "; waits for a place as long as it takes"
    if isinstance(submitter.timeout, Constant) and submitter.timeout.value == 0:
        return words + "; drops the job if no place is free"
    return words + f"; waits {law_in_words(submitter.timeout)} for a place, then drops the job"


def _pool(pool: Pool) -> str:
    return f"takes the next job at once; a job takes {law_in_words(pool.service)}"


def _load(scenario: Scenario) -> Iterator[str]:
    able = capacity(scenario)
    if able is None:
        yield "  capacity: unknown, since a service time has no mean"
        return
    yield f"  capacity: {'no limit' if math.isinf(able) else f'{able:.4g} jobs/s'}"
    held_up = scenario.queue.capacity is not None and any(
        submitter.pacing is Pacing.AFTER_PUT for submitter in scenario.submitters.values()
    )
    most = ", at most (a put that waits delays the next one)" if held_up else ""
    for phase in phases(scenario):
        span = f"{_instant(phase.start)} to " + ("the end" if phase.end is None else _instant(phase.end))
        share = "" if math.isinf(able) else f", load {phase.rate / able:.3g}"
        yield f"  offered from {span}: {phase.rate:.4g} jobs/s{share}{most}"
    waiting = sum(part.count for part in scenario.submitters.values() if not is_open(part))
    if waiting:
        yield f"  closed: at most {_counted(waiting, 'job')} at a time from those who wait for their last job's end"


def _instant(at: float) -> str:
    return f"{at:.9g} s"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _times(count: int) -> str:
    return f" ({count} of them)" if count > 1 else ""


def _until(until: Nanoseconds | None) -> str:
    return "runs until every job has ended" if until is None else f"runs for {format_duration(until)}"
