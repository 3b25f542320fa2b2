"""When each processor of a pool comes and goes, worked out by hand."""

from itertools import islice

import pytest

import jobsim
from jobsim.units import SECOND
from jobsim.workload.forgetting import streams_of
from jobsim.workload.outages import breakdowns, shifts
from jobsim.workload.plan import plan

FOUR = "count: 2, schedule: [{at: 1s, count: 4}, {at: 3s, count: 1}]"


def scenario(pool: str) -> jobsim.Scenario:
    return jobsim.loads(f"submitters: {{a: {{cadence: 1s, jobs: 1}}}}\nprocessors: {{w: {{{pool}}}}}")


@pytest.mark.parametrize(
    ("pool", "number", "expected"),
    [
        (FOUR, 1, []),
        (FOUR, 2, [(3, False)]),
        (FOUR, 3, [(1, True), (3, False)]),
        (FOUR, 4, [(1, True), (3, False)]),
        # What is so already changes nothing.
        ("count: 2, schedule: [{at: 1s, count: 2}, {at: 2s, count: 3}]", 1, []),
        (f"{FOUR}, repeat: 10s", 1, []),  # and is not looked for in all time to come
        (f"{FOUR}, repeat: 10s", 2, [(3, False), (11, True), (13, False), (21, True)]),
        (f"{FOUR}, repeat: 10s", 4, [(1, True), (3, False), (11, True), (13, False)]),
        # After the first round the last number holds until the next change.
        ("count: 1, schedule: [{at: 2s, count: 0}], repeat: 5s", 1, [(2, False)]),
    ],
)
def test_shifts(pool: str, number: int, expected: list[tuple[int, bool]]) -> None:
    found = islice(shifts(scenario(pool).processors["w"], number), 4)
    assert list(found) == [(at * SECOND, there) for at, there in expected]


def test_shifts_end_where_the_clock_does() -> None:
    pool = scenario("count: 1, schedule: [{at: 1s, count: 0}, {at: 2s, count: 1}], repeat: 50000d").processors["w"]
    # A period of 50,000 days goes 1.07 times into the 2^62 ns that the clock holds.
    assert [at // SECOND for at, _ in shifts(pool, 1)] == [1, 2, 4_320_000_001, 4_320_000_002]


def test_each_processor_breaks_down_for_itself() -> None:
    law = "{distribution: exponential, mean: 1s}"
    asked = scenario(f"count: 2, breakdowns: {{every: {law}, repair: {law}}}")
    broken = asked.processors["w"].breakdowns
    assert broken is not None
    firsts = {draw(0) for number in (1, 2) for draw in breakdowns(broken, "w", number, streams_of(asked))}
    assert len(firsts) == 4


def test_a_backoff_beyond_all_measure_is_never() -> None:
    retry = "{attempts: 10000, backoff: {first: 1s, factor: 1000000.0}}"
    asked = jobsim.loads(f"submitters: {{a: {{cadence: 1s, jobs: 1, retry: {retry}}}}}\nprocessors: {{w: {{}}}}")
    delay = plan(asked)[0].retry
    assert delay is not None
    assert [delay(0, attempt) for attempt in (1, 2, 3, 9999)] == [SECOND, 10**6 * SECOND, 2**62, 2**62]
