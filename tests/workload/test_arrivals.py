"""When jobs come: by phases, exactly and at random; in bursts; each as its law says."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jobsim
from jobsim.scenario.arrivals import Phase
from jobsim.units import NEVER, SECOND
from jobsim.workload.bursts import Windows
from jobsim.workload.phases import JOB, Integral
from jobsim.workload.plan import plan

RATES = st.fractions(0, 50, max_denominator=7).map(lambda rate: Fraction(round(rate * 1000), 1000))
PHASES = st.lists(
    st.builds(
        lambda length, first, last: Phase.model_validate({"for": length, "rate": {"from": first, "to": last}}),
        st.sampled_from([1, 0.000000001, 0.1, 2.5, 3600]),
        RATES,
        RATES,
    ),
    min_size=1,
    max_size=4,
)


def phases(*parts: dict[str, object]) -> list[Phase]:
    return [Phase.model_validate(part) for part in parts]


def area(parts: list[Phase], until: Fraction) -> Fraction:
    """The integral of the rate up to an instant, in jobs."""
    total, begun = Fraction(0), Fraction(0)
    for phase in parts:
        length = Fraction(phase.for_, SECOND)
        x = min(max(until - begun, Fraction(0)), length)
        first, last = phase.rates
        total += first * x + (last - first) * x * x / (2 * length)
        begun += length
    return total


@settings(max_examples=300, deadline=None)
@given(PHASES, st.integers(1, 40))
def test_a_job_comes_at_the_nanosecond_next_to_where_the_integral_reaches_it(parts: list[Phase], number: int) -> None:
    whole = sum((Fraction(phase.for_, SECOND) for phase in parts), Fraction(0))
    at = Integral(parts, repeat=False).reaches(number * JOB)
    if area(parts, whole) < number:
        assert at == NEVER
        return
    half = Fraction(1, 2 * SECOND)
    # Half a nanosecond before, the integral is still below; half a nanosecond later, it is there.
    assert area(parts, Fraction(at, SECOND) - half) <= number
    assert area(parts, Fraction(at, SECOND) + half) >= number


@settings(max_examples=100, deadline=None)
@given(PHASES, st.integers(1, 10), st.integers(1, 3))
def test_repeated_phases_are_the_same_ones_later(parts: list[Phase], number: int, rounds: int) -> None:
    length = sum(phase.for_ for phase in parts)
    jobs = area(parts, Fraction(length, SECOND))
    repeated = Integral(parts, repeat=True)
    if jobs == 0:
        assert repeated.reaches(JOB) == NEVER
    elif jobs.denominator == 1 and number <= jobs:
        later = repeated.reaches((number + rounds * int(jobs)) * JOB)
        assert later == repeated.reaches(number * JOB) + rounds * length


def test_the_ramps_of_k6() -> None:
    # k6's own test of its ramping arrival rate: 0 to 1/s in 5 s, 1 s at 1/s, back to 0 in 5 s. By hand: the roots of 10
    # and 20; 5.5; then 6 + 5 - root of 20, 6 + 5 - root of 10; and the sixth job at the very end.
    parts = phases(
        {"for": "5s", "rate": {"from": 0, "to": "1/s"}},
        {"for": "1s", "rate": "1/s"},
        {"for": "5s", "rate": {"from": "1/s", "to": 0}},
    )
    integral = Integral(parts, repeat=False)
    found = [integral.reaches(number * JOB) for number in range(1, 7)]
    assert [at // 1_000_000 for at in found] == [3162, 4472, 5500, 6527, 7837, 11_000]
    with localcontext(prec=40):
        ten, twenty = Decimal(10).sqrt(), Decimal(20).sqrt()
        exact = [ten, twenty, Decimal("5.5"), 11 - twenty, 11 - ten, Decimal(11)]
        assert found == [int((at * SECOND).to_integral_value()) for at in exact]
    assert integral.reaches(7 * JOB) == NEVER


def test_random_phases_are_a_poisson_stream_of_that_rate() -> None:
    text = """
        submitters: {a: {phases: [{for: 4s, rate: {from: 0, to: 10/s}}, {for: 2s, rate: 3/s}], spacing: poisson}}
        processors: {w: {}}
    """
    counts = []
    for seed in range(400):
        due = jobsim.run(jobsim.loads(text, overrides=[f"seed={seed}"])).run.jobs.due_at
        counts.append([np.count_nonzero(due < 2 * SECOND), np.count_nonzero(due >= 4 * SECOND), len(due)])
    # The integral: 5 jobs in the first two seconds, 6 in the last two, 26 in all; the variance is the mean.
    for mean, found in zip((5, 6, 26), np.array(counts).T, strict=True):
        assert abs(found.mean() - mean) < 4 * (mean / 400) ** 0.5
        assert abs(found.var(ddof=1) / mean - 1) < 4 * (2 / 399 + 1 / (mean * 400)) ** 0.5


def test_windows_are_drawn_when_they_are_reached() -> None:
    asked: list[tuple[str, int]] = []

    def draw(name: str, length: int) -> "object":
        def at(position: int) -> int:
            asked.append((name, position))
            return length

        return at

    windows = Windows(100, draw("on", 10), draw("off", 5))  # type: ignore[arg-type]
    assert asked == [("on", 0)]
    assert [windows.later(100, 9), windows.later(109, 1), windows.later(115, 25)] == [109, 115, 150]
    assert windows.later(NEVER, 1) == NEVER
    assert windows.later(171, 0) == 175  # off; long after what was due last
    assert asked[:7] == [("on", 0), ("off", 0), ("on", 1), ("off", 1), ("on", 2), ("off", 2), ("on", 3)]


def test_bursts_submit_only_while_on() -> None:
    text = """
        until: 600s
        submitters: {a: {cadence: {distribution: exponential, rate: 5/s}, pacing: fixed, bursts: {on: 1s, off: 3s}}}
        processors: {w: {}}
    """
    due = jobsim.run(jobsim.loads(text)).run.jobs.due_at
    assert (due % (4 * SECOND) < SECOND).all()
    assert abs(len(due) - 750) < 4 * 750**0.5  # 150 s on, five a second


@pytest.mark.parametrize(
    ("batch", "mean", "variance"),
    [
        ("3", 3, 0),
        ("{distribution: uniform, min: 0, max: 4}", 2, 2),
        ("{distribution: geometric, mean: 3}", 3, 6),
        ("{distribution: poisson, mean: 2.5}", 2.5, 2.5),
        ("{distribution: empirical, values: [1, 5], weights: [3, 1]}", 2, 3),
    ],
)
def test_batches_have_the_mean_and_the_variance_of_their_law(batch: str, mean: float, variance: float) -> None:
    text = f"""
        submitters: {{a: {{cadence: 1s, stop: 5000s, batch: {batch}, pacing: fixed}}}}
        processors: {{w: {{}}}}
    """
    scenario = jobsim.loads(text)
    sizes = np.bincount(jobsim.run(scenario).run.jobs.due_at // SECOND, minlength=5000)
    assert abs(sizes.mean() - mean) <= 4 * (variance / 5000) ** 0.5
    assert sizes.var() == pytest.approx(variance, rel=0.15)
    law = scenario.submitters["a"].batch
    assert law is not None
    assert law.moments == pytest.approx((mean, variance))


def test_what_is_drawn_for_a_job_does_not_depend_on_the_rest() -> None:
    text = """
        submitters:
          a:
            cadence: {distribution: exponential, mean: 1s}
            jobs: 30
            size: {distribution: exponential, mean: 1s}
            priority: {distribution: uniform, min: -2, max: 2}
            deadline: {distribution: uniform, min: 1s, max: 2s}
            value: {distribution: empirical, values: [x, y, 7]}
        processors: {w: {count: 1}}
    """
    one = plan(jobsim.loads(text))[0]
    other = plan(jobsim.loads(text, overrides=["processors.w.count=4", "submitters.b={cadence: 1s, jobs: 1}"]))[0]
    for name in ("size", "priority", "deadline", "value"):
        mine, theirs = getattr(one, name), getattr(other, name)
        assert [mine(k) for k in range(30)] == [theirs(k) for k in range(30)]
    assert {one.priority(k) for k in range(30)} <= {-2, -1, 0, 1, 2}  # type: ignore[misc]
