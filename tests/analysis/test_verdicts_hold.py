"""Verdicts are wrong as seldom as they say, and find what they say they find.

Drawn from normal laws, where Student's formulas are exact; and on demand measured in queues, where they are nearly so.
"""

from collections.abc import Iterator

import numpy as np
import pytest
from scipy import special

import jobsim
from jobsim.analysis.difference import Difference, holm, paired, welch
from tests.analysis.by_hand import run

EXPERIMENTS = 4_000


def about(share: float, experiments: int = EXPERIMENTS) -> object:
    """Within four standard deviations of a share counted in so many experiments."""
    return pytest.approx(share, abs=4 * (share * (1 - share) / experiments) ** 0.5)


def normal_pairs(shift: float, common: float, count: int = 10) -> Iterator[Difference]:
    """Two values that vary by 1 each of their own, and together by what they have in common."""
    generator = np.random.default_rng(1)
    for _ in range(EXPERIMENTS):
        both = common * generator.normal(size=count)
        one, other = both + generator.normal(size=count), both + generator.normal(size=count) + shift
        yield paired(one.tolist(), other.tolist())


def normal_apart(shift: float, sd: float, counts: tuple[int, int]) -> Iterator[Difference]:
    generator = np.random.default_rng(2)
    for _ in range(EXPERIMENTS):
        one, other = generator.normal(size=counts[0]), sd * generator.normal(size=counts[1]) + shift
        yield welch(one.tolist(), other.tolist())


def power(noncentrality: float, freedom: float) -> float:
    """How often a two-sided test at 5 % finds a difference of so many standard errors (Cohen, chapter 2)."""
    quantile = special.stdtrit(freedom, 0.975)
    return float(
        1 - special.nctdtr(freedom, noncentrality, quantile) + special.nctdtr(freedom, noncentrality, -quantile)
    )


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


def test_the_power_is_the_published_one() -> None:
    """Ten pairs that differ by one of their standard deviations: 80.3 % (Faul et al., G*Power 3)."""
    assert power(10**0.5, 9) == pytest.approx(0.803, abs=5e-4)


def test_equal_systems_are_called_different_one_time_in_twenty() -> None:
    assert share([found.p() < 0.05 for found in normal_pairs(0, common=3)]) == about(0.05)
    for sd, counts in ((1, (10, 10)), (3, (10, 10)), (3, (20, 8))):
        assert share([found.p() < 0.05 for found in normal_apart(0, sd, counts)]) == about(0.05)


def test_intervals_contain_the_true_difference() -> None:
    for each in (normal_pairs(1, common=1), normal_apart(1, 2, (8, 12))):
        assert share([abs(found.mean - 1) < found.half(0.9) for found in each]) == about(0.9)


def test_a_known_difference_is_found_with_its_power() -> None:
    """Differences of the pairs vary by √2, whatever they have in common."""
    found = share([found.p() < 0.05 for found in normal_pairs(2**0.5, common=5)])
    assert found == about(power(10**0.5, 9))
    found = share([found.p() < 0.05 for found in normal_apart(1, 1, (17, 17))])
    assert found == about(power((17 / 2) ** 0.5, 32))


def test_what_differs_by_just_the_margin_is_called_equivalent_one_time_in_twenty() -> None:
    for shift in (4, -4):
        assert share([found.p_equivalent(4) < 0.05 for found in normal_pairs(shift, common=1)]) == about(0.05)


def test_of_many_equal_figures_any_is_called_different_one_time_in_twenty() -> None:
    """Twenty figures, independent: without correction it would be 1 - 0.95^20, which is 64 %."""
    ps = np.array([found.p() for found in normal_pairs(0, common=1)]).reshape(-1, 20)
    families = len(ps)
    assert share([min(each) < 0.05 for each in ps.tolist()]) == about(1 - 0.95**20, families)
    assert share([min(holm(each)) < 0.05 for each in ps.tolist()]) == about(0.05, families)


def test_the_comparison_holds_it_from_end_to_end() -> None:
    """Two equal runs of ten replications and three figures: a first false verdict once in twenty, at most."""
    generator = np.random.default_rng(3)
    wrong, rounds = 0, 400
    for _ in range(rounds):
        values = 100 + 30 * generator.normal(size=(2, 3, 10))
        one, other = (
            run(name, seed, **dict(zip("xyz", each.tolist(), strict=True)))
            for name, seed, each in zip("ab", (1, 2), values, strict=True)
        )
        rows = jobsim.compare([one, other], margin=0).rows  # type: ignore[list-item]
        wrong += any(row.verdict == "different" for row in rows)
    assert wrong / rounds == about(1 - (1 - 0.05 / 3) ** 3, rounds)


MM1 = """
engine: compiled
record: summary
replications: 10
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, jobs: 100, pacing: fixed}}
processors: {w: {service: {distribution: exponential, mean: 800ms}}}
"""
ROUNDS = 500


def mm1(seed: int, service: str = "800ms") -> jobsim.Result:
    return jobsim.run(jobsim.loads(MM1, "mm1", overrides=[f"seed={seed}", f"processors.w.service.mean={service}"]))


def judged(one: jobsim.Result, other: jobsim.Result) -> dict[str, tuple[bool, bool]]:
    """Of each figure of all jobs: whether it differs at 5 % by itself, and among all."""
    rows = jobsim.compare([one, other], margin=0).rows
    return {row.metric: (row.p < 0.05, row.verdict == "different") for row in rows if row.of == "all" and row.p}


@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_equal_queues_of_other_seeds() -> None:
    """Waits of a hundred jobs are skewed, which makes Welch's test a little careful; never the other way."""
    found = [judged(mm1(2 * number), mm1(2 * number + 1)) for number in range(ROUNDS)]
    within = 4 * (0.05 * 0.95 / ROUNDS) ** 0.5
    for metric in ("mean(service)", "mean(waiting)", "mean(response)", "utilisation", "throughput"):
        assert 0.02 < share([each[metric][0] for each in found]) < 0.05 + within, metric
    assert share([any(different for _, different in each.values()) for each in found]) < 0.05 + within


@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_a_known_difference_of_services() -> None:
    """Means of 100 services of 0.8 s and of 0.72 s vary by 0.08 and 0.072 s: of ten each, apart, with a known power.

    Paired, one is 0.9 times the other, whatever is drawn: it is always found.
    """
    error = ((0.08**2 + 0.072**2) / 10) ** 0.5
    freedom = (0.08**2 + 0.072**2) ** 2 / (0.08**4 / 9 + 0.072**4 / 9)
    apart = share([judged(mm1(2 * n), mm1(2 * n + 1, "720ms"))["mean(service)"][0] for n in range(ROUNDS)])
    assert apart == about(power(0.08 / error, freedom), ROUNDS)
    together = [judged(mm1(n), mm1(n, "720ms")) for n in range(ROUNDS // 5)]
    assert share([each["mean(service)"][1] for each in together]) == 1
    assert share([each["mean(waiting)"][0] for each in together]) > 0.99
