"""When jobs come: by phases, exactly and at random; in bursts; each as its law says."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jobsim
from jobsim.scenario.parts.arrivals import Phase
from jobsim.units import NEVER, SECOND
from jobsim.workload.arrivals import Gaps, InBursts, Scheduled
from jobsim.workload.bursts import Windows
from jobsim.workload.draws import Same, SameAfterFirst
from jobsim.workload.integral import JOB, Integral
from jobsim.workload.plan import Plan, plan

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


@settings(max_examples=300, deadline=None)
@given(PHASES, st.booleans(), st.lists(st.integers(0, 60) | st.integers(0, 10**7), min_size=1, max_size=30))
def test_many_levels_at_once_are_reached_when_each_of_them_is(
    parts: list[Phase], repeat: bool, jobs: list[int]
) -> None:
    integral = Integral(parts, repeat)
    levels = [number * JOB for number in jobs] + [number * 333_333 for number in jobs]
    found = integral.reaches_each(np.array(levels)).tolist()
    assert found == [integral.reaches(level) for level in levels]


def test_what_a_float_cannot_tell_is_told_by_whole_numbers() -> None:
    # Six years long: doubles near its end lie a few nanoseconds apart.
    flat = Integral(phases({"for": "200000000s", "rate": {"from": 0, "to": "1/d"}}), repeat=False)
    levels = np.arange(1, 2000) * 577_215
    found = flat.reaches_each(levels).tolist()
    # At x nanoseconds the integral is x² / (2 length day): so x is the root of 2 length day level.
    with localcontext(prec=60):
        day, length = Decimal(86_400 * SECOND), Decimal(200_000_000 * SECOND)
        exact = [(2 * length * day * Decimal(level) / JOB).sqrt() for level in levels.tolist()]
        assert found == [int(at.to_integral_value(ROUND_HALF_EVEN)) for at in exact]


def test_halves_are_rounded_to_even() -> None:
    # At 400/s, levels of millionths of a job lie 2.5 ns apart.
    steady = Integral(phases({"for": "1s", "rate": "400/s"}), repeat=False)
    assert steady.reaches_each(np.arange(1, 6)).tolist() == [2, 5, 8, 10, 12]
    # After t ns the rate is t/2 jobs a nanosecond, and the integral t²/4: 0.0625 at a half, 0.5625 at one and a half.
    rising = Integral(phases({"for": "2ns", "rate": {"from": 0, "to": "1000000000/s"}}), repeat=False)
    around = np.array([62_499, 62_500, 62_501, 562_499, 562_500, 562_501])
    assert rising.reaches_each(around).tolist() == [0, 0, 1, 1, 2, 2]


def test_the_whole_root_of_a_square_is_put_right_where_it_is_too_rough() -> None:
    # From 1,000/s to 0 in 3 ns the integral is x - x²/6 millionths of a job: 1 at 3 - √3 = 1.27 ns.
    falling = Integral(phases({"for": "3ns", "rate": {"from": "1000/s", "to": 0}}), repeat=False)
    assert falling.reaches(1) == 1
    assert falling.reaches_each(np.array([1, 2])).tolist() == [1, NEVER]


def test_a_job_of_the_very_first_instant_comes_then() -> None:
    for parts in (
        phases({"for": "1s", "rate": "10/s"}, {"for": "1s", "rate": 0}),
        phases({"for": "1s", "rate": 0}, {"for": "1s", "rate": "10/s"}),
    ):
        for repeat in (False, True):
            integral = Integral(parts, repeat)
            assert integral.reaches(0) == 0
            assert integral.reaches_each(np.array([0, 0])).tolist() == [0, 0]


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


def test_bursts_after_the_end_of_a_run_are_not_gone_through() -> None:
    asked: list[int] = []

    def draw(position: int) -> int:
        asked.append(position)
        return 10

    windows = Windows(0, draw, draw, limit=100)  # type: ignore[arg-type]
    assert windows.later(0, 45) == 85  # on from 0 to 10, 20 to 30, ..., 80 to 90
    assert windows.later(85, 10**15) == 100
    assert len(asked) < 20


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_a_gap_of_millions_of_bursts_never_ends(engine: str) -> None:
    """A cadence without a mean, whose draws are months now and then, in bursts of a millisecond."""
    text = """
        seed: 3
        submitters: {a: {cadence: {distribution: pareto, shape: 0.2, scale: 1ms}, pacing: fixed, jobs: 50,
                         bursts: {on: 1ms, off: 1ms}}}
        processors: {w: {}}
    """
    run = jobsim.run(jobsim.loads(text), engine=engine).run
    assert 0 < len(run.jobs) < 50  # one in about sixteen is longer than 1,000 s, and the last
    assert (run.jobs.due_at % (2 * 10**6) < 10**6).all()


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


def planned(part: str) -> Plan:
    """What the second of two alike will do."""
    text = f"submitters: {{a: {{{part}, count: 2, stagger: 3s}}}}\nprocessors: {{w: {{}}}}\nuntil: 9s"
    return plan(jobsim.loads(text))[1]


def test_the_kinds_of_arrivals_are_told_apart_by_type() -> None:
    recorded = planned("trace: {at: [0s, 1s, 1s]}").arrivals
    assert isinstance(recorded, Scheduled)
    assert recorded.draws.blocks()(5).tolist() == [3 * SECOND, 4 * SECOND, 4 * SECOND, NEVER, NEVER]
    assert [recorded(number, 8) for number in (0, 2, 3)] == [3 * SECOND, 4 * SECOND, NEVER]
    phased = planned("phases: [{for: 2s, rate: 1/s}]").arrivals
    assert isinstance(phased, Scheduled)
    assert phased.draws.blocks()(3).tolist() == [4 * SECOND, 5 * SECOND, NEVER]
    assert phased(1, 8) == 5 * SECOND
    cadence = planned("cadence: 2s").arrivals
    assert cadence == Gaps(SameAfterFirst(2 * SECOND))
    assert [cadence(number, 8) for number in (0, 1)] == [8, 8 + 2 * SECOND]
    bursts = planned("cadence: 2s, bursts: {on: 1s, off: 5s}").arrivals
    assert isinstance(bursts, InBursts)
    assert (bursts.draws, bursts.start) == (SameAfterFirst(2 * SECOND), 3 * SECOND)
    assert (bursts.on, bursts.off) == (Same(SECOND), Same(5 * SECOND))


def test_a_submitter_that_never_begins_starts_at_never() -> None:
    # The clock holds 4,611,686,018.427387904 s; the stagger is 3 s more.
    assert planned("cadence: 2s, start: 4611686017s").start == NEVER
    assert planned("cadence: 2s, start: 4611686015s").start == 4_611_686_018 * SECOND
