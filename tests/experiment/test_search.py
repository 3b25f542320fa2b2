"""The cheapest point that meets all that is expected: found with few looks, whichever way each expectation goes."""

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobsim.experiment.search import Look, Search, Spot

Rooms = Callable[[Spot], tuple[float, ...]]
"""How far within its limit each expectation is at a point; it is met where that is 0 or more."""


def look(rooms: tuple[float, ...]) -> Look:
    return Look(tuple(room >= 0 for room in rooms), tuple(room < 0 for room in rooms), rooms)


def run(costs: dict[Spot, float], rooms: Rooms) -> Search:
    search = Search(costs)
    while (spot := search.next()) is not None:
        assert spot not in search.seen
        search.tell(spot, look(rooms(spot)))
    return search


def line(length: int) -> dict[Spot, float]:
    return {(at,): float(at) for at in range(length)}


@pytest.mark.parametrize("least", [0, 1, 37, 62, 63])
def test_on_a_line_it_is_bisection(least: int) -> None:
    search = run(line(64), lambda spot: (spot[0] - least,))
    assert search.best == (least,)
    assert search.as_assumed
    # The two ends, six or seven looks that halve what is left, and the neighbours.
    assert len(search.seen) <= 10
    for neighbour in (least - 1, least + 1):
        assert neighbour not in range(64) or search.seen[neighbour,].all_met is (neighbour >= least)


def test_where_none_meets_it_few_looks_tell() -> None:
    search = run(line(64), lambda spot: (spot[0] - 100,))
    assert search.best is None
    assert len(search.seen) <= 4


@pytest.mark.parametrize(("least", "most"), [(10, 20), (30, 30), (0, 0), (63, 63), (5, 62)])
def test_expectations_that_go_opposite_ways_leave_a_range(least: int, most: int) -> None:
    """As a limit on waits and a floor under utilisation do, along a number of processors."""
    search = run(line(64), lambda spot: (spot[0] - least, most - spot[0]))
    assert search.best == (least,)
    assert len(search.seen) <= 16


def test_where_they_exclude_each_other_none_meets_all() -> None:
    search = run(line(64), lambda spot: (spot[0] - 40, 30 - spot[0]))
    assert search.best is None
    assert len(search.seen) <= 16


def test_of_two_keys_the_cheapest() -> None:
    costs = {(x, y): 3.0 * x + y for x, y in product(range(30), range(30))}
    search = run(costs, lambda spot: ((spot[0] + 1) * (spot[1] + 1) - 100,))
    # The cheapest of 3x + y with (x + 1)(y + 1) >= 100: x = 5, y = 16 (6 · 17 = 102) costs 31; x = 4, y = 19 costs 31.
    assert search.best == (4, 19)
    assert len(search.seen) < 60


def test_a_key_that_helps_one_and_harms_another() -> None:
    """As places do: more of them lose less, and let wait longer. x is better for both."""
    costs = {(x, y): 10.0 * x + y for x, y in product(range(20), range(20))}

    def rooms(spot: Spot) -> tuple[float, ...]:
        x, y = spot
        return 2 * x + y - 15, 3 * x - y - 10

    search = run(costs, rooms)
    meets = [spot for spot in costs if min(rooms(spot)) >= 0]
    assert search.best == min(meets, key=costs.__getitem__)
    assert len(search.seen) < 60


def test_a_point_that_failed_rules_out_nothing_but_itself() -> None:
    search = Search(line(8))
    while (spot := search.next()) is not None:
        search.tell(spot, Look() if spot[0] >= 6 else look((spot[0] - 3,)))
    assert search.best == (3,)


def test_where_it_goes_no_one_way_nothing_is_ruled_out_unseen() -> None:
    # The ends, 0 and 15, are missed and met: so more is better. Then 7 meets it, 3 does not, 5 does, 4 does not; so 5
    # is the least, were it not for its neighbour 6, which does not meet it. So others that cost less are seen, too.
    search = run(line(16), lambda spot: (1.0 if spot[0] in (2, 5) or spot[0] >= 7 else -1.0,))
    assert not search.as_assumed
    assert search.best == (2,)
    assert {(1,), (2,), (3,), (4,)} <= set(search.seen)


def test_undecided_contradicts_nothing() -> None:
    search = Search(line(4))
    while (spot := search.next()) is not None:
        undecided = spot[0] == 2
        search.tell(spot, Look((not undecided and spot[0] > 0,), (spot[0] == 0,), (float(spot[0]),)))
    assert search.as_assumed


@given(st.data())
def test_it_is_the_cheapest_whichever_way_each_goes(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=3))
    spots = list(product(*map(range, sizes)))
    prices = data.draw(st.lists(st.integers(0, 5), min_size=len(sizes), max_size=len(sizes)))
    costs = {spot: float(sum(map(int.__mul__, prices, spot))) for spot in spots}
    slopes = st.lists(st.integers(-3, 3), min_size=len(sizes), max_size=len(sizes))
    lines = data.draw(st.lists(st.tuples(slopes, st.integers(-8, 8)), min_size=1, max_size=3))

    def rooms(spot: Spot) -> tuple[float, ...]:
        return tuple(float(sum(map(int.__mul__, slope, spot)) - limit) for slope, limit in lines)

    search = run(costs, rooms)
    met = [spot for spot in spots if min(rooms(spot)) >= 0]
    assert search.best == min(met, key=lambda spot: (costs[spot], spot), default=None)
    assert search.as_assumed
