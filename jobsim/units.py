"""Time as the simulator keeps it, and the two edges where it is words: YAML in, CSV and screen out.

Inside, time is an integer number of nanoseconds (`Nanoseconds`). Durations come in as `250ms`, `1m30s` or a bare
number of seconds, and go out as exact decimals of seconds. No float ever holds an instant. Rates come in as `50/s`
or `300/min`, and are exact fractions of jobs per second.
"""

import re
from decimal import Context, Decimal
from fractions import Fraction
from typing import TypeAlias

Nanoseconds: TypeAlias = int

SECOND: Nanoseconds = 1_000_000_000
NEVER: Nanoseconds = 2**62
"""About 146 years: what is due here or later counts as after the run."""

UNITS: dict[str, Nanoseconds] = {
    "d": 86_400 * SECOND,
    "h": 3_600 * SECOND,
    "m": 60 * SECOND,
    "s": SECOND,
    "ms": 1_000_000,
    "us": 1_000,
    "µs": 1_000,
    "ns": 1,
}
_WORDS_FOR_UNITS = [
    (re.compile(rf"(?<=[0-9])({words})(?![a-z])"), unit)
    for words, unit in (
        ("msecs?|millis(econds)?", "ms"),
        ("secs?|seconds?", "s"),
        ("mins?|minutes?", "m"),
        ("hrs?|hours?", "h"),
        ("days?", "d"),
    )
]
LONGEST_TEXT = 64
"""Characters of a duration or a rate."""
_EXACT = Context(prec=2 * LONGEST_TEXT)
_PART = r"[0-9]+(?:\.[0-9]+)?"
_TERM = re.compile(rf"({_PART})(ms|us|µs|ns|d|h|m|s)")
_RATE = re.compile(rf"({_PART})/(s|sec|second|m|min|minute|h|hour|d|day)")
_SECONDS_OF_RATE = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_RATE_UNITS = (("s", 1), ("min", 60), ("h", 3_600), ("d", 86_400))
RATE_PATTERN = rf"^{_RATE.pattern}$"
DURATION_PATTERN = (
    "^(?=[0-9])" + "".join(f"(?:{_PART}{unit})?" for unit in ("d", "h", "m", "s", "ms", "(?:us|µs)", "ns")) + "$"
)


def parse_duration(text: str) -> Nanoseconds:
    """Read `250ms`, `2s`, `1m30s`, `1h`: numbers with units, the larger unit first, each unit once.

    Raises ValueError with a sentence that says what would be right.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{_quoted(text)} is too long for a duration ({LONGEST_TEXT} characters at most)")
    position, total, last = 0, Decimal(0), None
    while position < len(text):
        term = _TERM.match(text, position)
        if term is None:
            raise ValueError(f"{_quoted(text)} is not a duration; {_meant(text)}")
        unit = UNITS[term[2]]
        if last is not None and unit >= last:
            raise ValueError(f"{_quoted(text)} is not a duration: units go from large to small, each once, like 1m30s")
        total = _EXACT.fma(Decimal(term[1]), unit, total)
        position, last = term.end(), unit
    if last is None:
        raise ValueError("an empty text is not a duration; write it like 250ms, 2s, 1m30s or 1h")
    return _whole(total, text)


def seconds_to_nanoseconds(seconds: int | float) -> Nanoseconds:
    """A bare number of seconds as it was written (0.1 is 100,000,000 ns), to nanoseconds.

    Raises ValueError where the number is finer than a nanosecond, negative, or beyond what the clock holds.
    """
    number = Decimal(seconds) if isinstance(seconds, int) else Decimal(repr(seconds))
    if not number.is_finite():
        raise ValueError("a duration must be a finite number")
    if number < 0:
        raise ValueError(f"{seconds} is negative; a duration must be 0 or more")
    return _whole(_EXACT.multiply(number, SECOND), repr(seconds))


def format_duration(time: Nanoseconds) -> str:
    """A duration in the shortest form that `parse_duration` reads back exactly: `1m30s`, `0.3s`, `250ms`, `0s`."""
    if time == 0:
        return "0s"
    parts = []
    for unit in ("d", "h", "m"):
        count, time = divmod(time, UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    if time >= SECOND:
        parts.append(f"{format_seconds(time)}s")
    elif time:
        unit = next(unit for unit in ("ms", "us", "ns") if time % UNITS[unit] == 0 or unit == "ns")
        parts.append(f"{time // UNITS[unit]}{unit}")
    return "".join(parts)


def format_seconds(time: Nanoseconds) -> str:
    """Exact seconds without superfluous zeros, as people read them: `2`, `0.3`, `12.000000001`, `14,400`."""
    whole, rest = divmod(time, SECOND)
    return f"{whole:,}.{rest:09d}".rstrip("0") if rest else f"{whole:,}"


def parse_rate(text: str) -> Fraction:
    """Read `50/s`, `300/min`, `2.5/h`, `1/d`: jobs per second, exactly.

    Raises ValueError with a sentence that says what would be right.
    """
    rate = _RATE.fullmatch(text) if len(text) <= LONGEST_TEXT else None
    if rate is None:
        raise ValueError(f"{_quoted(text)} is not a rate; write it like 50/s, 300/min or 2.5/h")
    return Fraction(rate[1]) / _SECONDS_OF_RATE[rate[2][0]]


def format_rate(rate: Fraction) -> str:
    """A rate in the first of /s, /min, /h, /d in which it is a finite decimal; `parse_rate` reads it back exactly."""
    for unit, seconds in _RATE_UNITS:
        number = rate * seconds
        places = next((places for places in range(LONGEST_TEXT) if (number * 10**places).denominator == 1), None)
        if places is not None:
            digits = str(int(number * 10**places)).rjust(places + 1, "0")
            return (f"{digits[:-places]}.{digits[-places:]}" if places else digits) + f"/{unit}"
    raise ValueError(f"{rate} jobs per second is no rate that can be written")


def _meant(text: str) -> str:
    """What was probably meant by a text that is no duration."""
    if text.startswith("-"):
        return "it must not be negative"
    if _RATE.fullmatch(text):
        return f"it is a rate: a distribution has it, as in {{distribution: exponential, rate: {text}}}"
    plain = re.sub(r"\s", "", text).lower()
    for words, unit in _WORDS_FOR_UNITS:
        plain = words.sub(unit, plain)
    if plain != text and re.match(DURATION_PATTERN, plain):
        return f"did you mean {plain}?"
    return "write it like 250ms, 2s, 1m30s or 1h"


def _whole(nanoseconds: Decimal, text: str) -> Nanoseconds:
    if nanoseconds >= NEVER:
        raise ValueError(f"{_quoted(text)} is longer than the clock can hold (about 146 years)")
    whole = int(nanoseconds)
    if whole != nanoseconds:
        raise ValueError(f"{_quoted(text)} is finer than 1 ns, the clock's step")
    return whole


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
