"""What a scenario may say of shifts and breakdowns, and what it may not; and both in words."""

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
from tests.scenario.test_loading import problems

JOBS = "cadence: 4s, jobs: 3"


def scenario(pool: str, top: str = "", submitter: str = JOBS) -> str:
    return f"{top}\nsubmitters: {{a: {{{submitter}}}}}\nprocessors: {{w: {{{pool}}}}}"


GOOD = {
    "count: 4, schedule: [{at: 5m, count: 0}, {at: 6m, count: 4}]": (
        "4 at first, 0 from 5m, 4 from 6m; one that has to go finishes its job first"
    ),
    "count: 0, schedule: [{at: 8h, count: 2}, {at: 17h, count: 0}], repeat: 24h, on_shrink: requeue": (
        "0 at first, 2 from 8h, 0 from 17h, again every 1d; one that has to go hands its job back"
    ),
    f"schedule: [{', '.join(f'{{at: {at}m, count: {at}}}' for at in range(1, 9))}]": (
        "1 at first, 1 from 1m, 2 from 2m, 3 from 3m, 4 from 4m, 5 from 5m, 6 from 6m, and 2 shifts more; "
        "one that has to go finishes its job first"
    ),
    "breakdowns: {every: 1h, repair: 5m}": (
        "each breaks down when up for 1h, is repaired in 5m, then goes on with its job"
    ),
    "breakdowns: {every: 1h, repair: 5m, job: restart}": (
        "each breaks down when up for 1h, is repaired in 5m, then begins its job again"
    ),
    "breakdowns: {every: 1h, repair: 0, job: requeue}": (
        "each breaks down when up for 1h, is repaired in 0s, and hands its job back"
    ),
    "breakdowns: {every: {distribution: exponential, mean: 1s}, repair: 5m, job: lose}": (
        "each breaks down when up for exponential (mean 1s; sd 1 s), is repaired in 5m, and its job is lost"
    ),
}


@pytest.mark.parametrize("pool", GOOD)
def test_an_outage_is_said_in_words_and_read_again_as_it_was(pool: str) -> None:
    asked = jobsim.loads(scenario(pool))
    assert jobsim.loads(json.dumps(scenario_as_run(asked))) == asked
    assert describe(asked).splitlines()[3].endswith(f": takes the next job at once; a job takes 0s; {GOOD[pool]}")
    assert asked.changes_presence
    assert asked.keeps_attempts == ("breakdowns" in pool or "requeue" in pool)
    jsonschema.validate(yaml.safe_load(scenario(pool)), json_schema())


def test_a_pool_that_is_always_there_changes_nothing() -> None:
    asked = jobsim.loads(scenario("count: 3"))
    assert not asked.changes_presence
    assert not asked.keeps_attempts
    assert asked.processors["w"].most == 3


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        ("count: 0", "25: processors.w.count: must be 1 or more, unless a schedule brings some later"),
        (
            "count: 0, schedule: [{at: 1s, count: 0}]",
            "25: processors.w.count: must be 1 or more, unless a schedule brings some later",
        ),
        ("schedule: []", "18: processors.w.schedule: must have at least 1 entry"),
        ("schedule: {at: 0}", "18: processors.w.schedule: must be a list, not a mapping"),
        (
            "schedule: [{at: 1s, count: 1}, {at: 1s, count: 3}]",
            "18: processors.w.schedule: at must rise; entry 2 is not later than the one before",
        ),
        ("schedule: [{at: 1s}]", "29: processors.w.schedule.0.count: is missing"),
        (
            "schedule: [{at: 1s, count: 100001}]",
            "45: processors.w.schedule.0.count: must be 100000 or less, not 100001",
        ),
        ("repeat: 3s", "14: processors.w: repeat goes with a schedule, and there is none"),
        ("on_shrink: requeue", "14: processors.w: on_shrink goes with a schedule, and there is none"),
        (
            "schedule: [{at: 1s, count: 1}], repeat: 1s",
            "14: processors.w: repeat must be longer than the schedule: later than its last at",
        ),
        ("on_shrink: go", "29: processors.w.on_shrink: must be 'finish' or 'requeue', not 'go'"),
        (
            "breakdowns: {every: 0s, repair: 1s}",
            "38: processors.w.breakdowns.every: must be longer than 0: it would break down without end in one instant",
        ),
        ("breakdowns: {every: 1s}", "18: processors.w.breakdowns.repair: is missing"),
        (
            "breakdowns: {every: 1s, repair: 1s, job: loose}",
            "59: processors.w.breakdowns.job: must be 'resume', 'restart', 'requeue' or 'lose', not 'loose'",
        ),
    ],
)
def test_an_outage_that_cannot_be(pool: str, expected: str) -> None:
    assert problems(scenario(pool)) == [f"f:3:{expected}"]


def test_all_that_are_ever_there_count_for_the_limit() -> None:
    pool = "{count: 1, schedule: [{at: 1s, count: 100000}]}"
    pools = ", ".join(f"w{number}: {pool}" for number in range(11))
    assert problems(f"submitters: {{a: {{{JOBS}}}}}\nprocessors: {{{pools}}}") == [
        "f:2:1: processors: 1100000 processors in all are more than the 1000000 that are possible"
    ]


NEVER = "would take every processor away before any job is done, for ever; give the scenario until"


