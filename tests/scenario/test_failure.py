"""What a scenario may say of attempts that fail and of jobs that come back, and what it may not; and both in words."""

import json

import jsonschema
import pytest
import yaml

import jobsim
from jobsim.analysis.capacity import capacity
from jobsim.analysis.description import describe
from jobsim.analysis.warnings import warnings
from jobsim.results.provenance import scenario_as_run
from jobsim.scenario.editors.schema import json_schema
from jobsim.scenario.parts.failure import Failure
from tests.scenario.test_loading import problems


def scenario(pool: str, queue: str = "", submitter: str = "cadence: 3s, jobs: 1") -> str:
    return f"queue: {{{queue}}}\nsubmitters: {{a: {{{submitter}}}}}\nprocessors: {{w: {{service: 2s, {pool}}}}}"


GOOD = {
    "failure: 2%": "2% of the attempts fail",
    "failure: 0.02": "2% of the attempts fail",
    "failure: 0": "0% of the attempts fail",
    "failure: 12.25%": "12.25% of the attempts fail",
    "failure: {probability: 2%, after: 50%}": "2% of the attempts fail, after 50% of their time",
    "failure: {probability: 0.5, after: 1}, time_limit: 10s": (
        "50% of the attempts fail; an attempt fails that takes longer than 10s"
    ),
    "time_limit: 10": "an attempt fails that takes longer than 10s",
}


@pytest.mark.parametrize("pool", GOOD)
def test_a_failure_is_said_in_words_and_read_again_as_it_was(pool: str) -> None:
    asked = jobsim.loads(scenario(pool))
    assert jobsim.loads(json.dumps(scenario_as_run(asked))) == asked
    assert describe(asked).splitlines()[3].endswith(f"a job takes 2s; {GOOD[pool]}")
    assert asked.keeps_attempts
    jsonschema.validate(yaml.safe_load(scenario(pool)), json_schema())


def test_a_percentage_is_the_number_it_stands_for() -> None:
    for percent, number in (("2%", 0.02), ("7%", 0.07), ("29%", 0.29), ("100%", 1.0), ("0.1%", 0.001)):
        failure = jobsim.loads(scenario(f"failure: {percent}")).processors["w"].failure
        assert failure == jobsim.loads(scenario(f"failure: {number}")).processors["w"].failure
        assert failure == Failure.model_construct(probability=number, after=1.0)


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        (
            "failure: 2",
            "f:3:40: processors.w.failure: must be from 0 to 1, or from 0% to 100%, not 2; did you mean 2%?",
        ),
        ("failure: -0.1", "f:3:40: processors.w.failure: must be from 0 to 1, or from 0% to 100%, not -0.1"),
        ("failure: 101%", "f:3:40: processors.w.failure: must be from 0 to 1, or from 0% to 100%, not 101%"),
        ("failure: often", "f:3:40: processors.w.failure: must be a share, like 2% or 0.02, not 'often'"),
        ("failure: true", "f:3:40: processors.w.failure: must be a share, like 2% or 0.02"),
        ("failure: {after: 50%}", "f:3:31: processors.w.failure.probability: is missing"),
        (
            "failure: {probability: 2%, after: 50}",
            "f:3:65: processors.w.failure.after: must be from 0 to 1, or from 0% to 100%, not 50; did you mean 50%?",
        ),
        (
            "failure: {probability: 2%, aftr: 50%}",
            "f:3:58: processors.w.failure.aftr: is not a key here; did you mean after?",
        ),
        ("time_limit: 0s", "f:3:43: processors.w.time_limit: must be longer than 0"),
    ],
)
def test_a_failure_that_cannot_be(pool: str, expected: str) -> None:
    assert problems(scenario(pool)) == [expected]


