"""What may fail: an attempt at a job, with some probability."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from jobsim.scenario.values.fields import Strict
from jobsim.scenario.values.kinds import SHARE
from jobsim.scenario.values.share import Share, share_of


class Failure(Strict):
    """An attempt fails with a probability, after a share of the time it would have taken."""

    probability: Share = Field(description="How likely an attempt fails.", examples=["2%"])
    after: Share = Field(
        default=1.0,
        description="After which share of its service time it fails; that time is lost.",
        examples=["50%"],
    )


def _bare_is_probability(value: Any) -> Any:
    return value if isinstance(value, (dict, Failure)) else Failure.model_construct(probability=share_of(value))


class _OrBare:
    """Tells editors that a bare share stands for its probability."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [SHARE, handler(core)]}


Failures = Annotated[Failure, BeforeValidator(_bare_is_probability), _OrBare()]
"""A Failure as a scenario writes it."""
