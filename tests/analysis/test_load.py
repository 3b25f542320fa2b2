"""Offered load and its words."""

import math
from pathlib import Path

import pytest

import jobsim
from jobsim.analysis.capacity import capacity, loads
from jobsim.analysis.description import describe
from jobsim.analysis.load import Phase, phases
from jobsim.analysis.services import closed_rate
from jobsim.analysis.warnings import warnings
from jobsim.analysis.words import seconds

OPEN = "until: 100s\nsubmitters: {a: {count: 3, cadence: 2s}}\nprocessors: {w: {count: 2, service: 400ms}}\n"


def test_capacity_adds_up_over_pools() -> None:
    text = OPEN.replace("w: {", "x: {service: {distribution: exponential, mean: 2s}}, w: {")
    assert capacity(jobsim.loads(text)) == pytest.approx(2 / 0.4 + 1 / 2)
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
    assert list(warnings(grows)) == ["load 1.2 from 0s to 1m40s: the queue can only grow"]
    assert not list(warnings(jobsim.loads(OPEN, overrides=["submitters.a.cadence=500ms", "queue.capacity=10"])))
    assert not list(warnings(jobsim.loads(OPEN)))
    [warning] = warnings(
        jobsim.loads(OPEN, overrides=["submitters.a.cadence=500ms", "until=null", "submitters.a.stop=9d"])
    )
    assert "load 1.2" in warning


EXACTLY = "until: 100s\nsubmitters: {a: {count: 10, cadence: 10s}}\nprocessors: {w: {service: 1s}}\n"


def test_a_load_of_exactly_one() -> None:
    # Ten times a tenth: as floats that need not be 1. Without any chance it is no trouble.
    assert not list(warnings(jobsim.loads(EXACTLY)))
    chance = "processors.w.service={distribution: exponential, mean: 1s}"
    assert list(warnings(jobsim.loads(EXACTLY, overrides=[chance]))) == [
        "load 1 from 0s to 1m40s: the queue never settles"
    ]


def test_an_overload_before_a_bounded_queue_is_warned_of() -> None:
    fixed = ["submitters.a.cadence=500ms", "submitters.a.pacing=fixed", "queue.capacity=10"]
    assert list(warnings(jobsim.loads(OPEN, overrides=fixed))) == [
        "load 1.2 from 0s to 1m40s: the line of waiting puts can only grow"
    ]
    # Of 6 jobs a second 5 can be done.
    assert list(warnings(jobsim.loads(OPEN, overrides=[*fixed, "submitters.a.timeout=1s"]))) == [
        "load 1.2 on schedule from 0s to 1m40s: about 17% of it is too much"
    ]


def test_an_overload_of_puts_that_wait_and_others_that_give_up_says_whose_it_is() -> None:
    # A job takes 1 s. Those who wait for ever put one each 2 s, the others, while they are there, one each second.
    text = """
until: 100s
queue: {capacity: 10}
submitters:
  batch: {cadence: {distribution: exponential, mean: 2s}, pacing: fixed}
  users: {cadence: 1s, pacing: fixed, timeout: 1s, start: 10s, stop: 50s}
processors: {w: {service: 1s}}
"""
    # 1.5 jobs a second, of which 1 can be done.
    lost = "load 1.5 on schedule from 10s to 50s: about 33% of it is too much"
    assert list(warnings(jobsim.loads(text))) == [lost]
    busy = ["submitters.batch.cadence={distribution: exponential, mean: 1s}"]
    assert list(warnings(jobsim.loads(text, overrides=busy))) == [
        "load 1 of puts that wait for ever from 0s to 1m40s: the line of waiting puts never settles",
        "load 2 on schedule from 10s to 50s: about 50% of it is too much",
    ]
    # Before the others come, and after they have gone, nobody loses what is too much.
    more = ["submitters.batch.cadence=500ms"]
    assert list(warnings(jobsim.loads(text, overrides=more))) == [
        "load 2 of puts that wait for ever from 0s to 1m40s: the line of waiting puts can only grow",
        "load 3 on schedule from 10s to 50s: about 67% of it is too much",
    ]


