"""Verdicts on figures written down by hand.

Differences 1 to 5 have a mean of 3 and a standard error of √0.5: t is 4.243 with four degrees of freedom, between the
published quantiles 3.747 and 4.604, so p is between 0.01 and 0.02. Their 90 % interval ends at 4.507.
"""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jobsim
from jobsim.analysis.compared import Comparison, Row
from tests.analysis.by_hand import ByHand, run

BASE = (9, 10, 11, 10, 10)
MORE = tuple(value + difference for value, difference in zip(BASE, (1, 2, 3, 4, 5), strict=True))


def compare(*runs: ByHand, **options: Any) -> Comparison:
    return jobsim.compare(runs, **options)  # type: ignore[arg-type]


def only(*runs: ByHand, **options: Any) -> Row:
    [row] = compare(*runs, **options).rows
    return row


def test_a_sure_difference_beyond_the_margin_is_different() -> None:
    row = only(run("a", x=BASE), run("b", x=MORE))
    assert row.verdict == "different"
    assert row.method == "paired"
    assert (row.baseline_value, row.value, row.difference, row.ratio) == (10, 13, 3, 1.3)
    assert row.p is not None
    assert 0.01 < row.p < 0.02
    assert row.p_holm == row.p
    # 95 %: t is 2.7764.
    assert (row.low, row.high) == pytest.approx((3 - 2.7764 * 0.5**0.5, 3 + 2.7764 * 0.5**0.5), abs=1e-4)
    assert (row.baseline_replications, row.replications) == (5, 5)


def test_within_the_margin_it_is_equivalent_though_it_is_sure() -> None:
    """The margin is 5 % of 100, of -100 too."""
    for base in (90, -110):
        row = only(run("a", x=[value + base for value in BASE]), run("b", x=[value + base for value in MORE]))
        assert row.verdict == "equivalent"
        assert row.p is not None
        assert row.p < 0.02


# 4.507 is 45.07 % of 10, and 4.507 % of 100.
@pytest.mark.parametrize(("margin", "verdict"), [("45.1%", "equivalent"), (0.4505, "different"), (0, "different")])
def test_the_margin_is_a_share_of_the_baselines_value(margin: float | str, verdict: str) -> None:
    assert only(run("a", x=BASE), run("b", x=MORE), margin=margin).verdict == verdict


def test_what_is_neither_is_undecided() -> None:
    """Differences -1 to 3: the mean is 1, and t 1.414, less than 2.132, which has a p of 0.1."""
    row = only(run("a", x=BASE), run("b", x=[value - 2 for value in MORE]))
    assert row.verdict == "undecided"
    assert row.p is not None
    assert row.p > 0.1


def test_beside_nothing_there_is_no_margin() -> None:
    row = only(run("a", x=[-1, 1, 0]), run("b", x=[-1, 1, 0.001]))
    assert (row.verdict, row.p_equivalent, row.ratio) == ("undecided", None, None)


def test_of_four_questions_each_needs_to_be_four_times_as_sure() -> None:
    """p is between 0.0125 and 0.02 (t for 0.0125 is 4.31): alone it is below 5 %, four times it is not."""
    names = ("w", "x", "y", "z")
    first = {name: [value + shift for value in BASE] for shift, name in enumerate(names)}
    second = {name: [value + shift for value in MORE] for shift, name in enumerate(names)}
    two = compare(run("a", **dict(list(first.items())[:2])), run("b", **dict(list(second.items())[:2])))
    four = compare(run("a", **first), run("b", **second))
    for found, verdict, count in ((two, "different", 2), (four, "undecided", 4)):
        for row in found.rows:
            assert row.p is not None
            assert row.p_holm == pytest.approx(count * row.p)
            assert row.verdict == verdict


def test_what_has_the_same_values_on_both_sides_is_one_question() -> None:
    found = compare(run("a", w=BASE, x=BASE, y=BASE, z=BASE), run("b", w=MORE, x=MORE, y=MORE, z=MORE))
    assert {(row.p_holm, row.verdict) for row in found.rows} == {(found.rows[0].p, "different")}


def test_what_never_differs_is_the_same_and_no_question() -> None:
    rows = compare(run("a", x=BASE, y=BASE, z=[0, 0, 0, 0, 0]), run("b", x=MORE, y=BASE, z=[0, 0, 0, 0, 0])).rows
    assert [row.verdict for row in rows] == ["different", "same", "same"]
    assert rows[0].p_holm == rows[0].p
    for row in rows[1:]:
        assert (row.difference, row.low, row.high, row.p, row.p_holm, row.narrower) == (0, 0, 0, None, None, None)


def test_a_difference_that_never_varies_is_different_or_equivalent_for_sure() -> None:
    after = [value + 1 for value in BASE]
    row = only(run("a", x=BASE), run("b", x=after))
    assert (row.verdict, row.low, row.high, row.p, row.narrower) == ("different", 1, 1, 0, None)
    assert only(run("a", x=BASE), run("b", x=after), margin="11%").verdict == "equivalent"
    row = only(run("a", 1, x=[4, 4]), run("b", 2, x=[2, 2]))
    assert (row.verdict, row.method, row.p) == ("different", "welch", 0)
    assert only(run("a", 1, x=[4, 4]), run("b", 2, x=[4, 4, 4])).verdict == "same"


