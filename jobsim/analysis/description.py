"""A scenario in words: who does what, the load it offers, and what to beware of."""

import math
from collections.abc import Callable, Iterator

from jobsim.analysis.load import Phase, capacity, closed_rate, is_open, phases
from jobsim.scenario.distributions import AnyLaw, Constant, Empirical, Normal
from jobsim.scenario.schema import Pacing, Pool, Scenario, Submitter
from jobsim.units import SECOND, Nanoseconds, format_duration

_A_BIT_LESS, _A_BIT_MORE = 1 - 1e-9, 1 + 1e-9
_AFTER = {
    Pacing.AFTER_PUT: "after its last put ended",
    Pacing.AFTER_RESPONSE: "after its last job ended",
    Pacing.FIXED: "on schedule",
}


def describe(scenario: Scenario) -> str:
    """The scenario in words, a line for each part, with the offered load and warnings."""
    return "\n".join(_lines(scenario))


def warnings(scenario: Scenario) -> Iterator[str]:
    """What will surprise: what can only grow or must be lost, who never puts a job, a law without a mean."""
    able = capacity(scenario)
    if able is not None and scenario.queue.capacity is None:
        yield from _growing(scenario, able, is_open, "the queue")
    elif able is not None:
        yield from _growing(scenario, able, _waits_for_ever, "the line of waiting puts")
        for phase in phases(scenario, _gives_up):
            if phase.rate > able * _A_BIT_MORE:
                lost = 1 - able / phase.rate
                yield f"load {phase.rate / able:.3g} on schedule {_span(phase)}: about {lost:.0%} of it must be lost"
    takes_time = {name: pool.service.moments != (0, 0) for name, pool in scenario.processors.items()}
    if any(takes_time.values()):
        for name in sorted(name for name, takes in takes_time.items() if not takes):
            yield f"{name} has no service time beside pools that have one: it does at once whatever it gets"
    for name, submitter in sorted(scenario.submitters.items()):
        start = submitter.start.moments.mean
        if scenario.until is not None and start is not None and start * SECOND >= scenario.until:
            yield f"{name} never puts a job: it would begin at {_instant(start)}, and the run ends before"
    for group, key in ((scenario.submitters, "cadence"), (scenario.processors, "service")):
        for name, part in sorted(group.items()):
            if getattr(part, key).moments.mean is None:
                yield f"the {key} of {name} has no mean: averages over it never settle"


def _growing(scenario: Scenario, able: float, wanted: Callable[[Submitter], bool], what: str) -> Iterator[str]:
    laws = [submitter.cadence for submitter in scenario.submitters.values()]
    laws += [pool.service for pool in scenario.processors.values()]
    for phase in phases(scenario, wanted):
        load = phase.rate / able
        if load > _A_BIT_MORE:
            yield f"load {load:.3g} {_span(phase)}: {what} can only grow"
        elif load > _A_BIT_LESS and any(law.moments.variance != 0 for law in laws):
            yield f"load 1 {_span(phase)}: {what} never settles"


def _waits_for_ever(submitter: Submitter) -> bool:
    return submitter.pacing is Pacing.FIXED and submitter.timeout is None


def _gives_up(submitter: Submitter) -> bool:
    return submitter.pacing is Pacing.FIXED and submitter.timeout is not None


def law_in_words(law: AnyLaw) -> str:
    """`2s`, or the law with its parameters and what they come to, like `erlang (shape 2, mean 1s; sd 707.1 ms)`."""
    if isinstance(law, Constant):
        return format_duration(law.value)
    mean, variance = law.moments
    comes_to = [] if "mean" in law.model_fields_set else ["no mean" if mean is None else f"mean {seconds(mean)}"]
    comes_to += ["no variance" if variance is None else f"sd {seconds(math.sqrt(variance))}"]
    if isinstance(law, Empirical):
        given = f"{len(law.values)} values" + (f" from {law.source.split(' sha256:')[0]}" if law.source else "")
    else:
        parameters = law.model_dump(mode="json", exclude_none=True, exclude={"distribution"})
        given = ", ".join(f"{k} {v:g}" if isinstance(v, float) else f"{k} {v}" for k, v in parameters.items())
    if isinstance(law, Normal) and mean is not None:
        comes_to = [f"cut off at 0, in fact mean {seconds(mean)}", *comes_to]
    return f"{law.distribution} ({given}; {', '.join(comes_to)})"


def seconds(value: float) -> str:
    """Seconds for people: four digits, in the unit that suits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9)):
        if value >= size * _A_BIT_LESS:
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
        yield f"  {name}{_times(submitter.count)}: {_submitter(submitter, places is not None)}"
    for name, pool in sorted(scenario.processors.items()):
        yield f"  {name}{_times(pool.count)}: {_pool(pool)}"
    yield from _load(scenario)
    for warning in warnings(scenario):
        yield f"  beware: {warning}"


def _submitter(submitter: Submitter, bounded: bool) -> str:
    what = "a job" if submitter.value is None else f"the value {submitter.value}"
    words = f"puts {what} every {law_in_words(submitter.cadence)} {_AFTER[submitter.pacing]}"
    if submitter.pacing is Pacing.AFTER_PUT and bounded:
        words += " (later, when that had to wait)"
    if submitter.start != Constant.model_construct(distribution="constant", value=0):
        words += f", from {law_in_words(submitter.start)}"
    if submitter.stop is not None:
        words += f", before {format_duration(submitter.stop)}"
    if submitter.jobs is not None:
        words += ", once" if submitter.jobs == 1 else f", {submitter.jobs} times"
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
    for phase in phases(scenario):
        share = "" if math.isinf(able) else f", load {phase.rate / able:.3g}"
        yield f"  offered {_span(phase)}: {phase.rate:.4g} jobs/s{share}"
    waiting = sum(part.count for part in scenario.submitters.values() if not is_open(part))
    if waiting:
        rate = closed_rate(scenario)
        bound = "" if rate is None or math.isinf(rate) else f", {rate:.4g} jobs/s at most"
        who = "from those who wait for their last job's end"
        yield f"  closed: at most {_counted(waiting, 'job')} at a time {who}{bound}"


def _span(phase: Phase) -> str:
    return f"from {_instant(phase.start)} to {'the end' if phase.end is None else _instant(phase.end)}"


def _instant(at: float) -> str:
    return format_duration(round(at * SECOND))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _times(count: int) -> str:
    return f" ({count} of them)" if count > 1 else ""


def _until(until: Nanoseconds | None) -> str:
    return "runs until every job has ended" if until is None else f"runs for {format_duration(until)}"
