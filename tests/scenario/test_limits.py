"""What a scenario may say of limits and slots, and what it may not; and both in words."""

import json
import math
from pathlib import Path

import jsonschema
import pytest
import yaml

import jobsim
from jobsim.analysis.capacity import capacity
from jobsim.analysis.description import describe
from jobsim.analysis.services import closed_rate
from jobsim.analysis.warnings import warnings
from jobsim.results.provenance import scenario_as_run
from jobsim.results.stored.sweep import read_sweep
from jobsim.scenario.editors.schema import json_schema
from jobsim.scenario.parts.limits import Shared
from jobsim.scenario.writing import as_yaml
from tests.scenario.test_loading import problems


def scenario(pools: str, submitter: str = "cadence: 4s, jobs: 3") -> str:
    return f"submitters: {{a: {{{submitter}}}}}\nprocessors: {{{pools}}}"


GOOD = {
    "limit: 50/s": "begins 50/s at most",
    "limit: 0.5, burst: 10": "begins 0.5/s at most, 10 at once",
    "slots: 20": "20 at most execute at once",
    "slots: {shared: db, slots: 20}": "20 at most execute at once, with all that share db",
    "limit: 300/min, slots: 2, time_limit: 10s": (
        "begins 5/s at most; 2 at most execute at once; an attempt fails that takes longer than 10s"
    ),
}


@pytest.mark.parametrize("pool", GOOD)
def test_a_limit_is_said_in_words_and_read_again_as_it_was(pool: str) -> None:
    text = scenario(f"w: {{count: 30, {pool}}}")
    asked = jobsim.loads(text)
    assert jobsim.loads(json.dumps(scenario_as_run(asked))) == asked
    assert describe(asked).splitlines()[3] == (
        f"  w (30 of them): takes the next job at once; a job takes 0s; {GOOD[pool]}"
    )
    assert asked.keeps_attempts
    assert not asked.changes_presence
    jsonschema.validate(yaml.safe_load(text), json_schema())


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        ("limit: 0", "25: processors.w.limit: must be more than 0"),
        ("limit: x", "25: processors.w.limit: 'x' is not a rate; write it like 50/s, 300/min or 2.5/h"),
        ("burst: 3", "14: processors.w: burst goes with a limit, and there is none"),
        ("limit: 1/s, burst: 0", "37: processors.w.burst: must be 1 or more, not 0"),
        ("slots: 0", "25: processors.w.slots: must be 1 or more, not 0"),
        (
            "slots: many",
            "25: processors.w.slots: must be a whole number, or slots that pools share, like {shared: db, slots: 20}",
        ),
        ("slots: {shared: db}", "18: processors.w.slots.slots: is missing"),
        ("slots: {shared: db, slots: 0}", "45: processors.w.slots.slots: must be 1 or more, not 0"),
        (
            "slots: {shared: -db, slots: 2}",
            "34: processors.w.slots.shared: a name is made of letters, digits, '.', '_' and '-', "
            "and begins with a letter or a digit",
        ),
        (
            "slots: {shared: db, slots: 2, share: db}",
            "48: processors.w.slots.share: is not a key here; did you mean shared?",
        ),
        (
            "slots: {shared: db, slots: 2}}, v: {slots: {shared: db, slots: 3}",
            "81: processors.v.slots.slots: must be 2, as in w: they share these slots",
        ),
    ],
)
def test_a_limit_that_cannot_be(pool: str, expected: str) -> None:
    assert problems(scenario(f"w: {{{pool}}}")) == [f"f:2:{expected}"]


def test_other_slots_have_a_number_of_their_own() -> None:
    assert jobsim.loads(scenario("u: {slots: 1}, v: {slots: {shared: x, slots: 2}}, w: {slots: {shared: y, slots: 3}}"))


def test_a_limit_lets_time_pass() -> None:
    closed = "cadence: 0s, stop: 9s, pacing: after_response"
    assert jobsim.loads(scenario("w: {limit: 50/s}", closed))
    assert problems(scenario("w: {slots: 1}", closed)) == [
        "f:1:27: submitters.a.cadence: of 0 with a service of 0 never lets time pass; give it jobs, or a cadence"
    ]


@pytest.mark.parametrize(
    ("pools", "expected"),
    [
        ("w: {count: 2, slots: 2}", "the slots of w never limit it: it has no more processors"),
        ("w: {count: 2, slots: {shared: db, slots: 1}}", "w shares the slots db with no other pool"),
        (
            "w: {count: 2, slots: {shared: db, slots: 4}}, v: {count: 2, slots: {shared: db, slots: 4}}",
            "the slots db never limit v and w: they have no more processors",
        ),
        ("w: {count: 2, slots: {shared: db, slots: 3}}, v: {count: 2, slots: {shared: db, slots: 3}}", None),
        ("w: {count: 2, slots: 2, schedule: [{at: 1s, count: 3}]}", None),
        ("v: {service: 1s}, w: {limit: 2/s}", None),
    ],
)
def test_what_will_surprise(pools: str, expected: str | None) -> None:
    assert list(warnings(jobsim.loads(scenario(pools)))) == [expected] * (expected is not None)


