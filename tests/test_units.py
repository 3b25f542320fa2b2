"""Durations as words and as nanoseconds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobsim.units import (
    NEVER,
    SECOND,
    format_duration,
    format_rate,
    format_seconds,
    parse_duration,
    parse_rate,
    seconds_to_nanoseconds,
)


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0s", 0),
        ("1ns", 1),
        ("250ms", 250_000_000),
        ("2s", 2_000_000_000),
        ("1m30s", 90_000_000_000),
        ("1h", 3_600_000_000_000),
        ("1d2h3m4s5ms6us7ns", 93_784_005_006_007),
        ("0.1s", 100_000_000),
        ("1.5m", 90_000_000_000),
        ("0.000000001s", 1),
        ("15µs", 15_000),
    ],
)
def test_a_duration_is_read_exactly(text: str, nanoseconds: int) -> None:
    assert parse_duration(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "empty"),
        ("2", "write it like"),
        ("2 s", "did you mean 2s"),
        ("5min", "did you mean 5m"),
        ("500MS", "did you mean 500ms"),
        ("1 hour 30 minutes", "did you mean 1h30m"),
        ("2days", "did you mean 2d"),
        ("1w", "write it like"),
        ("-1s", "must not be negative"),
        ("1s1m", "large to small"),
        ("1s1s", "large to small"),
        ("0.1ns", "finer than 1 ns"),
        ("1.0000000001s", "finer than 1 ns"),
        ("200000d", "longer than the clock"),
        ("٣s", "write it like"),
        ("9" * 70 + "s", "too long"),
        ("1e3s", "write it like"),
    ],
)
def test_what_is_no_duration_says_what_would_be(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        parse_duration(text)


@pytest.mark.parametrize(("seconds", "nanoseconds"), [(0, 0), (3, 3 * SECOND), (0.1, 10**8), (0.3, 3 * 10**8)])
def test_a_bare_number_is_seconds_as_written(seconds: float, nanoseconds: int) -> None:
    assert seconds_to_nanoseconds(seconds) == nanoseconds


@pytest.mark.parametrize("seconds", [-1, -0.5, 1e-10, float("inf"), float("nan"), 1e18, 10**30])
def test_a_number_that_is_no_duration_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match=r"negative|finer|finite|longer"):
        seconds_to_nanoseconds(seconds)


@given(st.integers(0, NEVER - 1))
def test_a_formatted_duration_is_read_back_exactly(nanoseconds: int) -> None:
    assert parse_duration(format_duration(nanoseconds)) == nanoseconds


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [(0, "0s"), (10**8, "100ms"), (1_500_000_000, "1.5s"), (90 * SECOND, "1m30s"), (1_001, "1001ns")],
)
def test_durations_are_written_short(nanoseconds: int, text: str) -> None:
    assert format_duration(nanoseconds) == text


@pytest.mark.parametrize(
    ("time", "text"), [(0, "0"), (3 * 10**8, "0.3"), (12_000_000_001, "12.000000001"), (14_400 * SECOND, "14,400")]
)
def test_seconds_have_no_superfluous_zeros(time: int, text: str) -> None:
    assert format_seconds(time) == text


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("50/s", Fraction(50)),
        ("300/min", Fraction(5)),
        ("300/m", Fraction(5)),
        ("2.5/h", Fraction(1, 1440)),
        ("1/day", Fraction(1, 86_400)),
        ("0/s", Fraction(0)),
        ("0.1/second", Fraction(1, 10)),
    ],
)
def test_a_rate_is_read_exactly(text: str, rate: Fraction) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["", "50", "50/", "/s", "-1/s", "1e3/s", "50/ms", "50 /s", "1/s/s", "9" * 70 + "/s"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a rate; write it like 50/s"):
        parse_rate(text)


@given(st.integers(0, 10**12), st.integers(0, 6), st.sampled_from(["s", "min", "h", "d"]))
def test_a_rate_is_written_so_that_it_is_read_back(digits: int, places: int, unit: str) -> None:
    rate = parse_rate(f"{digits // 10**places}.{digits % 10**places:0{places + 1}d}/{unit}")
    assert parse_rate(format_rate(rate)) == rate


def test_a_rate_is_written_in_the_shortest_unit_that_is_exact() -> None:
    assert [format_rate(Fraction(n)) for n in ("50", "1/8", "1/60", "7/3600", "1/86400")] == [
        "50/s",
        "0.125/s",
        "1/min",
        "7/h",
        "1/d",
    ]
    with pytest.raises(ValueError, match="no rate that can be written"):
        format_rate(Fraction(1, 7))
