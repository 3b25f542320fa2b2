"""What no single key can tell: problems between the parts of a scenario that is valid key by key."""

from collections.abc import Iterator

from jobsim.scenario.asked.measures import Measure
from jobsim.scenario.asked.warmup import AUTO, LEAST_REPLICATIONS
from jobsim.scenario.asked.whose import of_whom
from jobsim.scenario.distributions import Constant
from jobsim.scenario.facts.standstill import never_done, standstill
from jobsim.scenario.parts.arrivals import Bursts
from jobsim.scenario.parts.limits import Shared
from jobsim.scenario.parts.queue import Discipline, Overflow
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Record, Scenario
from jobsim.scenario.values.delay import Delay, is_zero

MOST_TIMELINE_ROWS = 1_000_000
MOST_ACTORS_IN_ALL = 1_000_000
MOST_BURSTS_A_GAP = 10_000


Contradiction = tuple[tuple[str | int, ...], str]
"""Where, and what."""


def find_contradictions(scenario: Scenario) -> Iterator[Contradiction]:
    """Yield (location, message) for every contradiction."""
    for kind, total in (
        ("submitters", sum(part.count for part in scenario.submitters.values())),
        ("processors", sum(pool.most for pool in scenario.processors.values())),
    ):
        if total > MOST_ACTORS_IN_ALL:
            yield (kind,), f"{total} {kind} in all are more than the {MOST_ACTORS_IN_ALL} that are possible"
    for name, submitter in scenario.submitters.items():
        for key, message in _of_submitter(submitter, scenario):
            yield ("submitters", name, *key), message
    for name, pool in scenario.processors.items():
        if pool.most == 0:
            yield ("processors", name, "count"), "must be 1 or more, unless a schedule brings some later"
    yield from _of_shared(scenario)
    if scenario.until is None and never_done(scenario):
        for name, pool in scenario.processors.items():
            yield (
                ("processors", name, "schedule" if pool.breakdowns is None else "breakdowns"),
                "would take every processor away before any job is done, for ever; give the scenario until",
            )
    due_by = any(submitter.deadline is not None for submitter in scenario.submitters.values())
    if scenario.queue.discipline is Discipline.EARLIEST_DEADLINE and not due_by:
        yield ("queue", "discipline"), "earliest_deadline needs submitters whose jobs have a deadline"
    if scenario.timeline and scenario.until and scenario.until / scenario.timeline > MOST_TIMELINE_ROWS:
        yield (
            ("timeline",),
            f"would cut the run into more than {MOST_TIMELINE_ROWS} intervals; make it longer",
        )
    yield from _of_warmup(scenario)
    yield from _of_measures(scenario)


def _of_measures(scenario: Scenario) -> Iterator[Contradiction]:
    named: list[tuple[tuple[str | int, ...], Measure]] = [
        (("expect", at), expectation.measure) for at, expectation in enumerate(scenario.expect)
    ]
    if scenario.precision is not None:
        named.append((("precision", "of"), scenario.precision.of))
    for where, measure in named:
        try:
            of_whom(measure, scenario)
        except ValueError as error:
            yield where, str(error)


def _of_warmup(scenario: Scenario) -> Iterator[Contradiction]:
    if scenario.warmup == AUTO:
        if scenario.fewest_replications < LEAST_REPLICATIONS:
            yield ("warmup",), f"auto averages over replications: give {LEAST_REPLICATIONS} or more (replications)"
        if scenario.record is Record.SUMMARY:
            yield ("warmup",), "auto looks at the jobs of all replications: it needs record: jobs, or give a duration"
    elif scenario.until is not None and scenario.warmup >= scenario.until:
        yield ("warmup",), "must be shorter than until: nothing would be left to measure"


def _of_shared(scenario: Scenario) -> Iterator[Contradiction]:
    first: dict[str, tuple[str, int]] = {}
    for name, pool in scenario.processors.items():
        if isinstance(pool.slots, Shared):
            other, slots = first.setdefault(pool.slots.shared, (name, pool.slots.slots))
            if pool.slots.slots != slots:
                yield ("processors", name, "slots", "slots"), f"must be {slots}, as in {other}: they share these slots"


def _of_submitter(submitter: Submitter, scenario: Scenario) -> Iterator[Contradiction]:
    if submitter.endless and scenario.until is None:
        yield (), "would never end: give it jobs or stop, or give the scenario until"
    if isinstance(submitter.start, Constant) and submitter.stop is not None and submitter.stop <= submitter.start.value:
        yield ("stop",), "must be later than start"
    if submitter.timeout is not None and scenario.queue.overflow is not Overflow.BLOCK:
        yield ("timeout",), f"a put never waits for a place where the queue's overflow is {scenario.queue.overflow}"
    if scenario.queue.discipline is Discipline.SHORTEST and not submitter.is_sized:
        yield (), "must have a size: the queue's discipline is shortest"
    if submitter.bursts is not None:
        yield from _of_bursts(submitter.bursts, submitter.cadence)
    if reason := standstill(submitter, scenario):
        yield ("cadence",), reason


def _of_bursts(bursts: Bursts, cadence: Delay | None) -> Iterator[Contradiction]:
    on, gap = bursts.on.moments.mean, None if cadence is None else cadence.moments.mean
    if is_zero(bursts.on):
        yield ("bursts", "on"), "must be longer than 0: nothing could be submitted"
    elif on is not None and gap is not None and gap > MOST_BURSTS_A_GAP * on:
        yield ("bursts", "on"), f"is more than {MOST_BURSTS_A_GAP} times shorter than the cadence"
