"""Offered load and its words."""

import math
from pathlib import Path

import jobsim
from jobsim.analysis.description import describe, seconds, warnings
from jobsim.analysis.load import Phase, capacity, phases

OPEN = "until: 100s\nsubmitters: {a: {count: 3, cadence: 2s}}\nprocessors: {w: {count: 2, service: 400ms}}\n"


def test_capacity_adds_up_over_pools() -> None:
    text = OPEN.replace("w: {", "x: {service: {distribution: exponential, mean: 2s}}, w: {")
    assert capacity(jobsim.loads(text)) == 2 / 0.4 + 1 / 2
    assert capacity(jobsim.loads(OPEN, overrides=["processors.w.service=0s"])) == math.inf
    pareto = "processors.w.service={distribution: pareto, shape: 1, scale: 1s}"
    assert capacity(jobsim.loads(OPEN, overrides=[pareto])) is None


def test_the_load_changes_with_starts_and_stops() -> None:
    extra = "submitters.flood={cadence: 20ms, start: 30s, stop: 40s, pacing: fixed}"
    limited = "submitters.few={cadence: 1s, jobs: 10}"
    assert phases(jobsim.loads(OPEN, overrides=[extra, limited])) == [
        Phase(0, 10, 2.5),
        Phase(10, 30, 1.5),
        Phase(30, 40, 51.5),
        Phase(40, 100, 1.5),
    ]


def test_who_waits_for_the_answer_offers_no_open_load() -> None:
    assert phases(jobsim.loads(OPEN, overrides=["submitters.a.pacing=after_response"])) == []


def test_a_queue_that_can_only_grow_is_warned_of() -> None:
    grows = jobsim.loads(OPEN, overrides=["submitters.a.cadence=500ms"])
    assert list(warnings(grows)) == ["load 1.2 and an unbounded queue: from 0 s it can only grow, until 100 s"]
    assert not list(warnings(jobsim.loads(OPEN, overrides=["submitters.a.cadence=500ms", "queue.capacity=10"])))
    assert not list(warnings(jobsim.loads(OPEN)))
    exactly = "until: 100s\nsubmitters: {a: {count: 10, cadence: 10s}}\nprocessors: {w: {service: 1s}}\n"
    assert len(list(warnings(jobsim.loads(exactly)))) == 1
    [warning] = warnings(
        jobsim.loads(OPEN, overrides=["submitters.a.cadence=500ms", "until=null", "submitters.a.stop=9d"])
    )
    assert "load 1.2" in warning


def test_a_law_without_a_mean_is_warned_of() -> None:
    pareto = "processors.w.service={distribution: pareto, shape: 0.9, scale: 1s}"
    assert list(warnings(jobsim.loads(OPEN, overrides=[pareto]))) == [
        "the service of w has no mean: averages over it never settle"
    ]


def test_a_scenario_in_words(scenarios: Path) -> None:
    assert describe(jobsim.load(scenarios / "burst.yaml")).splitlines() == [
        "burst: runs until every job has ended, seed 7, engine auto",
        "  queue: 10 waiting places",
        "  flood: puts a job every exponential(mean 20ms: mean 20 ms, sd 20 ms) on schedule, from 30s, before 40s; "
        "waits 1s for a place, then drops the job",
        "  steady (3 of them): puts the value 100 every 2s after its last put ended, 20 times; "
        "waits 10s for a place, then drops the job",
        "  worker (2 of them): takes the next job at once; "
        "a job takes lognormal(mean 400ms, cv 1.5: mean 400 ms, sd 600 ms)",
        "  capacity: 5 jobs/s",
        "  offered from 0 s to 30 s: 1.5 jobs/s, load 0.3, at most (a put that waits delays the next one)",
        "  offered from 30 s to 40 s: 51.5 jobs/s, load 10.3, at most (a put that waits delays the next one)",
    ]


def test_a_truncated_normal_says_what_it_becomes() -> None:
    words = describe(jobsim.loads(OPEN, overrides=["processors.w.service={distribution: normal, mean: 0s, sd: 1s}"]))
    # Half a normal: mean sqrt(2/pi), variance 1 - 2/pi.
    assert "normal(mean 0s, sd 1s: mean 797.9 ms, sd 602.8 ms)" in words


def test_seconds_for_people() -> None:
    assert [seconds(value) for value in (0, 2e-9, 3.5e-6, 0.25, 0.9999999999, 86400)] == [
        "0 s",
        "2 ns",
        "3.5 us",
        "250 ms",
        "1 s",
        "8.64e+04 s",
    ]
