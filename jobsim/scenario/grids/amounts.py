"""How much a value is that a grid goes through, so that values can be put in order, and cost something."""

from jobsim.scenario.reading.scalars import resolve
from jobsim.units import SECOND, parse_duration, parse_rate

_LIKE = "must be a number, a duration like 2s, a rate like 50/s or a share like 5%, to be more or less than another"


def amount_of(text: str) -> float:
    """A number as it is, a duration in seconds, a rate in jobs per second, a share as a fraction. Raises ValueError."""
    value = resolve(text.strip())
    if isinstance(value, bool) or value is None:
        raise ValueError(_LIKE)
    if isinstance(value, (int, float)):
        return float(value)
    if value.endswith("%"):
        return amount_of(value[:-1]) / 100
    for read in (_seconds, _per_second):
        try:
            return read(value)
        except ValueError:
            continue
    raise ValueError(_LIKE)


def _seconds(text: str) -> float:
    return parse_duration(text) / SECOND


def _per_second(text: str) -> float:
    return float(parse_rate(text))
