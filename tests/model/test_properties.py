"""What holds in every run, whatever the scenario: told from the job table alone."""

from collections import Counter
from fractions import Fraction
from itertools import groupby
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings

import jobsim
from jobsim.results import stays
from jobsim.results.jobtable import Instants
from jobsim.results.levels import peak
from jobsim.results.outcomes import ABANDONED, COMPLETED, DROPPED, EVICTED, EXPIRED, FAILED, OUTCOMES, REJECTED
from jobsim.results.run import Ending, Run
from jobsim.results.staytable import RESULTS
from jobsim.units import NEVER, SECOND
from jobsim.workload.plan import Plan, plan
from tests.durations import blocked, response, service, waiting
from tests.model.scenarios import WHOLE_LANGUAGE, scenario

many = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def run(data: dict[str, Any]) -> Run:
    return jobsim.run(scenario(data)).run


@many
@given(WHOLE_LANGUAGE)
def test_every_job_has_one_outcome_and_times_run_forwards(data: dict[str, Any]) -> None:
    ran = run(data)
    jobs = ran.jobs
    assert len({(s, n) for s, n in zip(jobs.submitter, jobs.number, strict=True)}) == len(jobs)
    assert set(jobs.outcome) <= set(range(len(OUTCOMES)))
    assert (jobs.due_at <= jobs.submitted_at).all()
    for table in (jobs, ran.every_stay):
        for earlier, later in [
            (table.submitted_at, table.admitted_at),
            (table.admitted_at, table.started_at),
            (table.started_at, table.ended_at),
            (table.admitted_at, table.queue_left_at),
        ]:
            assert (earlier[later >= 0] <= later[later >= 0]).all()
        assert max([0, *table.ended_at, *table.started_at, *table.submitted_at]) <= ran.ended_at
        if ran.ending is Ending.UNTIL:
            assert max([0, *table.ended_at, *table.submitted_at]) < ran.ended_at


@many
@given(WHOLE_LANGUAGE)
def test_capacity_and_processors_are_never_exceeded_and_never_idle_in_vain(data: dict[str, Any]) -> None:
    ran = run(data)
    every, end = ran.every_stay, ran.ended_at
    capacity = ran.scenario.queue.capacity
    queued, blocked, served = stays.waiting(every, end), stays.blocked(every, end), stays.in_service(every, end)
    if capacity is not None:
        assert peak(*queued) <= capacity
    for processor in set(every.processor) - {-1}:
        own = every.processor == processor
        assert peak(*stays.in_service(every.where(own), end)) <= 1
    # Between two instants levels stand still: look at each stretch between two neighbouring ones.
    changes = np.zeros(0, dtype=np.int64) if ran.presence is None else ran.presence.time
    instants = np.unique(np.concatenate([*queued, *blocked, *served, changes, [0, end]]))
    for instant in instants[:-1]:
        waiting, puts, busy = (
            int(((stay.starts <= instant) & (stay.ends > instant)).sum()) for stay in (queued, blocked, served)
        )
        present = _present(ran, int(instant))
        assert busy <= present
        if waiting or puts:
            assert busy == present, "a processor idles while a job waits"
        if puts and capacity is not None:
            assert waiting == capacity, "a put waits while a place is free"


def _present(ran: Run, instant: int) -> int:
    if ran.presence is None:
        return len(ran.processors)
    last = {}
    for time, pool, present in zip(ran.presence.time, ran.presence.pool, ran.presence.present, strict=True):
        if time <= instant:
            last[pool] = int(present)
    return sum(last.values())


def _by_submitters(ran: Run) -> Any:
    """Which stays began with a put, and not with a return."""
    if ran.stays is None:
        return np.ones(len(ran.jobs), dtype=bool)
    puts = np.stack([ran.stays.job, ran.stays.put])
    return np.append(True, (puts[:, 1:] != puts[:, :-1]).any(axis=0))[: len(ran.stays)]


@many
@given(WHOLE_LANGUAGE)
def test_durations_in_files_are_those_between_the_instants(data: dict[str, Any]) -> None:
    result = jobsim.run(scenario(data))
    ran = result.run
    assert isinstance(ran, Run)
    for frame, table in ((result.jobs, ran.jobs), (result.attempts, ran.stays)):
        for length in (blocked, waiting, service) if table is not None else ():
            assert _nanoseconds(frame, length.__name__) == _or_none(length(table))
    assert _nanoseconds(result.jobs, "delayed") == _or_none(ran.jobs.submitted_at - ran.jobs.due_at)
    assert _nanoseconds(result.jobs, "response") == _or_none(response(ran.jobs))


def _nanoseconds(frame: Any, name: str) -> list[int | None]:
    return [None if seconds is None else int(seconds.scaleb(9)) for seconds in frame[name]]


def _or_none(lengths: Any) -> list[int | None]:
    return [None if length < 0 else length for length in lengths.tolist()]