def test_who_never_comes_and_who_takes_no_time_is_warned_of() -> None:
    assert list(warnings(jobsim.loads(OPEN, overrides=["submitters.late={cadence: 1s, start: 100s}"]))) == [
        "late never puts a job: it would begin at 1m40s, and the run ends before"
    ]
    drawn = "submitters.late={cadence: 1s, start: {distribution: exponential, mean: 200s}}"  # it may be soon
    assert not list(warnings(jobsim.loads(OPEN, overrides=[drawn])))
    assert list(warnings(jobsim.loads(OPEN, overrides=["processors.wroker={count: 3}"]))) == [
        "wroker has no service time beside pools that have one: it does at once whatever it gets"
    ]


def test_a_closed_loop_has_a_bound() -> None:
    # Three users, 2 s of thinking and 0.4 s of service: 3 / 2.4 jobs a second if nobody ever waits.
    assert "at most 3 jobs at a time" in describe(jobsim.loads(OPEN, overrides=["submitters.a.pacing=after_response"]))
    assert "1.25 jobs/s at most" in describe(jobsim.loads(OPEN, overrides=["submitters.a.pacing=after_response"]))


def test_what_finds_a_processor_at_once_is_no_overload() -> None:
    # Three jobs within a second for three processors that take 10 s each.
    submitters = "submitters: {{a: {{cadence: 500ms, jobs: {jobs}, pacing: fixed}}}}"
    text = f"{submitters}\nprocessors: {{{{w: {{{{count: 3, service: 10s}}}}}}}}"
    assert not list(warnings(jobsim.loads(text.format(jobs=3))))
    assert list(warnings(jobsim.loads(text.format(jobs=4)))) == ["load 6.67 from 0s to 2s: the queue can only grow"]


SHIFTS = """
until: 60s
submitters: {a: {cadence: 500ms, pacing: fixed}}
processors: {w: {service: 1s, schedule: [{at: 10s, count: 3}, {at: 20s, count: 0}], repeat: 30s}}
"""


def test_the_load_is_cut_where_shifts_change() -> None:
    # One processor at first; three from 10 s and 40 s on, none from 20 s and 50 s on.
    found = [(load.phase.start, load.phase.end, load.able, load.share) for load in loads(jobsim.loads(SHIFTS))]
    assert found == [
        (0, 10, 1, 2),
        (10, 20, 3, pytest.approx(2 / 3)),
        (20, 40, 0, math.inf),
        (40, 50, 3, pytest.approx(2 / 3)),
        (50, 60, 0, math.inf),
    ]
    lines = describe(jobsim.loads(SHIFTS)).splitlines()
    assert lines[4:] == [
        "  capacity: 3 jobs/s when all are on shift",
        "  offered from 0s to 10s: 2 jobs/s of 1, load 2",
        "  offered from 10s to 20s: 2 jobs/s of 3, load 0.667",
        "  offered from 20s to 40s: 2 jobs/s of 0, and nobody is there",
        "  offered from 40s to 50s: 2 jobs/s of 3, load 0.667",
        "  offered from 50s to 1m: 2 jobs/s of 0, and nobody is there",
        "  beware: load 2 from 0s to 10s: the queue can only grow",
        "  beware: nobody is there from 20s to 40s: the queue can only grow",
        "  beware: nobody is there from 50s to 1m: the queue can only grow",
    ]


def test_a_shift_that_slots_make_nothing_of_is_no_cut() -> None:
    held_back = jobsim.loads(SHIFTS, overrides=["processors.w.slots=1"])
    assert [(load.phase.start, load.able) for load in loads(held_back)] == [(0, 1), (20, 0), (40, 1), (50, 0)]


