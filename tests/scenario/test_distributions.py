"""Every law against its textbook: moments by SciPy's independent formulas, samples by moments and by distribution."""

import math

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from jobsim.scenario.distributions import AnyLaw
from jobsim.scenario.values.delay import Delay
from jobsim.units import NEVER, SECOND
from jobsim.workload.seeding import generator
from jobsim.workload.streams import to_nanoseconds

LAW: TypeAdapter[AnyLaw] = TypeAdapter(Delay)


def law(**parameters: object) -> AnyLaw:
    return LAW.validate_python(parameters)


def hyperexponential_cdf(mean: float, cv: float):
    # Balanced means: p/rate1 = (1-p)/rate2, the first two moments given (Tijms).
    p = 0.5 * (1 + math.sqrt((cv**2 - 1) / (cv**2 + 1)))
    rates = 2 * p / mean, 2 * (1 - p) / mean
    return lambda x: 1 - p * np.exp(-rates[0] * x) - (1 - p) * np.exp(-rates[1] * x)


SIGMA = math.sqrt(math.log1p(1.5**2))
BETWEEN = math.log(4 / 0.6) / stats.norm.ppf(0.99)

CONTINUOUS = {
    "uniform": (law(distribution="uniform", min="1s", max="3s"), stats.uniform(1, 2)),
    "triangular": (law(distribution="triangular", min="1s", mode="2s", max="4s"), stats.triang(1 / 3, 1, 3)),
    "triangular-edge": (law(distribution="triangular", min=0, mode=0, max=2), stats.triang(0, 0, 2)),
    "exponential": (law(distribution="exponential", mean="400ms"), stats.expon(scale=0.4)),
    "erlang": (law(distribution="erlang", shape=3, mean="2s"), stats.gamma(3, scale=2 / 3)),
    "gamma": (law(distribution="gamma", shape=0.7, mean="2s"), stats.gamma(0.7, scale=2 / 0.7)),
    "lognormal": (
        law(distribution="lognormal", mean="400ms", cv=1.5),
        stats.lognorm(SIGMA, scale=0.4 * math.exp(-(SIGMA**2) / 2)),
    ),
    "lognormal-p99": (law(distribution="lognormal", median="600ms", p99="4s"), stats.lognorm(BETWEEN, scale=0.6)),
    "normal": (law(distribution="normal", mean="1s", sd="800ms"), stats.truncnorm(-1.25, np.inf, 1, 0.8)),
    "normal-uncut": (law(distribution="normal", mean="100s", sd="1s"), stats.norm(100, 1)),
    "normal-half": (law(distribution="normal", mean=0, sd="2s"), stats.halfnorm(0, 2)),
    "weibull": (law(distribution="weibull", shape=1.7, scale="2s"), stats.weibull_min(1.7, scale=2)),
    "pareto": (law(distribution="pareto", shape=4.5, scale="300ms"), stats.pareto(4.5, scale=0.3)),
}
COUNT = 100_000


def sample(of: AnyLaw, count: int = COUNT) -> np.ndarray:
    return to_nanoseconds(of.draw(generator(1, 1, "test"), count)) / SECOND


