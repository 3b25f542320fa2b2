"""What a scenario may say of giving up and trying again, and what it may not; and both in words."""

import json

import jsonschema
import pytest

import jobsim
from jobsim.analysis.description import describe
from jobsim.analysis.warnings import warnings
from jobsim.results.provenance import scenario_as_run
from jobsim.scenario.editors.schema import json_schema
from jobsim.scenario.parts.retry import Backoff, Jitter, Retry
from jobsim.scenario.reading.tree import plain
from jobsim.units import SECOND
from tests.scenario.test_loading import problems


def scenario(submitter: str, queue: str = "capacity: 1") -> str:
    return f"queue: {{{queue}}}\nsubmitters: {{a: {{{submitter}}}}}\nprocessors: {{w: {{service: 1s}}}}"


def retrying(retry: str, rest: str = "timeout: 1s, cadence: 1s, jobs: 1") -> str:
    return scenario(f"retry: {retry}, {rest}")


def read(retry: str) -> Retry:
    found = jobsim.loads(retrying(retry)).submitters["a"].retry
    assert found is not None
    return found


GOOD = {
    "{attempts: 3}": "at once, 2 times at most",
    "{attempts: 2, delay: 1s}": "after 1s, once at most",
    "{attempts: 9, delay: {distribution: uniform, min: 1s, max: 3s}}": (
        "after uniform (min 1s, max 3s; mean 2 s, sd 577.4 ms), 8 times at most"
    ),
    "{attempts: 5, delay: [1s, 2s, 1m]}": "after 1s, 2s, then 1m each time, 4 times at most",
    "{attempts: 3, delay: [7]}": "after 7s, 2 times at most",
    "[10s, 30s, 60s]": "after 10s, 30s, 1m, 3 times at most",
    "[1, 2, 3, 4, 5, 6, 7]": "after 1s, 2s, 3s, 4s, 5s, 6s and so on (7 delays), 7 times at most",
    "{attempts: 4, backoff: {first: 1s}}": "after 1s, each time 2 times as long, 3 times at most",
    "{attempts: 4, backoff: {first: 1s, factor: 1, most: 3s}}": "after 1s, 3 times at most",
    "{attempts: 4, backoff: {first: 1s, factor: 1.5, most: 1m, jitter: full}}": (
        "after 1s, each time 1.5 times as long up to 1m, drawn from 0 to that, 3 times at most"
    ),
    "{attempts: 4, backoff: {first: 1s, jitter: equal}}": (
        "after 1s, each time 2 times as long, drawn from half of that to that, 3 times at most"
    ),
}


@pytest.mark.parametrize("retry", GOOD)
def test_a_retry_is_said_in_words_and_read_again_as_it_was(retry: str) -> None:
    asked = jobsim.loads(retrying(retry))
    assert jobsim.loads(json.dumps(scenario_as_run(asked))) == asked
    assert describe(asked).splitlines()[2].endswith(f"; puts a lost job again {GOOD[retry]}")
    assert asked.keeps_attempts


def test_a_bare_list_is_a_retry_for_each_of_its_delays() -> None:
    assert read("[10s, 30s, 60s]") == read("{attempts: 4, delay: [10s, 30s, 60s]}")
    assert read("[10s, 30s, 60s]").delay == [10 * SECOND, 30 * SECOND, 60 * SECOND]


def test_what_a_backoff_is_by_default() -> None:
    expected = Backoff.model_construct(first=SECOND, factor=2.0, most=None, jitter=Jitter.NONE)
    assert read("{attempts: 2, backoff: {first: 1s}}").backoff == expected


@pytest.mark.parametrize(
    ("retry", "pauses"),
    [
        ("{attempts: 3}", False),
        ("{attempts: 1, delay: 1s}", False),
        ("{attempts: 3, delay: 0s}", False),
        ("{attempts: 2, delay: [0s, 1s]}", False),
        ("{attempts: 3, delay: [0s, 1s]}", True),
        ("{attempts: 3, delay: 1ns}", True),
        ("{attempts: 2, backoff: {first: 1s}}", True),
    ],
)
def test_whether_time_passes_between_retries(retry: str, pauses: bool) -> None:
    assert read(retry).pauses is pauses


@pytest.mark.parametrize(
    ("retry", "expected"),
    [
        (
            "3",
            "25: submitters.a.retry: must be like {attempts: 3, backoff: {first: 1s}}, "
            "or a list of delays, like [10s, 30s]",
        ),
        ("[]", "18: submitters.a.retry: must have at least 1 entry"),
        ("[x]", "26: submitters.a.retry.0: 'x' is not a duration; write it like 250ms, 2s, 1m30s or 1h"),
        ("{attempts: 0}", "36: submitters.a.retry.attempts: must be 1 or more, not 0"),
        ("{attempts: 10001}", "36: submitters.a.retry.attempts: must be 10000 or less, not 10001"),
        ("{delay: 1s}", "18: submitters.a.retry.attempts: is missing"),
        (
            "{attempts: 2, delay: 1s, backoff: {first: 1s}}",
            "18: submitters.a.retry: give delay or backoff, not both; a variant sets the other one to null",
        ),
        (
            "{attempts: 2, delay: [1s, -2]}",
            "51: submitters.a.retry.delay.1: -2 is negative; a duration must be 0 or more",
        ),
        ("{attempts: 2, dely: 1s}", "39: submitters.a.retry.dely: is not a key here; did you mean delay?"),
        ("{attempts: 2, backoff: {first: 0s}}", "56: submitters.a.retry.backoff.first: must be longer than 0"),
        (
            "{attempts: 2, backoff: {first: 1s, factor: 0.5}}",
            "68: submitters.a.retry.backoff.factor: must be 1.0 or more, not 0.5",
        ),
        (
            "{attempts: 2, backoff: {first: 3s, most: 1s}}",
            "39: submitters.a.retry.backoff: most must not be shorter than first",
        ),
        (
            "{attempts: 2, backoff: {first: 3s, jitter: half}}",
            "68: submitters.a.retry.backoff.jitter: must be 'none', 'full' or 'equal', not 'half'",
        ),
    ],
)
def test_a_retry_that_cannot_be(retry: str, expected: str) -> None:
    assert problems(retrying(retry)) == [f"f:2:{expected}"]


