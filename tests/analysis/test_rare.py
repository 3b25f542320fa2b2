"""Shares that are hardly ever seen: bounds from published tables of Poisson numbers."""

import pytest

import jobsim
from jobsim.analysis.rare import with_rare
from jobsim.analysis.verdicts import judge
from jobsim.results.estimates import Estimate


def share(mean: float | None, low: float | None, high: float | None) -> Estimate:
    return Estimate("drop_rate", "all", "1", mean, low, high, 10)


# Garwood's 95 % bounds: of 0, 0 and 3.689; of 1, 0.0253 and 5.572; of 10, 4.795 and 18.39.
@pytest.mark.parametrize(("seen", "low", "high"), [(0, 0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39)])
def test_bounds_are_those_of_the_tables(seen: int, low: float, high: float) -> None:
    found = with_rare(share(seen / 1000, seen / 1000, seen / 1000), 1000, 0.95)
    assert (found.low, found.high) == pytest.approx((low / 1000, high / 1000), rel=1e-3)
    mirror = with_rare(share(1 - seen / 1000, 1 - seen / 1000, 1 - seen / 1000), 1000, 0.95)
    assert (mirror.low, mirror.high) == pytest.approx((1 - high / 1000, 1 - low / 1000), rel=1e-6)


def test_a_wider_interval_stays_and_many_need_none() -> None:
    assert with_rare(share(0.001, -0.01, 0.012), 1000, 0.95)[4:6] == (0.0, 0.012)
    for known in (share(0.05, 0.04, 0.06), share(0.5, 0.5, 0.5), share(None, None, None), share(0.0, None, None)):
        assert with_rare(known, 1000, 0.95) is known
    assert with_rare(share(0.0, 0.0, 0.0), 0, 0.95).high == 0


RARE = """
until: 200s
replications: 10
engine: compiled
queue: {capacity: 0}
submitters: {a: {cadence: {distribution: exponential, mean: 500ms}, pacing: fixed, timeout: 0s}}
processors: {w: {count: 20, service: {distribution: exponential, mean: 1s}}}
"""
"""Two erlangs on twenty processors: nothing is ever lost (by Erlang's B, one in 2·10¹³), of some 4,000 jobs."""


@pytest.mark.parametrize(
    ("expected", "verdict"),
    [
        ("drop_rate < 1%", "met"),
        ("drop_rate < 0.2%", "met"),
        ("drop_rate < 0.05%", "undecided"),  # of 4,000 jobs, none was seen; 3.7 might have been to be expected
        ("share(waiting <= 0s) > 99%", "met"),
        ("share(waiting <= 0s) > 99.99%", "undecided"),
    ],
)
def test_what_was_not_seen_may_still_be(expected: str, verdict: str) -> None:
    (judged,) = judge(jobsim.run(jobsim.loads(f"{RARE}expect: ['{expected}']")))
    assert judged.verdict == verdict
