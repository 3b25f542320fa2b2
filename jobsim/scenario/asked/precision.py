"""How well a metric is to be known: replications are added until its interval is narrow enough."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema

from jobsim.scenario.asked.grammar import METRIC
from jobsim.scenario.asked.measures import Measure, parse_measure
from jobsim.scenario.values.fields import Strict
from jobsim.scenario.values.kinds import PART
from jobsim.scenario.values.share import Share

LEAST = 10
"""So many replications, at least: fewer would stop by luck."""


def _measure(value: Any) -> Measure:
    if not isinstance(value, str):
        raise ValueError("must name a metric, like p95(response)")
    return parse_measure(value)


def _some(share: float) -> float:
    if not 0 < share < 1:
        raise ValueError("must be above 0 and below 1, like 5%")
    return share


AMeasure = Annotated[
    Measure,
    PlainValidator(_measure),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(METRIC),
]


class Precision(Strict):
    """Replications are added, from at least ten, until a metric's interval is narrow enough."""

    of: AMeasure = Field(description="The metric that is to be known well.", examples=["p95(response)"])
    within: Annotated[Share, AfterValidator(_some), WithJsonSchema(PART)] = Field(
        description="The error that is allowed, as a share of the true value.", examples=["5%"]
    )
    most: int = Field(default=500, ge=LEAST, le=100_000, description="How many replications at most.", examples=[100])

    @property
    def half(self) -> float:
        """Half the width of the interval, as a share of the mean, at which the error is within what is allowed."""
        return self.within / (1 + self.within)
