"""What a point costs: numbers, keys, the four signs, and nothing else."""

import pytest

from jobsim.errors import UsageError
from jobsim.experiment.cost import read_cost

KEYS = ("processors.w.count", "processors.w.count-down", "queue.capacity")
NUMBERS = {"processors.w.count": 4.0, "processors.w.count-down": 100.0, "queue.capacity": 10.0}


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("processors.w.count*3 + queue.capacity*0.01", 12.1),
        ("processors.w.count", 4),
        ("(1 + processors.w.count) / 2 - -3", 5.5),
        ("+queue.capacity*processors.w.count-5", 35),
        ("processors.w.count-down", 100),  # the longest key that fits
        (" 1e3 ", 1000),
    ],
)
def test_by_hand(text: str, cost: float) -> None:
    assert read_cost(text, KEYS)(NUMBERS) == pytest.approx(cost)


@pytest.mark.parametrize(
    "text",
    [
        "processors.v.count*3",
        "queue.capacity**2",
        "__import__('os').system('true')",
        "queue.capacity if 1 else 2",
        "True + 1",
        "1e999",
        "1" * 400,
        "'a'",
        "x",
        "[1][0]",
    ],
)
def test_anything_else_is_refused_with_what_is_varied(text: str) -> None:
    with pytest.raises(UsageError, match=r"the keys that are varied \(processors\.w\.count, .*queue\.capacity\) only"):
        read_cost(text, KEYS)


@pytest.mark.parametrize("text", ["", "queue.capacity *", "((((", "1 1", "\0"])
def test_what_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="cannot be read; write it like"):
        read_cost(text, KEYS)


def test_it_is_short() -> None:
    with pytest.raises(UsageError, match="500 characters at most"):
        read_cost("1" + "+1" * 250, KEYS)
