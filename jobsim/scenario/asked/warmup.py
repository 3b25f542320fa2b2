"""What is left out of the figures at the start of a run: a duration, or `auto`, which finds one."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from jobsim.scenario.values.fields import read_duration, refusal
from jobsim.scenario.values.kinds import DURATION, Said
from jobsim.units import Nanoseconds, format_duration

AUTO: Literal["auto"] = "auto"
LEAST_REPLICATIONS = 5
"""So many paths, at least, are averaged to find where the start is forgotten: a single one would mislead."""


def _read(value: Any) -> Any:
    if value == AUTO:
        return value
    try:
        return read_duration(value)
    except ValueError as error:
        message = f"{error}; or auto, which finds it"
    raise refusal(message)


def _write(value: Any) -> str:
    return AUTO if value == AUTO else format_duration(value)


_SCHEMA: Said = {
    **DURATION,
    "pattern": f"^{AUTO}$|{DURATION['pattern']}",
    "kind": f"{DURATION['kind']}, or auto",
    "errorMessage": f"{DURATION['errorMessage']}; or auto, which finds it",
}
Warmup = Annotated[
    Nanoseconds | Literal["auto"],
    BeforeValidator(_read),
    PlainSerializer(_write, return_type=str),
    WithJsonSchema(_SCHEMA),
]
