"""A scenario in words: who does what, the load it offers, and what to beware of."""

import math
from collections.abc import Iterator

from jobsim.analysis.capacity import at_once, capacity, loads
from jobsim.analysis.forms.recognising import theory_of
from jobsim.analysis.forms.words import in_words
from jobsim.analysis.load import instant, span
from jobsim.analysis.services import closed_rate
from jobsim.analysis.trouble import (
    failing_in_words,
    limits_in_words,
    outages_in_words,
    patience_in_words,
    redelivery_in_words,
)
from jobsim.analysis.warnings import warnings
from jobsim.analysis.words import (
    counted,
    pool_in_words,
    queue_in_words,
    replications_in_words,
    seconds,
    submitter_in_words,
    times,
)
from jobsim.scenario.asked.warmup import AUTO
from jobsim.scenario.facts.expected import is_open
from jobsim.scenario.parts.retry import Retry
from jobsim.scenario.schema import Record, Scenario
from jobsim.units import Nanoseconds, format_duration

_SHOWN_LOADS = 12


def describe(scenario: Scenario) -> str:
    """The scenario in words, a line for each part, with the offered load and warnings."""
    return "\n".join(_lines(scenario))


def _lines(scenario: Scenario) -> Iterator[str]:
    several = scenario.most_replications > 1
    often = f"{replications_in_words(scenario)} replications, each of which " if several else ""
    engine = f"seed {scenario.seed}, engine {scenario.engine}"
    yield f"{scenario.name}: {often}{_until(scenario.until)}, {engine}{_kept(scenario)}"
    if scenario.description:
        yield f"  {scenario.description.strip()}"
    yield f"  queue: {queue_in_words(scenario.queue)}{redelivery_in_words(scenario.queue)}"
    for name, submitter in sorted(scenario.submitters.items()):
        words = submitter_in_words(submitter, scenario.queue) + patience_in_words(submitter)
        yield f"  {name}{times(submitter.count)}: {words}"
    for name, pool in sorted(scenario.processors.items()):
        words = pool_in_words(pool, scenario.submitters.values())
        words += limits_in_words(pool) + failing_in_words(pool) + outages_in_words(pool)
        yield f"  {name}{times(pool.count)}: {words}"
    yield from _load(scenario)
    theory = theory_of(scenario)
    if theory is not None:
        yield f"  {in_words(theory)}"
    yield from _figures(scenario)
    for warning in warnings(scenario):
        yield f"  beware: {warning}"


def _figures(scenario: Scenario) -> Iterator[str]:
    if scenario.warmup == AUTO:
        yield "  figures leave out the start, as far as it is felt (MSER-5)"
    elif scenario.warmup:
        yield f"  figures leave out the first {format_duration(scenario.warmup)}"
    if scenario.precision is not None:
        yield f"  until {scenario.precision.of} is known within {100 * scenario.precision.within:g}%"
    for expectation in scenario.expect:
        yield f"  expects {expectation.text}"


def _kept(scenario: Scenario) -> str:
    return ", keeps figures only" if scenario.record is Record.SUMMARY else ""


def _load(scenario: Scenario) -> Iterator[str]:
    able = capacity(scenario)
    if able is None:
        yield "  capacity: unknown, since a service time has no mean"
        return
    shifts = any(pool.schedule for pool in scenario.processors.values())
    when = " when all are on shift" if shifts else ""
    yield f"  capacity: {'no limit' if math.isinf(able) else f'{able:.4g} jobs/s'}{when}"
    found = list(loads(scenario))
    for load in found[:_SHOWN_LOADS]:
        possible = "any number" if math.isinf(load.able) else f"{load.able:.4g}"
        of = f" of {possible}" if shifts or not math.isclose(load.able, able) else ""
        share = "" if math.isinf(load.able) else f", load {load.share:.3g}" if load.able else ", and nobody is there"
        yield f"  offered {span(load.phase)}: {load.phase.rate:.4g} jobs/s{of}{share}"
    if len(found) > _SHOWN_LOADS:
        yield "  and so on"
    for batch in at_once(scenario):
        busy = f", {seconds(batch.seconds)} of work for all" if batch.seconds else ""
        yield f"  offered at {instant(batch.start)}: {counted(batch.jobs, 'job')} at once ({batch.name}){busy}"
    if any(retry is not None and retry.retries for retry in _retries(scenario)):
        yield "  (what is put again, or comes back, is not counted in that)"
    waiting = sum(part.count for part in scenario.submitters.values() if not is_open(part))
    if waiting:
        rate = closed_rate(scenario)
        bound = "" if rate is None or math.isinf(rate) else f", {rate:.4g} jobs/s at most"
        who = "from those who wait for their last job's end"
        yield f"  closed: at most {counted(waiting, 'job')} at a time {who}{bound}"


def _retries(scenario: Scenario) -> Iterator[Retry | None]:
    yield scenario.queue.redelivery
    for submitter in scenario.submitters.values():
        yield submitter.retry


def _until(until: Nanoseconds | None) -> str:
    return "runs until every job has ended" if until is None else f"runs for {format_duration(until)}"