@many
@given(WHOLE_LANGUAGE)
def test_a_put_waits_at_most_its_timeout_and_a_dropped_one_exactly_that(data: dict[str, Any]) -> None:
    ran = run(data)
    plans, every = plan(ran.scenario), ran.every_stay
    took = blocked(every)
    dropped = ran.jobs.outcome == DROPPED if ran.stays is None else ran.stays.result == RESULTS.index("dropped")
    for index in np.flatnonzero(_by_submitters(ran)):
        timeout = plans[every.submitter[index]].timeout
        patience = NEVER if timeout is None else timeout(int(every.number[index]))
        if dropped[index]:
            assert took[index] == patience
        elif every.admitted_at[index] >= 0:
            assert took[index] <= patience


@many
@given(WHOLE_LANGUAGE)
def test_what_a_job_was_drawn_to_take_it_takes(data: dict[str, Any]) -> None:
    ran = run(data)
    plans, jobs = plan(ran.scenario), ran.jobs
    names = sorted(ran.scenario.processors)
    pools = [pool for pool, name in enumerate(names) for _ in range(ran.scenario.processors[name].most)]
    if ran.stays is None:
        for index in np.flatnonzero(jobs.outcome == COMPLETED):
            draw = plans[jobs.submitter[index]].services[pools[jobs.processor[index]]]
            assert service(jobs)[index] == draw(int(jobs.number[index]))
        return
    # An attempt that a breakdown interrupted goes on in another stay; waiting for a limit is no work.
    took, held = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    table, length = ran.stays, service(ran.stays)
    for index in np.flatnonzero(table.started_at >= 0):
        attempt = int(table.job[index]), int(table.attempt[index])
        took[attempt] += int(length[index] - table.limited[index])
        held[attempt] += int(length[index])
        pool, number = pools[table.processor[index]], int(table.number[index])
        duration, fails = plans[table.submitter[index]].attempts(pool, number, attempt[1])
        limit = ran.scenario.processors[names[pool]].time_limit
        result = RESULTS[table.result[index]]
        if result in ("completed", "wasted", "failed"):
            assert took[attempt] == duration
            assert fails == (result == "failed")
            assert limit is None or held[attempt] <= limit
        elif result == "time_limit":
            assert held[attempt] == limit


@many
@given(WHOLE_LANGUAGE)
def test_a_job_waits_in_the_queue_at_most_its_time_and_an_expired_one_exactly_that(data: dict[str, Any]) -> None:
    ran = run(data)
    plans, every = plan(ran.scenario), ran.every_stay
    took = waiting(every)
    expired = ran.jobs.outcome == EXPIRED if ran.stays is None else ran.stays.result == RESULTS.index("expired")
    for index in np.flatnonzero(every.admitted_at >= 0):
        expire = plans[every.submitter[index]].expire
        most = NEVER if expire is None else expire(int(every.number[index]))
        if expired[index]:
            assert took[index] == most
        else:
            assert took[index] <= most


@many
@given(WHOLE_LANGUAGE)
def test_jobs_are_lost_only_as_the_scenario_says(data: dict[str, Any]) -> None:
    ran, queue, pools = run(data), data["queue"], data["processors"].values()
    jobs, by_submitters = ran.jobs, _by_submitters(ran)
    overflow = queue.get("overflow", "block")
    refuses = overflow == "reject" or (overflow == "drop_oldest" and queue["capacity"] == 0)
    assert refuses or REJECTED not in jobs.outcome
    assert (overflow == "drop_oldest" and not refuses) or EVICTED not in jobs.outcome
    assert "expire" in queue or EXPIRED not in jobs.outcome
    assert overflow == "block" or DROPPED not in jobs.outcome
    every = ran.every_stay.where(by_submitters)
    assert overflow == "block" or (blocked(every)[every.put_ended_at >= 0] == 0).all()
    fails = any(
        {"failure", "time_limit"} & pool.keys() or pool.get("breakdowns", {}).get("job") == "lose" for pool in pools
    )
    assert fails or FAILED not in jobs.outcome
    assert any("give_up" in part for part in data["submitters"].values()) or ABANDONED not in jobs.outcome


@many
@given(WHOLE_LANGUAGE)
def test_no_job_is_tried_more_often_than_is_said_and_the_last_outcome_counts(data: dict[str, Any]) -> None:
    ran = run(data)
    if ran.stays is None:
        return
    table, most = ran.stays, ran.scenario.queue.redelivery
    parts = [ran.scenario.submitters[label.rpartition("-")[0]] for label in ran.submitters]
    for row, (job, outcome) in enumerate(zip(ran.jobs.job, ran.jobs.outcome, strict=True)):
        own = np.flatnonzero(table.job == job)
        retry = parts[ran.jobs.submitter[row]].retry
        assert ran.jobs.puts is not None
        assert ran.jobs.puts[row] == table.put[own].max() <= (1 if retry is None else retry.attempts)
        begun = sorted(set(table.attempt[own][table.started_at[own] >= 0].tolist()))
        assert begun == list(range(1, len(begun) + 1))
        for put in range(1, table.put[own].max() + 1):
            results = [RESULTS[result] for result in table.result[own][table.put[own] == put]]
            assert sum(result in ("failed", "time_limit") for result in results) <= (most.attempts if most else 1)
            last = put == table.put[own].max()
            assert ("completed" in results) == (last and outcome == COMPLETED)
        if outcome in (DROPPED, REJECTED, EVICTED, EXPIRED):
            assert RESULTS[table.result[own[-1]]] == OUTCOMES[outcome]