def test_a_list_has_no_more_delays_than_there_may_be_retries() -> None:
    assert read(f"[{', '.join(['1'] * 9_999)}]").attempts == 10_000
    assert problems(retrying(f"[{', '.join(['1'] * 10_000)}]")) == [
        "f:2:18: submitters.a.retry: must have 9999 entries at most"
    ]


def test_giving_up_is_said_in_words() -> None:
    asked = jobsim.loads(scenario("cadence: 1s, jobs: 1, give_up: {distribution: uniform, min: 1s, max: 3s}"))
    assert (
        describe(asked).splitlines()[2].endswith("gives up uniform (min 1s, max 3s; mean 2 s, sd 577.4 ms) after a put")
    )
    assert asked.keeps_attempts
    assert not jobsim.loads(scenario("cadence: 1s, jobs: 1")).keeps_attempts


ENDLESS = "of 0 without jobs puts without end in one instant; give it jobs, or a cadence"


@pytest.mark.parametrize(
    ("submitter", "queue", "endless"),
    [
        ("pacing: after_response, give_up: 0", "capacity: 1", True),
        ("pacing: after_response, give_up: 0, retry: [1s]", "capacity: 1", False),
        ("pacing: after_response, give_up: 1s", "capacity: 1", False),
        ("give_up: 0", "capacity: 1", True),
        ("give_up: 0, retry: {attempts: 2}", "capacity: 1", True),
        ("timeout: 0, retry: [1s]", "capacity: 1", False),
        ("retry: [1s]", "capacity: 1, overflow: reject", False),
        ("retry: [1s]", "capacity: 0, overflow: drop_oldest", False),
        ("retry: [1s]", "capacity: 1, overflow: drop_oldest", True),
        ("retry: [1s], timeout: 0", "capacity: null", True),
        ("retry: [1s], pacing: fixed", "capacity: 1, overflow: reject", True),
    ],
)
def test_who_would_put_without_end_in_one_instant(submitter: str, queue: str, endless: bool) -> None:
    text = scenario(f"cadence: 0, stop: 9s, {submitter}", queue)
    if endless:
        assert problems(text) == [f"f:2:27: submitters.a.cadence: {ENDLESS}"]
    else:
        assert jobsim.loads(text)


@pytest.mark.parametrize(
    ("submitter", "queue", "expected"),
    [
        ("retry: [1s]", "capacity: 1", "a never puts a job again: none of its puts can be lost, and it never gives up"),
        (
            "retry: [1s]",
            "capacity: null",
            "a never puts a job again: none of its puts can be lost, and it never gives up",
        ),
        (
            "retry: {attempts: 1}, timeout: 1s",
            "capacity: 1",
            "a never puts a job again: the attempts of its retry count the first put",
        ),
        (
            "retry: {attempts: 3}",
            "capacity: 1, overflow: reject",
            "a puts again in the same instant in which it was refused: give its retry a delay",
        ),
        (
            "timeout: 5s, give_up: 2s",
            "capacity: 1",
            "a gives up 2s after a put: its timeout of 5s never comes",
        ),
        ("retry: [1s]", "capacity: 1, overflow: reject", None),
        ("retry: {attempts: 3}, timeout: 1s", "capacity: 1", None),
        ("retry: {attempts: 3}, give_up: 1s", "capacity: null", None),
        ("timeout: 2s, give_up: 2s", "capacity: 1", None),
    ],
)
def test_what_will_surprise(submitter: str, queue: str, expected: str | None) -> None:
    asked = jobsim.loads(scenario(f"cadence: 2s, jobs: 3, {submitter}", queue))
    assert list(warnings(asked)) == [expected] * (expected is not None)


def test_the_puts_of_who_gives_up_do_not_wait_for_ever() -> None:
    asked = jobsim.loads(scenario("cadence: 500ms, stop: 60s, pacing: fixed, give_up: 5s"))
    assert list(warnings(asked)) == ["load 2 on schedule from 0s to 1m: about 50% of it is too much"]


@pytest.mark.parametrize("retry", GOOD)
def test_editors_know_what_may_be_said(retry: str) -> None:
    from jobsim.scenario.reading.budget import Budget
    from jobsim.scenario.reading.parsing import read_tree

    tree, _ = read_tree(retrying(retry), "f", Budget())
    assert tree is not None
    jsonschema.validate(plain(tree), json_schema())
