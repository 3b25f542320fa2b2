"""Differences held against published examples, and against what can be worked out by hand."""

import math

import pytest

from jobsim.analysis.difference import Difference, holm, paired, welch

# Student's own data (Biometrika 6, 1908): hours of sleep gained by ten patients with either drug; as R's manual of
# t.test has them, with its answers to seven digits.
ONE = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
OTHER = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)


def test_students_sleep_paired() -> None:
    found = paired(ONE, OTHER)
    assert found.mean == pytest.approx(1.58)
    assert found.freedom == 9
    assert found.mean / found.error == pytest.approx(4.0621, abs=5e-5)
    assert found.p() == pytest.approx(0.002833, abs=5e-7)
    half = found.half(0.95)
    assert (found.mean - half, found.mean + half) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)


def test_students_sleep_unpaired() -> None:
    found = welch(ONE, OTHER)
    assert found.mean / found.error == pytest.approx(1.8608, abs=5e-5)
    assert found.freedom == pytest.approx(17.776, abs=5e-4)
    assert found.p() == pytest.approx(0.07939, abs=5e-6)
    half = found.half(0.95)
    assert (found.mean - half, found.mean + half) == pytest.approx((-0.2054832, 3.3654832), abs=5e-8)


# The examples of Welch's test in Wikipedia ("Welch's t-test", section Examples): t, degrees of freedom, p.
EQUAL_VARIANCES = (
    (27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4),
    (27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4),
)
OTHER_VARIANCES = (
    (17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8),
    (
        *(21.5, 22.8, 21.0, 23.0, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8),
        *(20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5, 21.5, 21.8),
    ),
)


@pytest.mark.parametrize(
    ("data", "t", "freedom", "p"), [(EQUAL_VARIANCES, 2.46, 25.0, 0.021), (OTHER_VARIANCES, 1.57, 9.9, 0.149)]
)
def test_welch_where_variances_and_numbers_differ(
    data: tuple[tuple[float, ...], tuple[float, ...]], t: float, freedom: float, p: float
) -> None:
    found = welch(*data)
    assert found.mean / found.error == pytest.approx(t, abs=0.006)
    assert found.freedom == pytest.approx(freedom, abs=0.06)
    assert found.p() == pytest.approx(p, abs=6e-4)


def test_two_pairs_by_hand() -> None:
    """Differences 0 and 2: mean 1, standard error 1, t 1; with one degree of freedom p is 1 - 2/π · atan(1)."""
    found = paired((5, 5), (5, 7))
    assert found == (1, 1, 1)
    assert found.p() == pytest.approx(0.5)
    assert found.half(0.95) == pytest.approx(12.7062, abs=1e-4)


def test_satterthwaite_by_hand() -> None:
    """Variances of the means 2/2 = 1 and 18/2 = 9: an error of √10, and 10² / (1²/1 + 9²/1) degrees of freedom."""
    found = welch((0, 2), (7, 13))
    assert found.mean == 9
    assert found.error == pytest.approx(10**0.5)
    assert found.freedom == pytest.approx(100 / 82)


def test_one_that_does_not_vary_leaves_the_others_freedom() -> None:
    assert welch((4, 4, 4), (1, 2, 3)) == (pytest.approx(-2), pytest.approx(3**-0.5), pytest.approx(2))


# Differences 1 to 5: mean 3, standard error √0.5, four degrees of freedom, whose 95 % quantile is 2.1318: the 90 %
# interval ends at 3 + 1.5074.
@pytest.mark.parametrize(("margin", "equivalent"), [(4.51, True), (4.50, False), (3.0, False), (1.0, False)])
def test_two_one_sided_tests_are_the_interval_within_the_margin(margin: float, equivalent: bool) -> None:
    for sign in (1, -1):
        found = paired((0,) * 5, tuple(sign * value for value in (1, 2, 3, 4, 5)))
        assert (found.p_equivalent(margin) < 0.05) == equivalent
    assert found.p_equivalent(3.0) == pytest.approx(0.5)


def test_the_weaker_of_the_two_counts() -> None:
    """One degree of freedom: margins 2 on both sides of 1 are 1 and 3 errors away; 1/2 - atan(1)/π is a quarter."""
    assert Difference(1, 1, 1).p_equivalent(2) == pytest.approx(0.25)
    assert Difference(-1, 1, 1).p_equivalent(2) == pytest.approx(0.25)
    assert Difference(0, 1, 1).p_equivalent(2) == pytest.approx(0.5 - math.atan(2) / math.pi)


def test_what_never_varies_is_certain() -> None:
    for found in (paired((4, 4), (2, 2)), welch((4, 4), (2, 2))):
        assert (found.mean, found.error, found.half(0.95), found.p()) == (-2, 0, 0, 0)
        assert (found.p_equivalent(3), found.p_equivalent(2), found.p_equivalent(1)) == (0, 1, 1)
    assert paired((1, 2), (2, 3)).p() == 0
    assert welch((4, 4), (4, 4)).p() == 1


def test_holm_by_hand() -> None:
    """The example of Wikipedia's "Holm–Bonferroni method": of four, at 5 % the first and the fourth are rejected."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.4]) == [0.8, 0.8]
    assert holm([0.9, 0.8, 0.7]) == [1, 1, 1]
    assert holm([0.01, 0.01]) == [0.02, 0.02]
    assert holm([]) == []