def test_pairing_tells_how_much_narrower_it_is() -> None:
    """Differences 1 and 3: standard error 1, one degree of freedom, t 12.7062.

    Unpaired, 0 and 10 beside 1 and 13 have variances of the mean of 25 and 36: an error of √61, with
    61² / (25² + 36²) = 1.937 degrees of freedom.
    """
    from scipy.special import stdtrit

    found = compare(run("a", x=[0, 10]), run("b", x=[1, 13]))
    expected = float(stdtrit(61**2 / (25**2 + 36**2), 0.975)) * math.sqrt(61) / 12.7062
    assert found.rows[0].narrower == pytest.approx(expected, rel=1e-4)
    assert found.manners[0].narrower == found.rows[0].narrower
    assert compare(run("a", 1, x=[0, 10]), run("b", 2, x=[1, 13])).rows[0].narrower is None


def test_the_gain_is_the_median_of_all_questions() -> None:
    """Of three; what is asked twice counts once."""
    first, second = {"w": [0, 10], "x": [0, 20], "y": [0, 40]}, {"w": [1, 13], "x": [1, 23], "y": [1, 43]}
    found = compare(run("a", **first, z=[0, 10]), run("b", **second, z=[1, 13]))
    assert found.manners[0].narrower == found.rows[1].narrower
    assert found.rows[0].narrower == found.rows[3].narrower


def test_where_nothing_was_measured_a_pair_is_left_out() -> None:
    row = only(run("a", x=[*BASE, None, 7, 8]), run("b", x=[*MORE, 3, None, None]))
    assert (row.difference, row.verdict, row.replications) == (3, "different", 5)
    row = only(run("a", 1, x=[*BASE, None, None]), run("b", 2, x=[None, *MORE]))
    assert (row.verdict, row.method, row.baseline_replications, row.replications) == ("different", "welch", 5, 5)
    row = only(run("a", x=[1, None, 2]), run("b", x=[None, 3, 5]))
    assert (row.verdict, row.method, row.difference, row.baseline_replications) == (None, None, 2.5, 2)


def test_what_only_one_run_has_is_not_judged() -> None:
    rows = compare(run("a", x=BASE, y=BASE), run("b", x=MORE, z=MORE)).rows
    assert [row.verdict for row in rows] == ["different", None, None]
    assert [row.replications for row in rows] == [5, None, 5]


def test_another_confidence_asks_more() -> None:
    """At 99 % t is 4.6041, so 4.243 is undecided, with an interval that contains 0."""
    one, other = run("a", x=BASE), run("b", x=MORE)
    one.figures.run["scenario"] = {"confidence": 0.99}  # type: ignore[index]
    found = compare(one, other)
    assert found.confidence == 0.99
    assert found.rows[0].verdict == "undecided"
    assert found.rows[0].low == pytest.approx(3 - 4.6041 * 0.5**0.5, abs=1e-4)


def test_a_confidence_of_almost_nothing_calls_nothing_beyond_the_margin_equivalent() -> None:
    one, other = run("a", x=BASE), run("b", x=[value - 2 for value in MORE])
    one.figures.run["scenario"] = {"confidence": 0.01}  # type: ignore[index]
    assert compare(one, other).rows[0].verdict == "different"


def test_certainty_has_no_interval() -> None:
    one, other = run("a", x=BASE), run("b", x=MORE)
    one.figures.run["scenario"] = {"confidence": math.nextafter(1, 0)}  # type: ignore[index]
    row = only(one, other)
    assert (row.low, row.high, row.narrower, row.verdict) == (None, None, None, "undecided")


numbers = st.lists(st.integers(-1000, 1000), min_size=2, max_size=6)


@given(st.data(), st.booleans())
def test_the_other_way_round_all_signs_change(data: st.DataObject, paired: bool) -> None:
    x = data.draw(numbers)
    y = data.draw(st.lists(st.integers(-1000, 1000), min_size=len(x), max_size=len(x)) if paired else numbers)
    one, other = run("a", 1, x=x), run("b", 1 if paired else 2, x=y)
    there, back = only(one, other, margin=0), only(other, one, margin=0)
    assert there.difference is not None
    assert there.low is not None
    assert there.high is not None
    assert back.difference == -there.difference
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low), rel=1e-9, abs=1e-9)
    assert there.low <= there.difference <= there.high
    assert (back.verdict, back.replications) == (there.verdict, there.baseline_replications)
    assert back.p == pytest.approx(there.p)


@given(numbers)
def test_a_run_against_itself_is_the_same(x: list[int]) -> None:
    assert only(run("a", x=x), run("b", x=x)).verdict == "same"


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=6), st.floats(-100, 100))
def test_p_and_interval_agree(x: list[float], more: float) -> None:
    """Alone, a figure is different exactly if its interval leaves out 0."""
    row = only(run("a", 1, x=x), run("b", 1, x=[more] * len(x)), margin=0)
    if row.p is not None and abs(row.p - 0.05) > 1e-6:
        assert row.low is not None
        assert row.high is not None
        assert (row.verdict == "different") == (row.low > 0 or row.high < 0)