@many
@given(WHOLE_LANGUAGE)
def test_the_stays_of_an_attempt_follow_each_other(data: dict[str, Any]) -> None:
    ran = run(data)
    if ran.stays is None:
        return
    table = ran.stays.where(ran.stays.started_at >= 0)
    attempts = [attempt for attempt, _ in groupby(zip(table.job.tolist(), table.attempt.tolist(), strict=True))]
    assert len(attempts) == len(set(attempts))


@many
@given(WHOLE_LANGUAGE)
def test_no_more_attempts_execute_than_limits_and_slots_let_through(data: dict[str, Any]) -> None:
    ran = run(data)
    if ran.stays is None:
        return
    table, begun = ran.stays, np.flatnonzero(ran.stays.started_at >= 0)
    ended_at = np.where(table.ended_at >= 0, table.ended_at, ran.ended_at)
    executes_at = table.started_at + table.limited
    names = np.repeat(sorted(data["processors"]), [pool.most for _, pool in sorted(ran.scenario.processors.items())])
    sharing: dict[str, tuple[int, list[int]]] = {}
    for name, pool in ran.scenario.processors.items():
        own = [row for row in begun if names[table.processor[row]] == name]
        if pool.slots is not None:
            key, slots = (name, pool.slots) if isinstance(pool.slots, int) else ("shared", pool.slots.slots)
            sharing.setdefault(key, (slots, []))[1].extend(own)
        elif pool.limit is not None:
            # A stay that goes on after a repair takes no token, nor does one that ended while it waited.
            taken = [row for row in own if table.submitted_at[row] >= 0 and executes_at[row] < ended_at[row]]
            times = sorted(int(executes_at[row]) for row in taken)
            for later in range(len(times)):
                for earlier in range(later):
                    passed = Fraction(times[later] - times[earlier], SECOND)
                    assert later - earlier + 1 <= pool.burst + pool.limit * passed
    for slots, rows in sharing.values():
        assert peak(executes_at[rows], ended_at[rows]) <= slots


@many
@given(WHOLE_LANGUAGE)
def test_jobs_are_numbered_without_gaps_and_served_in_the_order_of_the_discipline(data: dict[str, Any]) -> None:
    ran = run(data)
    jobs, every, plans = ran.jobs, ran.every_stay, plan(ran.scenario)
    for submitter, count in Counter(jobs.submitter.tolist()).items():
        assert sorted(jobs.number[jobs.submitter == submitter]) == list(range(count))
    discipline = data["queue"].get("discipline", "fifo")
    keys = [_key(discipline, plans[s], n, every, row) for row, (s, n) in enumerate(zip(*_who(every), strict=True))]
    for row in np.flatnonzero((every.started_at > every.admitted_at) & (every.admitted_at >= 0)):
        start = every.started_at[row]
        # Those that waited before and after it: none of them was to go before.
        left = np.where(every.queue_left_at >= 0, every.queue_left_at, ran.ended_at + 1)
        others = np.flatnonzero((every.admitted_at >= 0) & (every.admitted_at < start) & (left > start))
        assert all(keys[row] <= keys[other] for other in others)


def _who(jobs: Instants) -> tuple[list[int], list[int]]:
    return jobs.submitter.tolist(), jobs.number.tolist()


def _key(discipline: str, planned: Plan, number: int, jobs: Instants, row: int) -> tuple[int, ...]:
    """Smaller goes first."""
    due, admitted = int(jobs.due_at[row]), int(jobs.admitted_at[row])
    match discipline:
        case "fifo":
            return (admitted,)
        case "lifo":
            return (-admitted,)
        case "priority":
            return (0 if planned.priority is None else -planned.priority(number), due)
        case "shortest":
            assert planned.size is not None
            return (planned.size(number), due)
        case "earliest_deadline":
            return (NEVER if planned.deadline is None else due + planned.deadline(number), due)
    return (0,)


@many
@given(WHOLE_LANGUAGE)
def test_the_same_scenario_gives_the_same_tables(data: dict[str, Any]) -> None:
    one, other = jobsim.run(scenario(data)), jobsim.run(scenario(data))
    assert one.jobs.equals(other.jobs)
    for mine, theirs in ((one.attempts, other.attempts), (one.processors, other.processors)):
        assert (mine is None) == (theirs is None)
        assert mine is None or theirs is None or mine.equals(theirs)
