"""Shares: `2%`, or a bare number from 0 to 1."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from jobsim.scenario.values.kinds import SHARE

_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,30})?)%")
_LIKE = "must be a share, like 2% or 0.02"


def share_of(value: Any) -> float:
    """The share that a value means. Raises ValueError."""
    if isinstance(value, str):
        percent = _PERCENT.fullmatch(value)
        if percent is None:
            raise ValueError(f"{_LIKE}, not {value[:40]!r}")
        share, shown = float(Decimal(percent[1]) / 100), value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        share, shown = float(value), str(value).removesuffix(".0")
    else:
        raise ValueError(_LIKE)
    if not 0 <= share <= 1:
        hint = f"; did you mean {shown}%?" if shown != value and 1 < share <= 100 else ""
        raise ValueError(f"must be from 0 to 1, or from 0% to 100%, not {shown}{hint}")
    return share


Share = Annotated[float, BeforeValidator(share_of), WithJsonSchema(SHARE)]
