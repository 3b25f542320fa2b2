"""What makes runs hard to compare is told."""

from typing import Any

import pytest

import jobsim
from tests.analysis.by_hand import ByHand, run


def notes(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Of two runs whose run.json says so much."""
    runs = run("a", x=[1, 2], y=[1, 2]), run("b", x=[1, 2], y=[1, 2])
    for made, told in zip(runs, (one, other), strict=True):
        made.figures.run.update(told)  # type: ignore[attr-defined]
    return jobsim.compare(runs).notes  # type: ignore[arg-type]


def test_other_confidences_are_told() -> None:
    found = notes({"scenario": {"confidence": 0.95}}, {"scenario": {"confidence": 0.9}})
    assert "intervals and verdicts are at a's confidence of 95 %; b asks for 90 %" in found


@pytest.mark.parametrize("other", [{}, {"scenario": {}}, {"scenario": {"confidence": 7.0}}, {"scenario": [1]}])
def test_a_confidence_that_is_not_known_is_no_other(other: dict[str, Any]) -> None:
    assert not any("asks for" in note for note in notes({"scenario": {"confidence": 0.95}}, other))


def test_other_warm_ups_are_told() -> None:
    told = "a and b leave out different warm-ups: their figures are of other stretches of time"
    assert told in notes({"warmup": 10.0}, {"warmup": 20.0})
    assert told in notes({"warmup": 10.0}, {})
    assert told not in notes({"warmup": 0.0}, {})
    assert told not in notes({"warmup": 10.0}, {"warmup": 10.0})


def test_many_differences_are_cut_short() -> None:
    one, other = ({f"key{number}": value for number in range(8)} for value in (1, 2))
    [note] = notes({"scenario": one}, {"scenario": other})
    assert note.startswith("b differs from a in key0 (1 -> 2), key1 (1 -> 2), ")
    assert note.endswith("key5 (1 -> 2), and 2 more")


def test_what_a_terminal_cannot_show_is_shown_otherwise() -> None:
    [note] = notes({"scenario": {"x": "\x1b[31m"}}, {"scenario": {"x": "\ud800"}})
    assert note == r"b differs from a in x (\x1b[31m -> \ud800)"


def missing(one: ByHand, other: ByHand) -> list[str]:
    return jobsim.compare([one, other]).notes  # type: ignore[list-item]


def test_figures_with_nothing_to_stand_beside_are_told() -> None:
    assert missing(run("a", x=[1, 2]), run("b", x=[1, 2])) == []
    assert missing(run("a", x=[1, 2], y=[1, 2]), run("b", x=[1, 2])) == ["1 figure of a is missing in b, like y of all"]
    assert missing(run("a", x=[1, 2]), run("b", x=[1, 2], y=[1, 2], z=[1, 2])) == [
        "2 figures of b are missing in a, like y of all"
    ]