def test_a_schedule_without_an_end_is_told_for_two_turns_and_many_stretches_are_cut_short() -> None:
    endless = jobsim.loads(SHIFTS, overrides=["until=null", "submitters.a.jobs=1000000"])
    assert [load.phase.start for load in loads(endless)] == [0, 10, 20, 40, 50]
    long = jobsim.loads(SHIFTS, overrides=["until=10h"])
    lines = describe(long).splitlines()
    assert lines[5 + 12] == "  and so on"
    assert len(list(loads(long))) == 1000
    assert sum("beware" in line for line in lines) == 6


def test_retries_are_not_in_the_load() -> None:
    told = "(what is put again, or comes back, is not counted in that)"
    assert told not in describe(jobsim.loads(OPEN))
    assert told in describe(jobsim.loads(OPEN, overrides=["submitters.a.retry=[1s]"]))
    assert told in describe(jobsim.loads(OPEN, overrides=["queue.redelivery=[1s]", "processors.w.failure=1%"]))


PARETO = "{distribution: pareto, shape: 1, scale: 1s}"


def test_without_a_mean_there_is_no_bound() -> None:
    closed = "submitters.a.pacing=after_response"
    for part in ("processors.w.service", "submitters.a.cadence"):
        assert closed_rate(jobsim.loads(OPEN, overrides=[closed, f"{part}={PARETO}"])) is None


def test_who_does_not_wait_for_the_answer_has_no_part_in_the_bound() -> None:
    overrides = ["submitters.a.pacing=after_response", f"submitters.b={{cadence: {PARETO}}}"]
    assert closed_rate(jobsim.loads(OPEN, overrides=overrides)) == 3 / 2.4


@pytest.mark.parametrize(
    "submitter",
    [
        "{cadence: 0s, jobs: 9}",
        "{cadence: 1s, jobs: 0}",
        f"{{cadence: {PARETO}}}",
        f"{{cadence: 1s, start: {PARETO}}}",
        "{cadence: 1s, start: 100s}",
    ],
)
def test_who_has_no_rate_is_left_out_of_the_load(submitter: str) -> None:
    assert phases(jobsim.loads(OPEN, overrides=[f"submitters.b={submitter}"])) == [Phase(0, 100, 1.5)]


def test_a_law_without_a_mean_is_warned_of() -> None:
    pareto = "processors.w.service={distribution: pareto, shape: 0.9, scale: 1s}"
    assert list(warnings(jobsim.loads(OPEN, overrides=[pareto]))) == [
        "the service of w has no mean: averages over it never settle"
    ]


def test_a_scenario_in_words(scenarios: Path) -> None:
    assert describe(jobsim.load(scenarios / "burst.yaml")).splitlines() == [
        "burst: runs until every job has ended, seed 7, engine auto",
        "  queue: 10 waiting places",
        "  flood: puts a job every exponential (mean 20ms; sd 20 ms) on schedule, from 30s, before 40s; "
        "waits 1s for a place, then drops the job",
        "  steady (3 of them): puts the value 100 every 2s after its last put ended (later, when that had to wait), "
        "20 times; waits 10s for a place, then drops the job",
        "  worker (2 of them): takes the next job at once; a job takes lognormal (mean 400ms, cv 1.5; sd 600 ms)",
        "  capacity: 5 jobs/s",
        "  offered from 0s to 30s: 1.5 jobs/s, load 0.3",
        "  offered from 30s to 40s: 51.5 jobs/s, load 10.3",
        # 465 more than can be done, of which 10 wait in the queue, and as many before it as are served in a second.
        "  estimate (overload as a fluid): lost about 450 jobs",
        # Of 50 jobs a second on schedule 5 can be done.
        "  beware: load 10 on schedule from 30s to 40s: about 90% of it is too much",
    ]


def test_a_truncated_normal_says_what_it_becomes() -> None:
    words = describe(jobsim.loads(OPEN, overrides=["processors.w.service={distribution: normal, mean: 0s, sd: 1s}"]))
    # Half a normal: mean sqrt(2/pi), variance 1 - 2/pi.
    assert "normal (mean 0s, sd 1s; cut off at 0, in fact mean 797.9 ms, sd 602.8 ms)" in words