@pytest.mark.parametrize(
    ("pool", "rest", "endless"),
    [
        ("every: 1s, repair: 1s, job: restart", "", True),
        ("every: 1s, repair: 1s, job: requeue", "", True),
        ("every: 1s, repair: 1s, job: resume", "", False),
        ("every: 1s, repair: 1s, job: lose", "", False),
        ("every: 2s, repair: 1s, job: restart", "", False),
        ("every: {distribution: exponential, mean: 1s}, repair: 1s, job: restart", "", False),
        ("every: 1s, repair: 1s, job: restart", ", speed: 2", False),
        ("every: 1s, repair: 1s, job: restart", ", time_limit: 1s", False),
        ("every: 1s, repair: 1s, job: restart", ", time_limit: 1001ms", True),
        ("every: 1s, repair: 1s, job: restart", ", failure: 1%", True),
        ("every: 1s, repair: 1s, job: restart", ", failure: {probability: 1%, after: 40%}", False),
        ("every: 1s, repair: 1s, job: restart", ", schedule: [{at: 1s, count: 0}]", False),
    ],
)
def test_jobs_that_are_never_done_need_an_end(pool: str, rest: str, endless: bool) -> None:
    text = scenario(f"service: 2s, breakdowns: {{{pool}}}{rest}")
    if endless:
        assert problems(text) == [f"f:3:31: processors.w.breakdowns: {NEVER}"]
        (warning,) = warnings(jobsim.loads(text, overrides=["until=1m"]))
        assert warning.startswith("w completes no job: ")
    else:
        assert jobsim.loads(text)


@pytest.mark.parametrize(
    ("schedule", "endless"),
    [
        ("schedule: [{at: 1s, count: 0}, {at: 2s, count: 1}], repeat: 3s", True),  # there for 2 s at a time
        ("schedule: [{at: 1s, count: 0}, {at: 2s, count: 1}], repeat: 3001ms", False),
        ("schedule: [{at: 3s, count: 0}, {at: 4s, count: 1}], repeat: 5s", False),  # for 3 s at first
        ("schedule: [{at: 0s, count: 1}, {at: 1s, count: 0}], repeat: 5s", True),
        ("schedule: [{at: 0s, count: 1}, {at: 1s, count: 2}], repeat: 5s", False),
        ("schedule: [{at: 1s, count: 0}]", False),  # then nothing happens any more, and the run ends
    ],
)
def test_shifts_that_are_all_too_short_need_an_end(schedule: str, endless: bool) -> None:
    text = scenario(f"service: 2001ms, {schedule}, on_shrink: requeue")
    if endless:
        assert problems(text) == [f"f:3:35: processors.w.schedule: {NEVER}"]
    else:
        assert jobsim.loads(text)
    assert jobsim.loads(text.replace("requeue", "finish"))


def test_jobs_that_may_end_otherwise_need_none() -> None:
    breakdowns = "service: 2s, breakdowns: {every: 1s, repair: 1s, job: requeue}"
    assert jobsim.loads(scenario(breakdowns, "queue: {expire: 1s}"))
    assert jobsim.loads(scenario(breakdowns, "queue: {overflow: drop_oldest, capacity: 1}"))
    assert jobsim.loads(scenario(breakdowns, submitter="cadence: 1s, jobs: 0"))
    assert jobsim.loads(scenario(breakdowns, submitter=f"{JOBS}, size: 1s"))
    assert jobsim.loads(scenario(f"{breakdowns}}}, other: {{service: 2s"))


@pytest.mark.parametrize(
    ("pool", "top", "expected"),
    [
        (
            "schedule: [{at: 5s, count: 2}, {at: 6s, count: 0}]",
            "",
            ["from 6s on there are no processors: what has not started then never does"],
        ),
        ("schedule: [{at: 5s, count: 2}, {at: 6s, count: 0}], repeat: 7s", "", []),
        ("schedule: [{at: 5s, count: 0}, {at: 6s, count: 1}]", "", []),
        (
            "schedule: [{at: 5s, count: 0}, {at: 6s, count: 1}]",
            "until: 6s",
            ["the schedule of w is cut off: the run ends before 6s"],
        ),
        ("schedule: [{at: 5s, count: 0}, {at: 6s, count: 1}]", "until: 7s", []),
        (
            "count: 0, schedule: [{at: 5s, count: 1}]",
            "until: 5s",
            ["nobody is there from 0s to 5s: the queue can only grow", "w has no processors before the run ends"],
        ),
        (
            "service: 2s, breakdowns: {every: 1s, repair: 1ns, job: lose}",
            "",
            ["w completes no job: it breaks down before any is done"],
        ),
        ("service: 2s, breakdowns: {every: 1s, repair: 1ns}", "", []),
    ],
)
def test_what_will_surprise(pool: str, top: str, expected: list[str]) -> None:
    assert list(warnings(jobsim.loads(scenario(pool, top)))) == expected


def test_the_capacity_is_that_of_those_who_are_up() -> None:
    asked = jobsim.loads(scenario("service: 1s, count: 1, schedule: [{at: 1s, count: 4}]"))
    assert capacity(asked) == 4
    assert "  capacity: 4 jobs/s when all are on shift" in describe(asked).splitlines()
    # Up for three quarters of the time.
    assert capacity(jobsim.loads(scenario("service: 1s, count: 4, breakdowns: {every: 3s, repair: 1s}"))) == 3
    endless = "breakdowns: {every: {distribution: pareto, shape: 1, scale: 1s}, repair: 1s}"
    assert capacity(jobsim.loads(scenario(f"service: 1s, {endless}"))) == 1


def test_who_waits_for_the_answer_has_a_bound_before_anyone_is_there() -> None:
    pool = "service: 1s, count: 0, schedule: [{at: 1s, count: 2}]"
    said = describe(jobsim.loads(scenario(pool, submitter="cadence: 1s, jobs: 1, pacing: after_response")))
    assert "0.5 jobs/s at most" in said
