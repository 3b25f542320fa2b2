"""The cheapest point that meets what is expected: found, with few looks, whatever is monotone."""

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobsim.experiment.search import Search, Spot


def run(costs: dict[Spot, float], meets: Callable[[Spot], bool]) -> Search:
    search = Search(costs)
    while (spot := search.next()) is not None:
        assert spot not in search.seen
        search.tell(spot, meets(spot))
    return search


def line(length: int) -> dict[Spot, float]:
    return {(at,): float(at) for at in range(length)}


@pytest.mark.parametrize("least", [0, 1, 37, 62, 63])
def test_on_a_line_it_is_bisection(least: int) -> None:
    search = run(line(64), lambda spot: spot[0] >= least)
    assert search.best == (least,)
    assert search.more_is_never_worse
    # Six or seven looks halve 64 to nothing; beside them, the neighbour above.
    assert len(search.seen) <= 8
    for neighbour in (least - 1, least + 1):
        assert neighbour not in range(64) or search.seen[neighbour,] is (neighbour >= least)


def test_where_none_meets_it_the_last_one_was_looked_at() -> None:
    search = run(line(10), lambda _: False)
    assert search.best is None
    assert (9,) in search.seen
    assert search.next() is None


def test_of_two_keys_the_cheapest() -> None:
    costs = {(x, y): 3.0 * x + y for x, y in product(range(30), range(30))}
    search = run(costs, lambda spot: (spot[0] + 1) * (spot[1] + 1) >= 100)
    # The cheapest of 3x + y with (x + 1)(y + 1) >= 100: x = 5, y = 16 (6 · 17 = 102) costs 31; x = 4, y = 19 costs 31.
    assert search.best == (4, 19)
    assert len(search.seen) < 60


def test_where_more_is_worse_nothing_is_ruled_out_unseen() -> None:
    # Of 16: 7 meets it, 3 does not, 5 does, 4 does not; so 5 is the least, were it not for its neighbour 6, which does
    # not meet it. Then the others that are cheaper are looked at, too, and 2 is found.
    search = run(line(16), lambda spot: spot[0] in (2, 5) or spot[0] >= 7)
    assert not search.more_is_never_worse
    assert search.best == (2,)
    assert search.seen == {(at,): at in (2, 5, 7) for at in (0, 1, 2, 3, 4, 5, 6, 7)}


@given(st.data())
def test_it_is_the_cheapest_wherever_more_is_never_worse(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=3))
    spots = list(product(*map(range, sizes)))
    prices = data.draw(st.lists(st.integers(0, 5), min_size=len(sizes), max_size=len(sizes)))
    costs = {spot: float(sum(map(int.__mul__, prices, spot))) for spot in spots}
    corners = data.draw(st.lists(st.sampled_from(spots), max_size=3))

    def meets(spot: Spot) -> bool:
        return any(all(a >= b for a, b in zip(spot, corner, strict=True)) for corner in corners)

    search = run(costs, meets)
    met = [spot for spot in spots if meets(spot)]
    assert search.best == min(met, key=lambda spot: (costs[spot], spot), default=None)
    assert search.more_is_never_worse
