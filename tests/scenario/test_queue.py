"""What a scenario may say of the queue, and what it may not; and the queue in words."""

import pytest

import jobsim
from jobsim.analysis.description import describe
from jobsim.analysis.warnings import warnings
from tests.scenario.test_loading import problems


def scenario(queue: str, submitter: str = "cadence: 1s, jobs: 1") -> str:
    return f"queue: {{{queue}}}\nsubmitters: {{a: {{{submitter}}}}}\nprocessors: {{w: {{service: 1s}}}}"


@pytest.mark.parametrize(
    ("queue", "submitter", "expected"),
    [
        (
            "overflow: reject",
            "cadence: 1s, jobs: 1",
            "f:1:1: queue: overflow reject needs a capacity: without one there is always a place",
        ),
        (
            "overflow: rejct, capacity: 1",
            "cadence: 1s, jobs: 1",
            "f:1:19: queue.overflow: must be 'block', 'reject' or 'drop_oldest', not 'rejct'",
        ),
        (
            "overflow: reject, capacity: 1",
            "cadence: 1s, jobs: 1, timeout: 1s",
            "f:2:49: submitters.a.timeout: a put never waits for a place where the queue's overflow is reject",
        ),
        (
            "discipline: shortest",
            "cadence: 1s, jobs: 1",
            "f:2:14: submitters.a: must have a size: the queue's discipline is shortest",
        ),
        (
            "discipline: earliest_deadline",
            "cadence: 1s, jobs: 1",
            "f:1:21: queue.discipline: earliest_deadline needs submitters whose jobs have a deadline",
        ),
        (
            "capacity: 2, overflow: drop_oldest",
            "cadence: 0s, stop: 1s",
            "f:2:27: submitters.a.cadence: of 0 without jobs puts without end in one instant; "
            "give it jobs, or a cadence",
        ),
    ],
)
def test_what_does_not_go_together_is_told(queue: str, submitter: str, expected: str) -> None:
    assert problems(scenario(queue, submitter)) == [expected]


@pytest.mark.parametrize(
    ("queue", "words"),
    [
        ("capacity: 3, overflow: reject", "3 waiting places; a full one refuses"),
        (
            "capacity: 1, overflow: drop_oldest, discipline: lifo",
            "1 waiting place; in a full one the job that has waited longest makes room; last come, first served",
        ),
        (
            "discipline: random, expire: 3s",
            "any number of waiting places; any job next, at random; a job leaves after 3s in it",
        ),
    ],
)
def test_the_queue_in_words(queue: str, words: str) -> None:
    lines = describe(jobsim.loads(scenario(queue))).splitlines()
    assert lines[1] == f"  queue: {words}"
    assert ("waits for a place" in lines[2]) == ("overflow" not in queue)


@pytest.mark.parametrize("queue", ["capacity: 5, overflow: reject", "expire: 1s"])
def test_an_overload_that_must_be_lost_is_warned_of(queue: str) -> None:
    lines = describe(jobsim.loads(scenario(queue, "cadence: 500ms, pacing: fixed, stop: 60s"))).splitlines()
    assert lines[-1] == "  beware: load 2 on schedule from 0s to 1m: about 50% of it is too much"


IN_PLACES = "orders the jobs in the queue alone: puts that wait for one of its 5 places come in as they came"


@pytest.mark.parametrize(
    ("queue", "submitter", "expected"),
    [
        ("discipline: priority, capacity: 5", "priority: 1", [f"priority {IN_PLACES}"]),
        ("discipline: earliest_deadline, capacity: 5", "timeout: 1s, deadline: 9s", [f"earliest_deadline {IN_PLACES}"]),
        (
            "discipline: priority, capacity: 0",
            "priority: 1",
            ["priority orders nothing: a queue without places takes waiting puts as they came"],
        ),
        ("discipline: priority, capacity: 5", "timeout: 0s, priority: 1", []),
        ("discipline: priority, capacity: 5, overflow: reject", "priority: 1", []),
        ("discipline: priority", "priority: 1", []),
        ("discipline: lifo, capacity: 5", "", []),
    ],
)
def test_a_line_before_the_queue_knows_no_order(queue: str, submitter: str, expected: list[str]) -> None:
    text = scenario(queue, f"cadence: 2s, jobs: 3, {submitter}".rstrip(", "))
    assert list(warnings(jobsim.loads(text))) == expected


@pytest.mark.parametrize(
    ("queue", "submitter", "expected"),
    [
        ("discipline: priority", "", "priority orders nothing: no submitter has one"),
        ("capacity: 5", "priority: 3", "the priority of a counts for nothing: the queue's discipline is fifo"),
        ("capacity: 0, expire: 3s", "", "no job expires: nobody waits in a queue without places"),
        (
            "discipline: fifo",
            "timeout: 1s",
            "a never waits for a place, as there is always one: its timeout never comes",
        ),
    ],
)
def test_what_has_no_effect_is_warned_of(queue: str, submitter: str, expected: str) -> None:
    text = scenario(queue, f"cadence: 2s, jobs: 3, {submitter}".rstrip(", "))
    assert list(warnings(jobsim.loads(text))) == [expected]