def test_more_words(scenarios: Path) -> None:
    assert "empirical (20 values from measured.csv:seconds; mean 688.5 ms" in describe(
        jobsim.load(scenarios / "measured.yaml")
    )
    said = describe(
        jobsim.loads(
            OPEN,
            overrides=[
                "description=a test",
                "queue.capacity=0",
                "submitters.a.jobs=1",
                "submitters.a.timeout=0s",
                "processors.w.service={distribution: pareto, shape: 1, scale: 1s}",
            ],
        )
    )
    assert "  a test" in said
    assert "queue: 0 waiting places; jobs are only handed over" in said
    assert "once; drops the job if no place is free" in said
    assert "pareto (shape 1, scale 1s; no mean, no variance)" in said
    assert "capacity: unknown, since a service time has no mean" in said


def test_seconds_for_people() -> None:
    assert [seconds(value) for value in (0, 2e-9, 3.5e-6, 0.25, 0.9999999999, 86400)] == [
        "0 s",
        "2 ns",
        "3.5 us",
        "250 ms",
        "1 s",
        "8.64e+04 s",
    ]


def test_batches_bursts_and_traces_count_with_their_means() -> None:
    # Three jobs a second, in batches of two, a quarter of the time: 1.5 a second.
    bursty = (
        "until: 100s\nsubmitters: {a: {cadence: {distribution: exponential, rate: 3/s}, batch: {distribution: uniform, "
        "min: 1, max: 3}, bursts: {on: 1s, off: 3s}, pacing: fixed}}\nprocessors: {w: {service: 1s}}"
    )
    assert phases(jobsim.loads(bursty)) == [Phase(0, 100, pytest.approx(1.5))]
    endless = "submitters.a.bursts.off={distribution: pareto, shape: 1, scale: 1s}"
    assert phases(jobsim.loads(bursty, overrides=[endless])) == []
    recorded = "submitters: {a: {trace: {at: [1s, 2s, 4s], size: [3s, 3s, 6s]}}}\nprocessors: {w: {count: 2}}"
    assert phases(jobsim.loads(recorded)) == [Phase(0, 4, 0.75)]
    assert capacity(jobsim.loads(recorded)) == pytest.approx(2 / 4)
    day = "phases: [{for: 1s, rate: 4}, {for: 3s, rate: 0}], repeat: true"
    daily = f"until: 1h\nsubmitters: {{a: {{{day}}}}}\nprocessors: {{w: {{}}}}"
    assert phases(jobsim.loads(daily)) == [Phase(0, 3600, 1.0)]


def test_a_load_of_exactly_one_settles_only_where_nothing_is_drawn() -> None:
    text = "submitters: {a: {phases: [{for: 1m, rate: 1/s}]}}\nprocessors: {w: {service: 1s}}"
    assert not list(warnings(jobsim.loads(text)))
    drawn = jobsim.loads(text, overrides=["submitters.a.spacing=poisson"])
    assert list(warnings(drawn)) == ["load 1 from 0s to 1m: the queue never settles"]
    sizes = jobsim.loads(text, overrides=["submitters.a.size={distribution: uniform, min: 0s, max: 2s}"])
    assert list(warnings(sizes)) == ["load 1 from 0s to 1m: the queue never settles"]


def test_many_phases_are_told_soon() -> None:
    # Each comes a second after the one before, and stays a thousand seconds: the load rises by one, and falls again.
    submitters = ", ".join(f"s{at}: {{cadence: 1s, start: {at}s, stop: {at + 1000}s}}" for at in range(2000))
    found = phases(jobsim.loads(f"submitters: {{{submitters}}}\nprocessors: {{w: {{service: 1s}}}}"))
    assert [phase.rate for phase in found] == [*range(1, 1000), 1000, *range(999, 0, -1)]
    assert (found[999].start, found[999].end) == (999, 2000)  # as many come as go
    assert not any(phase.offered for phase in found)