@pytest.mark.parametrize("name", CONTINUOUS)
def test_moments_are_the_textbooks(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    mean, variance = theirs.stats("mv")
    assert ours.moments == pytest.approx((float(mean), float(variance)), rel=1e-9)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_samples_follow_the_law(name: str) -> None:
    ours, theirs = CONTINUOUS[name]
    drawn = sample(ours)
    assert stats.kstest(drawn, theirs.cdf).pvalue > 1e-4
    mean, variance = ours.moments
    assert abs(drawn.mean() - mean) < 5 * math.sqrt(variance / COUNT)


def test_hyperexponential() -> None:
    ours = law(distribution="hyperexponential", mean="2s", cv=3.0)
    assert ours.moments == pytest.approx((2, 36))
    assert stats.kstest(sample(ours), hyperexponential_cdf(2, 3)).pvalue > 1e-4


def test_constant_and_bare_durations() -> None:
    for constant in (LAW.validate_python("250ms"), law(distribution="constant", value=0.25), LAW.validate_python(0.25)):
        assert constant.moments == (0.25, 0)
        assert set(sample(constant, 10)) == {0.25}


def test_empirical_values_by_weight() -> None:
    ours = law(distribution="empirical", values=["1s", "2s", "4s"], weights=[1, 0, 3])
    # Mean (1 + 12) / 4; second moment (1 + 48) / 4.
    assert ours.moments == pytest.approx((3.25, 12.25 - 3.25**2))
    values, counts = np.unique(sample(ours), return_counts=True)
    assert values.tolist() == [1, 4]
    assert stats.binomtest(int(counts[0]), COUNT, 0.25).pvalue > 1e-4


def test_empirical_values_are_exact() -> None:
    ours = law(distribution="empirical", values=["4000000000.000000001s"])
    assert to_nanoseconds(ours.draw(generator(1, 1), 3)).tolist() == [4_000_000_000_000_000_001] * 3


@pytest.mark.parametrize(
    ("shape", "mean", "variance"),
    [(0.9, None, None), (1, None, None), (1.5, 3.0, None), (2, 2.0, None), (3, 1.5, 0.75)],
)
def test_pareto_may_have_no_moments(shape: float, mean: float | None, variance: float | None) -> None:
    assert law(distribution="pareto", shape=shape, scale="1s").moments == (mean, variance)


def test_a_draw_beyond_the_clock_is_never() -> None:
    drawn = to_nanoseconds(law(distribution="pareto", shape=0.01, scale="1s").draw(generator(1, 1), 1000))
    assert drawn.max() == NEVER
    assert drawn.min() >= 0


@pytest.mark.parametrize("name", [*CONTINUOUS, "hyperexponential", "empirical"])
def test_blocks_do_not_change_the_sequence(name: str) -> None:
    other = {
        "hyperexponential": law(distribution="hyperexponential", mean="2s", cv=3.0),
        "empirical": law(distribution="empirical", values=["1s", "2s", "4s"]),
    }
    ours = other.get(name) or CONTINUOUS[name][0]
    whole = to_nanoseconds(ours.draw(generator(1, 1), 500))
    chance = generator(1, 1)
    parts = [to_nanoseconds(ours.draw(chance, count)) for count in (1, 7, 100, 392)]
    assert np.concatenate(parts).tolist() == whole.tolist()


def test_draws_are_rounded_half_to_even() -> None:
    assert to_nanoseconds([0.5, 1.5, 2.5, 2.4]).tolist() == [0, 2, 2, 2]


@pytest.mark.parametrize(
    "parameters",
    [
        {"distribution": "uniform", "min": "2s", "max": "2s"},
        {"distribution": "triangular", "min": "1s", "mode": "5s", "max": "4s"},
        {"distribution": "exponential", "mean": "0s"},
        {"distribution": "erlang", "shape": 2.0, "mean": "1s"},
        {"distribution": "gamma", "shape": 0, "mean": "1s"},
        {"distribution": "hyperexponential", "mean": "1s", "cv": 1.0},
        {"distribution": "lognormal", "mean": "1s"},
        {"distribution": "lognormal", "mean": "1s", "p99": "2s"},
        {"distribution": "lognormal", "median": "2s", "p99": "2s"},
        {"distribution": "normal", "mean": "1s", "sd": "0s"},
        {"distribution": "weibull", "shape": "2", "scale": "1s"},
        {"distribution": "pareto", "shape": float("nan"), "scale": "1s"},
        {"distribution": "empirical", "values": []},
        {"distribution": "empirical", "values": ["1s"], "weights": [1, 2]},
        {"distribution": "empirical", "values": ["1s"], "weights": [0]},
        {"distribution": "empirical", "values": ["1s"], "weights": [-1]},
    ],
)
def test_impossible_parameters_are_refused(parameters: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        law(**parameters)


@pytest.mark.parametrize(
    "more",
    [
        {"distribution": "exponential"},
        {"distribution": "erlang", "shape": 3},
        {"distribution": "gamma", "shape": 0.7},
        {"distribution": "hyperexponential", "cv": 2.0},
        {"distribution": "lognormal", "cv": 1.5},
    ],
    ids=lambda more: str(more["distribution"]),
)
def test_a_rate_is_the_mean_gap_the_other_way_round(more: dict[str, object]) -> None:
    by_rate, by_mean = law(**more, rate="5/s"), law(**more, mean="200ms")
    assert by_rate.moments == pytest.approx(by_mean.moments)
    draws = [to_nanoseconds(found.draw(generator(1, 1, "x"), 50)).tolist() for found in (by_rate, by_mean)]
    assert draws[0] == pytest.approx(draws[1], abs=1)
    for wrong in ({}, {"rate": "5/s", "mean": "200ms"}, {"rate": 0}, {"rate": True}, {"rate": "1e9/s"}, {"rate": 1e10}):
        with pytest.raises(ValidationError):
            law(**more, **wrong)


def test_a_rate_comes_back_as_it_was_given() -> None:
    found = law(distribution="exponential", rate="300/min")
    assert LAW.dump_python(found, mode="json") == {"distribution": "exponential", "rate": "5/s"}
    assert LAW.validate_python(LAW.dump_python(found, mode="json")) == found
