"""What a field of a scenario may hold: strict models, names, durations.

Everything is strict: no text becomes a number, no 2.0 a 2, no unknown key is ignored, nothing is infinite.
"""

import unicodedata
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from jobsim.units import (
    DURATION_PATTERN,
    Nanoseconds,
    format_duration,
    parse_duration,
    seconds_to_nanoseconds,
)

LONGEST_NAME = 64
LONGEST_CELL = 256
LONGEST_TEXT = 10_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Strict(BaseModel):
    """A part of a scenario: frozen, strict, and closed against unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _note_known_keys(cls, data: Any, info: ValidationInfo) -> Any:
        # Whoever validates may pass a dict as context; it learns which keys each mapping could have had,
        # by the mapping's identity, so that an unknown key can be answered with the nearest known one.
        if isinstance(info.context, dict) and isinstance(data, dict):
            info.context[id(data)] = list(cls.model_fields)
        return data


def read_duration(value: Any) -> Nanoseconds:
    """A duration as a scenario writes it (`250ms`, or a bare number of seconds) in nanoseconds."""
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return seconds_to_nanoseconds(value)
    raise ValueError("must be a duration, like 250ms, 2s, 1m30s, or a bare number of seconds")


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


DURATION_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string", "pattern": DURATION_PATTERN}, {"type": "number", "minimum": 0}],
    "description": "A duration: 250ms, 2s, 1m30s, 1h, or a bare number of seconds.",
}

Duration = Annotated[
    Nanoseconds,
    BeforeValidator(read_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema(DURATION_SCHEMA),
]
PositiveDuration = Annotated[Duration, AfterValidator(_positive)]
Name = Annotated[str, AfterValidator(_name)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Value = Annotated[
    Any,
    BeforeValidator(_cell),
    WithJsonSchema({"type": ["number", "string"], "description": "A job's payload: a number or a short text."}),
]