@pytest.mark.parametrize(
    ("pools", "able"),
    [
        ("w: {limit: 5/s}", 5),
        ("w: {limit: 5/s, service: 1s, count: 3}", 3),
        ("w: {slots: 2, service: 1s, count: 3}", 2),
        ("w: {slots: 2, count: 3}", math.inf),
        # All wait w for one of ninety slots: 60 / (w + 1) + 1080 / (w + 4) = 90, so 3w² - 23w - 32 = 0.
        (
            "w: {slots: {shared: db, slots: 90}, service: 1s, count: 60}, "
            "v: {slots: {shared: db, slots: 90}, service: 4s, count: 270}",
            60 / ((23 + 913**0.5) / 6 + 1) + 270 / ((23 + 913**0.5) / 6 + 4),
        ),
        # The fast one is held to a tenth of a slot, and leaves 2.9 to jobs of 4 s.
        (
            "w: {slots: {shared: db, slots: 3}, service: 1s, count: 2, limit: 0.1/s}, "
            "v: {slots: {shared: db, slots: 3}, service: 4s, count: 9}",
            0.1 + 2.9 / 4,
        ),
    ],
)
def test_the_capacity_is_that_within_the_limits(pools: str, able: float) -> None:
    assert capacity(jobsim.loads(scenario(pools))) == pytest.approx(able)


def test_an_overload_of_a_limit_is_warned_of() -> None:
    asked = jobsim.loads(scenario("w: {count: 9, limit: 2/s}", "cadence: 250ms, jobs: 40, pacing: fixed"))
    assert list(warnings(asked)) == ["load 2 from 0s to 10s: the queue can only grow"]


def test_a_limit_makes_no_job_longer() -> None:
    closed = "cadence: 1s, jobs: 9, count: 4, pacing: after_response"
    assert closed_rate(jobsim.loads(scenario("w: {count: 9, service: 1s, slots: 1}", closed))) == 2


def test_one_pool_says_how_many_slots_they_share() -> None:
    pools = "v: {slots: {shared: db}}, w: {slots: {shared: db, slots: 2}}, x: {slots: {shared: api, slots: 3}}"
    asked = jobsim.loads(scenario(pools))
    assert {name: pool.slots for name, pool in asked.processors.items()} == {
        "v": Shared(shared="db", slots=2),
        "w": Shared(shared="db", slots=2),
        "x": Shared(shared="api", slots=3),
    }
    more = jobsim.loads(scenario(pools), overrides=["processors.w.slots.slots=9"])
    assert [more.processors[name].slots for name in "vw"] == [Shared(shared="db", slots=9)] * 2
    assert jobsim.loads(as_yaml(asked)) == asked
    # What is wrong with it is told where it is written; and where nobody says it, it is missing.
    pools = "v: {slots: {shared: db}}, w: {slots: {shared: db, slots: 0}}"
    assert [problem.partition(": ")[2] for problem in problems(scenario(pools))] == [
        "processors.w.slots.slots: must be 1 or more, not 0",
    ]
    nobody = problems(scenario("v: {slots: {shared: db}}, w: {slots: {shared: db}}"))
    assert [problem.partition(": ")[2] for problem in nobody] == [
        "processors.v.slots.slots: is missing",
        "processors.w.slots.slots: is missing",
    ]


def test_what_is_laid_over_shared_slots_goes_for_all_of_them() -> None:
    text = scenario("v: {slots: {shared: db, slots: 2}}, w: {slots: {shared: db, slots: 2}}")
    for pool in "vw":
        laid = jobsim.loads(text, overrides=[f"processors.{pool}.slots.slots=9"])
        assert [laid.processors[name].slots for name in "vw"] == [Shared(shared="db", slots=9)] * 2
    both = [f"processors.{pool}.slots.slots={number}" for pool, number in (("v", 3), ("w", 4))]
    with pytest.raises(jobsim.ScenarioError, match="must be 3, as in v: they share these slots"):
        jobsim.loads(text, overrides=both)


def test_a_sweep_of_shared_slots_is_read_back(tmp_path: Path) -> None:
    asked = jobsim.loads(scenario("v: {slots: {shared: db}}, w: {slots: {shared: db, slots: 2}}"), "shared")
    for name, one in (("said", asked), ("again", jobsim.loads(as_yaml(asked), "again"))):
        found = jobsim.sweep(one, {"processors.w.slots.slots": [1, 3]}, workers=1, out=tmp_path / name)
        assert not found.failed
        assert read_sweep(tmp_path / name).grid.scenario(2).processors["v"].slots == Shared(shared="db", slots=3)
