"""What may fail: an attempt at a job, with some probability."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from jobsim.scenario.fields import Strict

_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,30})?)%")
_LIKE = "must be a share, like 2% or 0.02"


def _share(value: Any) -> float:
    if isinstance(value, str):
        percent = _PERCENT.fullmatch(value)
        if percent is None:
            raise ValueError(f"{_LIKE}, not {value[:40]!r}")
        share, shown = float(Decimal(percent[1]) / 100), value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        share, shown = float(value), str(value)
    else:
        raise ValueError(_LIKE)
    if not 0 <= share <= 1:
        hint = f"; did you mean {shown}%?" if shown != value and 1 < share <= 100 else ""
        raise ValueError(f"must be from 0 to 1, or from 0% to 100%, not {shown}{hint}")
    return share


SHARE_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string", "pattern": f"^{_PERCENT.pattern}$"}, {"type": "number", "minimum": 0, "maximum": 1}],
    "description": "A share: 2%, or a bare number from 0 to 1.",
}
Share = Annotated[float, BeforeValidator(_share), WithJsonSchema(SHARE_SCHEMA)]


class Failure(Strict):
    """An attempt fails with a probability, after a share of the time it would have taken."""

    probability: Share = Field(description="How likely an attempt fails.")
    after: Share = Field(default=1.0, description="After which share of its service time.")


def _bare_is_probability(value: Any) -> Any:
    return value if isinstance(value, (dict, Failure)) else Failure.model_construct(probability=_share(value))


class _OrBare:
    """Tells editors that a bare share stands for its probability."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [*SHARE_SCHEMA["anyOf"], handler(core)]}


Failures = Annotated[Failure, BeforeValidator(_bare_is_probability), _OrBare()]
"""A Failure as a scenario writes it."""
