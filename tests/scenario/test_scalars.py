"""What an unquoted word means, and which words are refused."""

import pytest

from jobsim.scenario.reading.scalars import SurpriseError, resolve


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-7", -7),
        ("12", 12),
        ("0.5", 0.5),
        ("1e3", 1000.0),
        ("2s", "2s"),
        ("1m30s", "1m30s"),
        ("y", "y"),
        ("burst", "burst"),
        ("٣", "٣"),
    ],
)
def test_plain_words(word: str, value: object) -> None:
    resolved = resolve(word)
    assert resolved == value
    assert type(resolved) is type(value)


ODD = """
    on On no YES off True NULL 1:30 010 0x1F 0o7 0b1 1_000 2024-01-02 2024-13-45 .inf -.inf .nan .5 5. 1e400 1e-400 =
"""


@pytest.mark.parametrize(
    "word",
    [*ODD.split(), "9" * 41],
)
def test_words_that_readers_take_in_different_ways_are_refused(word: str) -> None:
    with pytest.raises(SurpriseError):
        resolve(word)
