"""What processors can do, where slots are shared, jobs have sizes of their own, or come all at once."""

import math

import pytest

import jobsim
from jobsim.analysis.capacity import capacity, loads
from jobsim.analysis.description import describe
from jobsim.analysis.warnings import warnings

SHARED = """
until: 10s
submitters: {{a: {{cadence: 25ms, pacing: fixed}}}}
processors:
  fast: {{count: {fast}, service: 100ms, slots: {{shared: db, slots: {slots}}}}}
  slow: {{count: {slow}, service: 300ms, slots: {{shared: db, slots: {slots}}}}}
"""


def test_few_processors_that_share_slots_wait_for_each_other() -> None:
    # One slot: whoever has it waits until all others have had it, so each has one turn in 0.1 + 0.3 s, or 0.3 + 0.2 s.
    assert capacity(jobsim.loads(SHARED.format(fast=1, slow=1, slots=1))) == pytest.approx(2 / 0.4)
    assert capacity(jobsim.loads(SHARED.format(fast=3, slow=1, slots=1))) == pytest.approx(4 / 0.6)
    # Simulated with exponential times: 26.56 and 31.56 jobs a second.
    assert capacity(jobsim.loads(SHARED.format(fast=10, slow=10, slots=5))) == pytest.approx(26.56, rel=0.01)
    assert capacity(jobsim.loads(SHARED.format(fast=3, slow=3, slots=5))) == pytest.approx(31.56, rel=0.01)
    assert list(warnings(jobsim.loads(SHARED.format(fast=10, slow=10, slots=5)))) == [
        "load 1.51 from 0s to 10s: the queue can only grow"
    ]


def test_many_processors_that_share_slots_wait_alike() -> None:
    # All wait w seconds for one of 15 slots, which are all taken: 3 / (w + 0.1) + 9 / (w + 0.3) = 15, so
    # 5w² - 2w - 0.45 = 0.
    many = SHARED.format(fast=30, slow=30, slots=15)
    wait = (2 + math.sqrt(13)) / 10
    assert capacity(jobsim.loads(many)) == pytest.approx(30 / (wait + 0.1) + 30 / (wait + 0.3))
    # With a slot for each there is no wait; a limit below what is left to a pool leaves more to the other.
    enough = [f"processors.{name}.slots.slots=60" for name in ("fast", "slow")]
    assert capacity(jobsim.loads(many, overrides=enough)) == pytest.approx(300 + 100)
    limited = jobsim.loads(many, overrides=["processors.slow.limit=15/s"])  # 4.5 slots, and 10.5 for the fast
    assert capacity(limited) == pytest.approx(15 + 105)
    nothing = ["processors.fast.service=0s", "processors.slow.service=0s"]
    assert capacity(jobsim.loads(many, overrides=nothing)) == math.inf


def test_jobs_of_other_sizes_are_another_load() -> None:
    # Six processors for jobs of 2 s, one a second; beside them four jobs of 400 ms at a time, ten a second at most.
    text = """
until: 10m
submitters:
  users: {cadence: {distribution: exponential, rate: 1/s}, pacing: fixed}
  big: {count: 4, cadence: 0s, pacing: after_response, size: 400ms}
processors: {w: {count: 6, service: 2s}}
"""
    lines = describe(jobsim.loads(text)).splitlines()
    assert "  capacity: 11 jobs/s" in lines  # of 1 and 10 jobs a second: (2 + 4) / 11 s of 6
    assert "  offered from 0s to 10m: 1 jobs/s of 3, load 0.333" in lines
    assert lines[-1].endswith("10 jobs/s at most")
    # In the first minute they come at 1/s with their own 2 s, in the second at 1/s with 400 ms.
    turns = [
        "submitters.users.stop=1m",
        "submitters.big={count: 1, cadence: 1s, start: 1m, pacing: fixed, size: 400ms}",
    ]
    assert [(load.phase.start, load.share) for load in loads(jobsim.loads(text, overrides=turns))] == [
        (0, pytest.approx(2 / 6)),
        (60, pytest.approx(0.4 / 6)),
    ]


