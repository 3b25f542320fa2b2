"""What holds in every run, whatever the scenario: told from the job table alone."""

from collections import Counter
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings

import jobsim
from jobsim.results import stays
from jobsim.results.jobtable import JobTable
from jobsim.results.levels import peak
from jobsim.results.outcomes import COMPLETED, DROPPED, EVICTED, EXPIRED, REJECTED, UNFINISHED
from jobsim.results.run import Ending, Run
from jobsim.units import NEVER
from jobsim.workload.plan import Plan, plan
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
    assert set(jobs.outcome) <= {COMPLETED, DROPPED, REJECTED, EVICTED, EXPIRED, UNFINISHED}
    for earlier, later in [
        (jobs.due_at, jobs.submitted_at),
        (jobs.submitted_at, jobs.admitted_at),
        (jobs.admitted_at, jobs.started_at),
        (jobs.started_at, jobs.ended_at),
        (jobs.admitted_at, jobs.queue_left_at),
    ]:
        assert (earlier[later >= 0] <= later[later >= 0]).all()
    assert max([0, *jobs.ended_at, *jobs.started_at, *jobs.submitted_at]) <= ran.ended_at
    if ran.ending is Ending.UNTIL:
        assert max([0, *jobs.ended_at, *jobs.submitted_at]) < ran.ended_at


@many
@given(WHOLE_LANGUAGE)
def test_capacity_and_processors_are_never_exceeded_and_never_idle_in_vain(data: dict[str, Any]) -> None:
    ran = run(data)
    jobs, end = ran.jobs, ran.ended_at
    capacity = ran.scenario.queue.capacity
    queued, blocked, served = stays.waiting(jobs, end), stays.blocked(jobs, end), stays.in_service(jobs, end)
    if capacity is not None:
        assert peak(*queued) <= capacity
    for processor in set(jobs.processor) - {-1}:
        own = jobs.processor == processor
        assert peak(*stays.in_service(jobs.where(own), end)) <= 1
    # Between two instants levels stand still: look at each stretch between two neighbouring ones.
    instants = np.unique(np.concatenate([*queued, *blocked, *served, [0, end]]))
    for instant in instants[:-1]:
        waiting, puts, busy = (
            int(((stay.starts <= instant) & (stay.ends > instant)).sum()) for stay in (queued, blocked, served)
        )
        if waiting or puts:
            assert busy == len(ran.processors), "a processor idles while a job waits"
        if puts and capacity is not None:
            assert waiting == capacity, "a put waits while a place is free"


@many
@given(WHOLE_LANGUAGE)
def test_a_put_waits_at_most_its_timeout_and_a_dropped_one_exactly_that(data: dict[str, Any]) -> None:
    ran = run(data)
    plans, jobs = plan(ran.scenario), ran.jobs
    for index in range(len(jobs)):
        timeout = plans[jobs.submitter[index]].timeout
        patience = NEVER if timeout is None else timeout(int(jobs.number[index]))
        if jobs.outcome[index] == DROPPED:
            assert jobs.blocked[index] == patience
        elif jobs.admitted_at[index] >= 0:
            assert jobs.blocked[index] <= patience


@many
@given(WHOLE_LANGUAGE)
def test_what_a_job_was_drawn_to_take_it_takes(data: dict[str, Any]) -> None:
    ran = run(data)
    plans, jobs = plan(ran.scenario), ran.jobs
    pools = [pool for pool, name in enumerate(sorted(ran.scenario.processors)) for _ in range(_count(ran, name))]
    for index in np.flatnonzero(jobs.outcome == COMPLETED):
        draw = plans[jobs.submitter[index]].services[pools[jobs.processor[index]]]
        assert jobs.service[index] == draw(int(jobs.number[index]))


def _count(ran: Run, name: str) -> int:
    return ran.scenario.processors[name].count


@many
@given(WHOLE_LANGUAGE)
def test_a_job_waits_in_the_queue_at_most_its_time_and_an_expired_one_exactly_that(data: dict[str, Any]) -> None:
    ran = run(data)
    plans, jobs = plan(ran.scenario), ran.jobs
    for index in np.flatnonzero(jobs.admitted_at >= 0):
        expire = plans[jobs.submitter[index]].expire
        most = NEVER if expire is None else expire(int(jobs.number[index]))
        if jobs.outcome[index] == EXPIRED:
            assert jobs.waiting[index] == most
        else:
            assert jobs.waiting[index] <= most


@many
@given(WHOLE_LANGUAGE)
def test_jobs_are_lost_only_as_the_queue_says(data: dict[str, Any]) -> None:
    jobs, queue = run(data).jobs, data["queue"]
    overflow = queue.get("overflow", "block")
    refuses = overflow == "reject" or (overflow == "drop_oldest" and queue["capacity"] == 0)
    assert refuses or REJECTED not in jobs.outcome
    assert (overflow == "drop_oldest" and not refuses) or EVICTED not in jobs.outcome
    assert "expire" in queue or EXPIRED not in jobs.outcome
    assert overflow == "block" or DROPPED not in jobs.outcome
    assert overflow == "block" or (jobs.blocked[jobs.put_ended_at >= 0] == 0).all()


@many
@given(WHOLE_LANGUAGE)
def test_jobs_are_numbered_without_gaps_and_served_in_the_order_of_the_discipline(data: dict[str, Any]) -> None:
    ran = run(data)
    jobs, plans = ran.jobs, plan(ran.scenario)
    for submitter, count in Counter(jobs.submitter.tolist()).items():
        assert sorted(jobs.number[jobs.submitter == submitter]) == list(range(count))
    discipline = data["queue"].get("discipline", "fifo")
    keys = [_key(discipline, plans[s], n, jobs, row) for row, (s, n) in enumerate(zip(*_who(jobs), strict=True))]
    for row in np.flatnonzero((jobs.started_at > jobs.admitted_at) & (jobs.admitted_at >= 0)):
        start = jobs.started_at[row]
        # Those that waited before and after it: none of them was to go before.
        left = np.where(jobs.queue_left_at >= 0, jobs.queue_left_at, ran.ended_at + 1)
        others = np.flatnonzero((jobs.admitted_at >= 0) & (jobs.admitted_at < start) & (left > start))
        assert all(keys[row] <= keys[other] for other in others)


def _who(jobs: JobTable) -> tuple[list[int], list[int]]:
    return jobs.submitter.tolist(), jobs.number.tolist()


def _key(discipline: str, planned: Plan, number: int, jobs: JobTable, row: int) -> tuple[int, ...]:
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
    assert jobsim.run(scenario(data)).jobs.equals(jobsim.run(scenario(data)).jobs)
