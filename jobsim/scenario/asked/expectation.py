"""What is expected of a scenario's metrics: `p95(waiting) < 2s`, `drop_rate < 1%`."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from jobsim.scenario.asked.grammar import EXPECTATION
from jobsim.scenario.asked.measures import Kind, Measure, parse_measure
from jobsim.scenario.values.fields import read_duration, read_rate
from jobsim.scenario.values.share import share_of
from jobsim.units import SECOND

LONGEST = 200
MOST_EXPECTATIONS = 1_000
_WHOLE = re.compile(r"(.*\)|[^()<>=]*)\s*(<=|>=|<|>)\s*([^<>=()]+)", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Expectation:
    """A metric, and the side of a limit on which it is to be."""

    text: str
    """As it was written."""
    measure: Measure
    sign: str
    """`<`, `<=`, `>` or `>=`."""
    limit: float
    """In the metric's unit: seconds, jobs a second, a fraction, a number."""


def parse_expectation(text: str) -> Expectation:
    """Read an expectation. Raises ValueError with a sentence that says what would be right."""
    if len(text) > LONGEST:
        raise ValueError(f"an expectation has {LONGEST} characters at most")
    if text.count("(") != text.count(")"):
        raise ValueError(f"{text[:60]!r} is cut short; in a list in brackets, write it in quotes if it has a comma")
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        raise ValueError(
            f"{text[:60]!r} is no expectation; write a metric, one of < <= > >=, and a limit, like p95(waiting) < 2s"
        )
    measure = parse_measure(whole[1].strip())
    return Expectation(" ".join(text.split()), measure, whole[2], limit_of(whole[3].strip(), measure))


def limit_of(text: str, measure: Measure) -> float:
    """A limit as it is written for a metric, in its unit. Raises ValueError."""
    value: Any = float(text) if _NUMBER.fullmatch(text) else text
    try:
        if measure.kind is Kind.TIME:
            return read_duration(value) / SECOND
        if measure.kind is Kind.SHARE:
            return share_of(value)
        if measure.kind is Kind.RATE:
            return float(read_rate(value))
        if isinstance(value, str):
            raise ValueError(f"{text[:40]!r} is not a number")
    except ValueError as error:
        raise ValueError(f"the limit of {measure.metric} is {measure.kind.value}: {error}") from None
    return float(value)


def _read(value: Any) -> Expectation:
    if not isinstance(value, str):
        raise ValueError("must be a text, like p95(waiting) < 2s")
    return parse_expectation(value)


Expected = Annotated[
    Expectation,
    PlainValidator(_read),
    PlainSerializer(lambda expectation: expectation.text, return_type=str),
    WithJsonSchema({**EXPECTATION, "maxLength": LONGEST}),
]
"""An Expectation as a scenario writes it."""
