"""`sweep:` of a scenario: the keys that a sweep varies, each with its values."""

import json
from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema

from jobsim.scenario.grids.ranges import MOST_VALUES, texts_of
from jobsim.scenario.reading.tree import UNREADABLE
from jobsim.scenario.values.fields import refusal

LONGEST_VALUE = 1000


class Value(NamedTuple):
    """One value of a key."""

    text: str
    """As it was written; in a table."""
    yaml: str
    """To be read as a scenario is."""


Values = tuple[Value, ...]


def values_of(said: object) -> Values:
    """The values that a key takes: a text as on the command line, one value, or several.

    Raises ValueError with a sentence that says what would be right.
    """
    if isinstance(said, str):
        found = [Value(text, text) for text in texts_of(said)]
    elif isinstance(said, (bool, int, float)):
        found = [_written(said)]
    elif isinstance(said, dict):
        raise ValueError("write the whole key with its dots, like queue.capacity: [5, 10]; mappings go in a list")
    elif isinstance(said, Iterable):
        found = [_written(value) for value in said]
    else:
        raise ValueError("must be values to go through, like 1:8, or [5, 10, 20]")
    if not found:
        raise ValueError("must have one value at least")
    if len(found) > MOST_VALUES:
        raise ValueError(f"has {len(found):,} values; {MOST_VALUES:,} are possible")
    for value in found:
        if len(value.text) > LONGEST_VALUE or not value.text.isprintable():
            raise ValueError(f"a value is one line of {LONGEST_VALUE} characters at most, all of them printable")
    return tuple(found)


def _written(value: Any) -> Value:
    try:
        yaml = json.dumps(value, ensure_ascii=False, default=lambda number: number.item())
    except (AttributeError, TypeError, ValueError, RecursionError):
        raise ValueError(f"{str(value)[:40]!r} is nothing that a scenario can hold") from None
    return Value(value if isinstance(value, str) else yaml, yaml)


def _read(said: Any) -> Values:
    if isinstance(said, list) and UNREADABLE in said:
        return ()  # which is known already
    try:
        return values_of(said)
    except ValueError as error:
        message = str(error)
    raise refusal(message)


def _without_nulls(keys: Any) -> Any:
    if keys is None:
        return {}
    return {key: said for key, said in keys.items() if said is not None} if isinstance(keys, dict) else keys


_Varied = Annotated[
    Values,
    PlainValidator(_read),
    WithJsonSchema(
        {
            "type": ["string", "number", "boolean", "null", "array"],
            "minItems": 1,
            "minLength": 1,
            "description": "The values that this key takes in turn, as a range, a text with commas, or a list.",
            "examples": ["1:8", "5,10,20", "100ms:1s:100ms", "10ms:1s:log5", ["fifo", "lifo"]],
        }
    ),
]
Sweep = Annotated[dict[str, _Varied], BeforeValidator(_without_nulls)]
