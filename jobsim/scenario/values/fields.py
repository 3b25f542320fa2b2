"""What a field of a scenario may hold: strict models, names, durations.

Everything is strict: no text becomes a number, no 2.0 a 2, no unknown key is ignored, nothing is infinite.
"""

import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from jobsim.scenario.values.kinds import (
    DURATION,
    LONGEST_CELL,
    LONGEST_NAME,
    MOST_RATE,
    NAME,
    RATE,
    SOME_DURATION,
    SOME_RATE,
    VALUE,
)
from jobsim.units import (
    Nanoseconds,
    format_duration,
    format_rate,
    parse_duration,
    parse_rate,
    seconds_to_nanoseconds,
)

LONGEST_TEXT = 10_000
_MOST_WRONG = 1000
LEAST_RATE = Fraction(1, 366 * 86_400)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Strict(BaseModel):
    """A part of a scenario: frozen, strict, and closed against unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, serialize_by_alias=True)

    @model_validator(mode="before")
    @classmethod
    def _note_known_keys(cls, data: Any, info: ValidationInfo) -> Any:
        # Whoever validates may pass a dict as context; it learns which keys each mapping could have had,
        # by the mapping's identity, so that an unknown key can be answered with the nearest known one.
        if isinstance(info.context, dict) and isinstance(data, dict):
            info.context[id(data)] = [field.alias or name for name, field in cls.model_fields.items()]
        return data


def read_duration(value: Any) -> Nanoseconds:
    """A duration as a scenario writes it (`250ms`, or a bare number of seconds) in nanoseconds."""
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return seconds_to_nanoseconds(value)
    raise ValueError("must be a duration, like 250ms, 2s, 1m30s, or a bare number of seconds")


def _duration(value: Any) -> Nanoseconds:
    try:
        return read_duration(value)
    except ValueError as error:
        message = str(error)
    raise refusal(message)


def _durations(values: Any) -> Any:
    if not isinstance(values, list):
        return values
    read: list[Nanoseconds] = []
    wrong: list[InitErrorDetails] = []
    for index, value in enumerate(values):
        try:
            read.append(read_duration(value))
        except ValueError as error:
            refuse_many(len(wrong), "durations, like 250ms, 2s or 1m30s")
            wrong.append({"type": refusal(str(error)), "loc": (index,), "input": value})
    if wrong:
        raise ValidationError.from_exception_data("durations", wrong)
    return read


def _mostly_weights(weights: Any) -> Any:
    if isinstance(weights, list):
        wrong = sum(not (isinstance(weight, (int, float)) and weight >= 0) for weight in weights)
        refuse_many(wrong, "weights, numbers from 0 to 1e12")
    return weights


def refuse_many(wrong: int, what: str) -> None:
    """Refuse a whole of which very much is wrong as one problem: pydantic takes a kilobyte for each."""
    if wrong >= _MOST_WRONG:
        raise refusal(f"more than {_MOST_WRONG} of its entries are not {what}")


def refusal(message: str) -> PydanticCustomError:
    """To be raised like a ValueError; pydantic keeps its words, and not its frames, until every problem is told."""
    return PydanticCustomError("value_error", "{error}", {"error": message})


def read_rate(value: Any) -> Fraction:
    """A rate as a scenario writes it (`50/s`, or a bare number of jobs per second)."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        rate = parse_rate(value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        rate = Fraction(Decimal(repr(value)))
    else:
        raise ValueError("must be a rate, like 50/s, 300/min, or a bare number of jobs per second")
    if not 0 <= rate <= MOST_RATE:
        raise ValueError(f"must be from 0 to {MOST_RATE:,} jobs per second, not {value}")
    if 0 < rate < LEAST_RATE:
        raise ValueError(f"{value} is less than one job in a year; 0 stands for none")
    return rate


def _some(value: Fraction) -> Fraction:
    if value == 0:
        raise ValueError("must be more than 0")
    return value


def _positive(value: Nanoseconds) -> Nanoseconds:
    if value == 0:
        raise ValueError("must be longer than 0")
    return value


def _name(value: str) -> str:
    value = unicodedata.normalize("NFC", value)
    if len(value) > LONGEST_NAME:
        raise ValueError(f"a name has {LONGEST_NAME} characters at most, this one {len(value)}")
    kinds = [unicodedata.category(letter)[0] for letter in value]
    if (
        not kinds
        or kinds[0] not in "LN"
        or any(k not in "LNM" and c not in "._-" for k, c in zip(kinds, value, strict=True))
    ):
        raise ValueError("a name is made of letters, digits, '.', '_' and '-', and begins with a letter or a digit")
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError("must be a number or a text")
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise ValueError(f"a text value has {LONGEST_CELL} characters at most, this one {len(value)}")
        if value.startswith(_FORMULA_STARTS):
            raise ValueError("a text value must not begin with = + - or @, which spreadsheets run as a formula")
        if any(unicodedata.category(letter) == "Cc" for letter in value):
            raise ValueError("a text value must not hold control characters or line ends")
    return value


_Read = Annotated[Nanoseconds, PlainSerializer(format_duration, return_type=str), WithJsonSchema(DURATION)]
Duration = Annotated[_Read, BeforeValidator(_duration)]
Durations = Annotated[list[_Read], Field(min_length=1), BeforeValidator(_durations)]
Weights = Annotated[list[Annotated[float, Field(ge=0, le=1e12)]], BeforeValidator(_mostly_weights)]
PositiveDuration = Annotated[Duration, AfterValidator(_positive), WithJsonSchema(SOME_DURATION)]
Rate = Annotated[
    Fraction,
    PlainValidator(read_rate),
    PlainSerializer(format_rate, return_type=str),
    WithJsonSchema(RATE),
]
PositiveRate = Annotated[Rate, AfterValidator(_some), WithJsonSchema(SOME_RATE)]
Name = Annotated[str, AfterValidator(_name), WithJsonSchema(NAME)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Value = Annotated[Any, BeforeValidator(_cell), WithJsonSchema(VALUE)]
