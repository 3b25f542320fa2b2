"""Wherever a duration may be drawn: a bare duration, or a distribution by name."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from jobsim.scenario.distributions import AnyLaw, Constant
from jobsim.scenario.values.fields import read_duration
from jobsim.scenario.values.kinds import DURATION
from jobsim.scenario.values.law import Law
from jobsim.units import format_duration


def _bare_is_constant(value: Any) -> Any:
    if isinstance(value, (dict, Law)):
        return value
    try:
        return Constant.model_construct(distribution="constant", value=read_duration(value))
    except ValueError as error:
        if isinstance(value, str):
            raise
        raise ValueError(f"{error}, or a distribution, like {{distribution: exponential, mean: 2s}}") from None


def _shortest(law: Law) -> Any:
    return format_duration(law.value) if isinstance(law, Constant) else law.model_dump(mode="json", exclude_none=True)


def is_zero(delay: Law | None) -> bool:
    """Whether it takes no time, whatever is drawn."""
    return delay is not None and delay.moments == (0, 0)


class _OrBare:
    """Tells editors that a bare duration stands wherever a distribution does."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [DURATION, handler(core)]}


Distribution = Annotated[AnyLaw, Field(discriminator="distribution")]
Delay = Annotated[Distribution, BeforeValidator(_bare_is_constant), PlainSerializer(_shortest), _OrBare()]
