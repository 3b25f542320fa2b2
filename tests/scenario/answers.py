"""What a good answer to a bad file is: short, printable, soon, in little memory."""

import unicodedata

import pytest

from jobsim import ScenarioError, loads
from tests.scenario.measuring import Measured

MOST_SECONDS = 3 * 2
"""Of processor time: two seconds are promised, and each takes less; a busy machine stretches them."""
MOST_MEGABYTES = 200
LONGEST_ANSWER = 20_000


def expect_a_good_answer(answer: Measured, *expected: str) -> None:
    """An answer that refuses, says what was expected, and keeps every bound."""
    assert answer.code == 2, answer.said[:2000]
    expect_printable(answer.said)
    for part in expected:
        assert part in answer.said
    assert answer.seconds <= MOST_SECONDS
    assert answer.megabytes <= MOST_MEGABYTES


def expect_printable(said: str) -> None:
    assert "Traceback" not in said
    assert "fault of jobsim" not in said
    assert len(said) < LONGEST_ANSWER
    assert [
        letter for letter in said if letter != "\n" and unicodedata.category(letter)[0] in "CZ" and letter != " "
    ] == []


def answer_to(text: str, *overrides: str) -> str:
    """What is said about a scenario that cannot be right."""
    with pytest.raises(ScenarioError) as caught:
        loads(text, "f", overrides)
    said = str(caught.value)
    expect_printable(said)
    return said