def test_redelivery_is_said_in_words_and_read_again_as_it_was() -> None:
    asked = jobsim.loads(scenario("failure: 2%", "capacity: 3, redelivery: {attempts: 3, backoff: {first: 1s}}"))
    assert jobsim.loads(json.dumps(scenario_as_run(asked))) == asked
    assert describe(asked).splitlines()[1] == (
        "  queue: 3 waiting places; a failed job comes back after 1s, each time 2 times as long, 2 times at most"
    )
    asked = jobsim.loads(scenario("", "redelivery: [1s]"))
    assert asked.keeps_attempts
    assert asked.queue.redelivery is not None
    assert asked.queue.redelivery.retries == 1


def test_a_redelivery_that_cannot_be() -> None:
    assert problems(scenario("failure: 2%", "redelivery: 3")) == [
        "f:1:21: queue.redelivery: must be like {attempts: 3, backoff: {first: 1s}}, or a list of delays, "
        "like [10s, 30s]"
    ]


ENDLESS = "f:2:27: submitters.a.cadence: of 0 with a service of 0 never lets time pass; give it jobs, or a cadence"


@pytest.mark.parametrize(
    ("pacing", "pool", "queue", "endless"),
    [
        ("after_response", "failure: {probability: 100%, after: 0%}", "redelivery: {attempts: 2}", True),
        ("after_response", "failure: {probability: 100%, after: 0%}", "redelivery: [1s]", False),
        ("after_response", "failure: {probability: 99%, after: 0%}", "", False),
        ("after_response", "service: 0, failure: 1%", "redelivery: [1s]", False),
        ("after_response", "service: 0", "redelivery: [1s]", True),
        ("after_put", "service: 0, failure: 1%", "redelivery: [1s], capacity: 1", True),
    ],
)
def test_what_fails_at_once_lets_no_time_pass(pacing: str, pool: str, queue: str, endless: bool) -> None:
    text = scenario(pool, queue, f"cadence: 0, stop: 9s, pacing: {pacing}")
    if "service" in pool:
        text = text.replace("service: 2s, ", "")
    if endless:
        assert problems(text) == [ENDLESS]
    else:
        assert jobsim.loads(text)


@pytest.mark.parametrize(
    ("pool", "queue", "submitter", "expected"),
    [
        ("speed: 1", "redelivery: [1s]", "", "no job is ever redelivered: no pool has a failure or a time_limit"),
        ("failure: 0", "redelivery: [1s]", "", "no job is ever redelivered: no pool has a failure or a time_limit"),
        (
            "failure: 2%",
            "redelivery: {attempts: 1}",
            "",
            "no job is ever redelivered: the attempts of the queue's redelivery count the first one",
        ),
        ("failure: 1", "", "", "w completes no job: each of its attempts fails"),
        ("time_limit: 1s", "", "", "w completes no job: each takes longer than its time limit"),
        ("time_limit: 2s", "", "", None),
        ("time_limit: 1s, speed: 2", "", "", None),
        ("time_limit: 1s", "", ", size: 1s", None),
        ("time_limit: 4s", "", ", size: 3s", None),
        ("time_limit: 1s", "redelivery: [1s]", ", size: {distribution: exponential, mean: 1s}", None),
    ],
)
def test_what_will_surprise(pool: str, queue: str, submitter: str, expected: str | None) -> None:
    asked = jobsim.loads(scenario(pool, queue, f"cadence: 4s, jobs: 3{submitter}"))
    assert list(warnings(asked)) == [expected] * (expected is not None)


def test_a_recording_may_keep_the_time_limit() -> None:
    asked = jobsim.loads(scenario("time_limit: 1s", submitter="trace: {at: [4s], size: [1s]}"))
    assert not list(warnings(asked))


def test_what_is_cut_short_takes_less_of_a_processor() -> None:
    # A fifth of the attempts take half of 2 s; and none takes more than 1 s.
    assert capacity(jobsim.loads(scenario("failure: {probability: 20%, after: 50%}"))) == pytest.approx(1 / 1.8)
    assert capacity(jobsim.loads(scenario("time_limit: 1s"))) == 1
