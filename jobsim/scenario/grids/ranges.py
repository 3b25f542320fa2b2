"""The values that a key takes in a sweep, from the text that says them: `1:8`, `5,10,20`, `10ms:1s:log5`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jobsim.units import SECOND, UNITS, format_duration, parse_duration

MOST_VALUES = 100_000
_DIGITS = 3
"""So many of the values between the ends of a log range, unless they are whole numbers."""
_NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(%|/[a-z]+)?")
_LOG = re.compile(r"log([0-9]{1,6})")
_BRACKETS = {"[": "]", "{": "}", "(": ")"}


def texts_of(text: str) -> Iterator[str]:
    """Each value that a text stands for, as YAML. Raises ValueError with a sentence that says what would be right."""
    for piece in _pieces(text):
        if not piece:
            raise ValueError("a value is empty: write null for none, and no comma at the end")
        # No value of a scenario begins with a digit or a minus and has a colon in it.
        if re.match(r"-?[0-9]", piece) and ":" in piece:
            yield from _range(piece)
        else:
            yield piece


def _pieces(text: str) -> Iterator[str]:
    """The text cut at its commas, but not at those in brackets or quotes."""
    begun, closing, quote = 0, list[str](), ""
    for at, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in _BRACKETS:
            closing.append(_BRACKETS[letter])
        elif closing and letter == closing[-1]:
            closing.pop()
        elif letter == "," and not closing:
            yield text[begun:at].strip()
            begun = at + 1
    yield text[begun:].strip()


@dataclass(frozen=True)
class _Bound:
    """A number with its unit; a duration is in nanoseconds, and its unit is `ns`."""

    amount: Decimal
    unit: str

    def of(self, amount: Decimal) -> str:
        """Another amount of the same kind, in words."""
        if self.unit == "ns":
            return _duration(int(amount))
        return f"{_plain(amount)}{self.unit}"


def _range(text: str) -> Iterator[str]:
    first, _, rest = text.partition(":")
    last, colon, how = rest.partition(":")
    low, high = _bound(first, text), _bound(last, text)
    if low.unit != high.unit:
        raise ValueError(f"{text}: both ends must have the same unit")
    if low.amount >= high.amount:
        raise ValueError(f"{text}: goes from the smaller to the larger")
    log = _LOG.fullmatch(how)
    if log is not None:
        yield from _logarithmic(low, high, int(log[1]), (first, last), text)
        return
    whole = all(bound.unit == "" and _is_whole(bound.amount) for bound in (low, high))
    if not colon and not whole:
        raise ValueError(f"{text}: say how far apart the values are (100ms:1s:100ms), or how many ({text}:log5)")
    step = _bound(how, text) if colon else _Bound(Decimal(1), "")
    if step.unit != low.unit or step.amount <= 0:
        raise ValueError(f"{text}: the step must be more than 0, and have the unit of the ends; or write log5 for five")
    count = int((high.amount - low.amount) / step.amount) + 1
    if count > MOST_VALUES:
        raise ValueError(f"{text}: stands for {count:,} values; {MOST_VALUES:,} are possible")
    for number in range(count):
        yield low.of(low.amount + number * step.amount)


def _logarithmic(low: _Bound, high: _Bound, count: int, ends: tuple[str, str], text: str) -> Iterator[str]:
    """So many values from end to end, each the same factor above the one before."""
    if low.amount <= 0:
        raise ValueError(f"{text}: must begin above 0, since each value is a multiple of the one before")
    if not 2 <= count <= MOST_VALUES:
        raise ValueError(f"{text}: must be of 2 values or more, and {MOST_VALUES:,} at most")
    whole = low.unit == "" and _is_whole(low.amount) and _is_whole(high.amount)
    seen = {ends[0], ends[1]}
    yield ends[0]
    for number in range(1, count - 1):
        amount = low.amount * (high.amount / low.amount) ** (Decimal(number) / (count - 1))
        exact = amount.to_integral_value() if whole else Decimal(f"{amount:.{_DIGITS - 1}e}")
        word = low.of(max(exact, Decimal(1)) if low.unit == "ns" else exact)
        if word not in seen:
            seen.add(word)
            yield word
    yield ends[1]


def _bound(word: str, text: str) -> _Bound:
    number = _NUMBER.fullmatch(word)
    if number is not None:
        return _Bound(Decimal(number[1]), number[2] or "")
    try:
        return _Bound(Decimal(parse_duration(word)), "ns")
    except ValueError:
        raise ValueError(
            f"{text}: {word or 'nothing'} is no end of a range; ranges are like 1:8, 1:9:2 or 10ms:1s:log5"
        ) from None


def _is_whole(amount: Decimal) -> bool:
    return amount == amount.to_integral_value()


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _duration(time: int) -> str:
    if time >= SECOND or time == 0:
        return format_duration(time)
    unit = next(unit for unit in ("ms", "us", "ns") if time >= UNITS[unit])
    return f"{_plain(Decimal(time) / UNITS[unit])}{unit}"
