"""What processors can do, where slots are shared, jobs have sizes of their own, or come all at once."""

import math

import pytest

import jobsim
from jobsim.analysis.capacity import capacity, loads
from jobsim.analysis.description import describe
from jobsim.analysis.warnings import warnings


def test_pools_that_share_slots_wait_for_them_alike() -> None:
    # All wait w seconds for one of 5 slots, which are all taken: 10 * 0.1 / (w + 0.1) + 10 * 0.3 / (w + 0.3) = 5, so
    # 5w² - 2w - 0.45 = 0. Simulated with exponential times it is 26.4 jobs a second; the fast alone could do 50.
    text = """
until: 10s
submitters: {a: {cadence: 25ms, pacing: fixed}}
processors:
  fast: {count: 10, service: 100ms, slots: {shared: db, slots: 5}}
  slow: {count: 10, service: 300ms, slots: {shared: db, slots: 5}}
"""
    wait = (2 + math.sqrt(13)) / 10
    able = 10 / (wait + 0.1) + 10 / (wait + 0.3)
    assert capacity(jobsim.loads(text)) == pytest.approx(able)
    assert list(warnings(jobsim.loads(text))) == [f"load {40 / able:.3g} from 0s to 10s: the queue can only grow"]
    # With a slot for each there is no wait; a limit below what is left to a pool leaves more to the other.
    enough = [f"processors.{name}.slots.slots=20" for name in ("fast", "slow")]
    assert capacity(jobsim.loads(text, overrides=enough)) == pytest.approx(100 + 100 / 3)
    limited = jobsim.loads(text, overrides=["processors.slow.limit=5/s"])  # 1.5 slots, and 3.5 for the fast
    assert capacity(limited) == pytest.approx(5 + 35)
    nothing = ["processors.fast.service=0s", "processors.slow.service=0s"]
    assert capacity(jobsim.loads(text, overrides=nothing)) == math.inf


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
