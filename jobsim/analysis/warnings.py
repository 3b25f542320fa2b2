"""What to beware of in a scenario, before anything runs."""

from collections.abc import Iterator

from jobsim.analysis.overloads import overloads
from jobsim.scenario.distributions import Constant
from jobsim.scenario.facts.standstill import breaks_down_first, services
from jobsim.scenario.parts.limits import Shared
from jobsim.scenario.parts.outages import Interrupted
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.queue import Discipline, Overflow, Queue
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario
from jobsim.scenario.values.delay import is_zero
from jobsim.units import format_duration

_ORDERS = (Discipline.PRIORITY, Discipline.SHORTEST, Discipline.EARLIEST_DEADLINE)


def warnings(scenario: Scenario) -> Iterator[str]:
    """What will surprise: what can only grow or is too much, who never puts a job, a law without a mean."""
    yield from overloads(scenario)
    yield from _of_discipline(scenario)
    takes_time = {
        name: not is_zero(pool.service) or pool.limit is not None or pool.slots is not None
        for name, pool in scenario.processors.items()
    }
    if any(takes_time.values()):
        for name in sorted(name for name, takes in takes_time.items() if not takes):
            yield f"{name} has no service time beside pools that have one: it does at once whatever it gets"
    for name, submitter in sorted(scenario.submitters.items()):
        start = submitter.start
        if scenario.until is not None and isinstance(start, Constant) and start.value >= scenario.until:
            yield f"{name} never puts a job: it would begin at {format_duration(start.value)}, and the run ends before"
        for what in _of_retry(submitter, scenario.queue):
            yield f"{name} {what}"
    yield from _of_failing(scenario)
    yield from _of_shifts(scenario)
    yield from _of_slots(scenario)
    for group, key in (
        (scenario.submitters, "cadence"),
        (scenario.submitters, "size"),
        (scenario.processors, "service"),
    ):
        for name, part in sorted(group.items()):
            law = getattr(part, key)
            if law is not None and law.moments.mean is None:
                yield f"the {key} of {name} has no mean: averages over it never settle"


def _of_discipline(scenario: Scenario) -> Iterator[str]:
    queue = scenario.queue
    with_priority = [name for name, part in sorted(scenario.submitters.items()) if part.priority is not None]
    if queue.discipline is Discipline.PRIORITY and not with_priority:
        yield "priority orders nothing: no submitter has one"
    elif queue.discipline is not Discipline.PRIORITY and with_priority:
        who = " and ".join(with_priority)
        yield f"the priority of {who} counts for nothing: the queue's discipline is {queue.discipline}"
    if queue.expire is not None and queue.capacity == 0:
        yield "no job expires: nobody waits in a queue without places"
    may_wait = not queue.takes_all and any(not is_zero(part.timeout) for part in scenario.submitters.values())
    if queue.discipline in _ORDERS and queue.overflow is Overflow.BLOCK and may_wait:
        yield (
            f"{queue.discipline} orders the jobs in the queue alone: puts that wait for one of its {queue.capacity} "
            "places come in as they came"
            if queue.capacity
            else f"{queue.discipline} orders nothing: a queue without places takes waiting puts as they came"
        )


def _of_retry(submitter: Submitter, queue: Queue) -> Iterator[str]:
    timeout, give_up, retry = submitter.timeout, submitter.give_up, submitter.retry
    if timeout is not None and queue.capacity is None:
        yield "never waits for a place, as there is always one: its timeout never comes"
    refuses = not queue.takes_all and (queue.overflow is not Overflow.BLOCK or is_zero(timeout))
    if isinstance(timeout, Constant) and isinstance(give_up, Constant) and give_up.value < timeout.value:
        yield (
            f"gives up {format_duration(give_up.value)} after a put: "
            f"its timeout of {format_duration(timeout.value)} never comes"
        )
    if retry is None:
        return
    if retry.retries == 0:
        yield "never puts a job again: the attempts of its retry count the first put"
    elif give_up is None and not refuses and (queue.takes_all or timeout is None):
        yield "never puts a job again: none of its puts can be lost, and it never gives up"
    elif give_up is None and refuses and not retry.pauses:
        yield "puts again in the same instant in which it was refused: give its retry a delay"


def _of_failing(scenario: Scenario) -> Iterator[str]:
    redelivery = scenario.queue.redelivery
    if redelivery is not None and not any(pool.fails for pool in scenario.processors.values()):
        yield "no job is ever redelivered: no pool has a failure or a time_limit"
    elif redelivery is not None and redelivery.retries == 0:
        yield "no job is ever redelivered: the attempts of the queue's redelivery count the first one"
    for name, pool in sorted(scenario.processors.items()):
        why = _completes_nothing(pool, scenario)
        if why is not None:
            yield f"{name} completes no job: {why}"


def _completes_nothing(pool: Pool, scenario: Scenario) -> str | None:
    if pool.failure is not None and pool.failure.probability == 1:
        return "each of its attempts fails"
    limit = pool.time_limit
    if limit is not None and all(
        isinstance(law, Constant) and round(law.value / pool.speed) > limit for law in services(scenario, pool)
    ):
        return "each takes longer than its time limit"
    begins_again = pool.breakdowns is not None and pool.breakdowns.job is not Interrupted.RESUME
    return "it breaks down before any is done" if begins_again and breaks_down_first(pool, scenario) else None


def _of_shifts(scenario: Scenario) -> Iterator[str]:
    pools = scenario.processors.values()
    if all(pool.schedule and pool.repeat is None and pool.schedule[-1].count == 0 for pool in pools):
        last = max(pool.schedule[-1].at for pool in pools if pool.schedule)
        yield f"from {format_duration(last)} on there are no processors: what has not started then never does"
    for name, pool in sorted(scenario.processors.items()):
        begun = [shift.count for shift in pool.schedule or () if scenario.until is None or shift.at < scenario.until]
        if not any([pool.count, *begun]):
            yield f"{name} has no processors before the run ends"
            continue
        late = [shift.at for shift in pool.schedule or () if scenario.until is not None and shift.at >= scenario.until]
        if late:
            yield f"the schedule of {name} is cut off: the run ends before {format_duration(late[0])}"


def _of_slots(scenario: Scenario) -> Iterator[str]:
    sharing: dict[str, list[str]] = {}
    slots: dict[str, int] = {}
    for name, pool in sorted(scenario.processors.items()):
        if isinstance(pool.slots, Shared):
            sharing.setdefault(pool.slots.shared, []).append(name)
            slots[pool.slots.shared] = pool.slots.slots
        elif pool.slots is not None and pool.slots >= pool.most:
            yield f"the slots of {name} never limit it: it has no more processors"
    for shared, names in sorted(sharing.items()):
        if len(names) == 1:
            yield f"{names[0]} shares the slots {shared} with no other pool"
        elif sum(scenario.processors[name].most for name in names) <= slots[shared]:
            yield f"the slots {shared} never limit {' and '.join(names)}: they have no more processors"