def test_what_comes_at_one_instant_is_told_beside_the_load() -> None:
    text = """
until: 10m
submitters:
  users: {cadence: 1s, pacing: fixed}
  nightly: {count: 2, jobs: 100, cadence: 0s, start: 5m}
processors: {w: {count: 4, service: 500ms}}
"""
    lines = describe(jobsim.loads(text)).splitlines()
    at = lines.index("  offered from 0s to 10m: 1 jobs/s, load 0.125")
    assert lines[at + 1] == "  offered at 5m: 200 jobs at once (nightly), 25 s of work for all"
    nobody = describe(jobsim.loads(text, overrides=["processors.w.service=0s"])).splitlines()
    assert "  offered at 5m: 200 jobs at once (nightly)" in nobody


def test_jobs_that_come_in_batches_are_counted_as_jobs() -> None:
    text = "submitters: {a: {batch: 10, jobs: 4000, cadence: 1s}}\nprocessors: {w: {service: 1s}}"
    assert any(
        "puts 10 jobs at once every 1s" in line and ", 4000 jobs in all" in line
        for line in describe(jobsim.loads(text)).splitlines()
    )


def test_jobs_are_weighed_by_how_many_there_are() -> None:
    # 1,200 jobs of a second in 20 minutes, and 1,000 of 10 ms in ten seconds of them: 1,210 s of work for 2,200 jobs.
    text = """
submitters:
  long: {cadence: 1s, jobs: 1200, pacing: fixed, size: 1s}
  short: {phases: [{rate: 100/s, for: 10s}], start: 60s, size: 10ms}
processors: {w: {count: 2}}
"""
    assert capacity(jobsim.loads(text)) == pytest.approx(2 * 2200 / 1210)
    even = "until: 40s\nsubmitters: {a: {phases: [{rate: 10/s, for: 10s}, {rate: 10/s, for: 30s}], size: 1s},\n"
    even += "b: {cadence: 100ms, pacing: fixed, size: 3s}}\nprocessors: {w: {}}"
    assert capacity(jobsim.loads(even)) == pytest.approx(1 / 2)  # as many of one as of the other


def test_an_exponential_service_is_cut_off_by_its_limit() -> None:
    text = "until: 1h\nsubmitters: {a: {cadence: {distribution: exponential, rate: 1.2/s}, pacing: fixed}}\n"
    text += "processors: {w: {service: {distribution: exponential, mean: 1s}, time_limit: 1s}}"
    assert capacity(jobsim.loads(text)) == pytest.approx(1 / (1 - math.exp(-1)))  # the mean of min(service, 1 s)
    assert not list(warnings(jobsim.loads(text)))
    # Of other laws it is not known here, so nothing is warned of that may not be.
    wide = "processors.w.service={distribution: lognormal, mean: 1s, cv: 3}"
    assert not list(warnings(jobsim.loads(text, overrides=[wide])))
    constant = ["processors.w.service=1s", "processors.w.time_limit=2s"]
    assert list(warnings(jobsim.loads(text, overrides=constant))) == ["load 1.2 from 0s to 1h: the queue can only grow"]


@pytest.mark.parametrize(
    "nightly",
    [
        "{jobs: 3, cadence: 0s, start: 2m}",  # after the end
        "{count: 4, jobs: 3, cadence: 0s, stagger: 5s}",
        "{jobs: 3, cadence: 0s, start: {distribution: exponential, mean: 1s}}",
    ],
)
def test_what_does_not_come_at_one_known_instant_is_not_said_to(nightly: str) -> None:
    text = f"until: 1m\nsubmitters: {{a: {nightly}}}\nprocessors: {{w: {{service: 1s}}}}"
    assert "at once (" not in describe(jobsim.loads(text))
