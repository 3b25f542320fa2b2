"""The distributions a whole number may have: how many jobs at once, a priority, a drawn value.

A bare number stands for `constant`. Moments are of the number itself; draws keep their sequence whatever the block,
as those of durations do.
"""

import math
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from jobsim.scenario.values.fields import Value
from jobsim.scenario.values.law import Chance, Law, Moments, draw_places

MOST = 1_000_000_000
Whole = Annotated[int, Field(ge=-MOST, le=MOST)]


class ConstantNumber(Law):
    """Always the same; what a bare number stands for."""

    distribution: Literal["constant"]
    value: Whole = Field(description="What it always is.", examples=[3])

    @property
    def moments(self) -> Moments:
        return Moments(float(self.value), 0.0)

    @property
    def least(self) -> int:
        """The smallest number it can give."""
        return self.value

    def draw(self, chance: Chance, count: int) -> Any:
        return [self.value] * count


class UniformNumber(Law):
    """Any whole number from `min` to `max`, both included, all alike."""

    distribution: Literal["uniform"]
    min: Whole = Field(description="The least there is.", examples=[1])
    max: Whole = Field(description="The most there is; min or more.", examples=[6])

    @model_validator(mode="after")
    def _ordered(self) -> "UniformNumber":
        if self.min > self.max:
            raise ValueError("min must not be more than max")
        return self

    @property
    def moments(self) -> Moments:
        many = self.max - self.min + 1
        return Moments((self.min + self.max) / 2, (many * many - 1) / 12)

    @property
    def least(self) -> int:
        """The smallest number it can give."""
        return self.min

    def draw(self, chance: Chance, count: int) -> Any:
        many = self.max - self.min + 1
        return [self.min + min(int(level * many), many - 1) for level in chance.random(count).tolist()]


class Geometric(Law):
    """1, 2, 3, ...: how many tries until the first success, given by its mean."""

    distribution: Literal["geometric"]
    mean: float = Field(ge=1, le=1e6, description="The mean.", examples=[3])

    @property
    def moments(self) -> Moments:
        return Moments(self.mean, self.mean * (self.mean - 1))

    @property
    def least(self) -> int:
        """The smallest number it can give."""
        return 1

    def draw(self, chance: Chance, count: int) -> Any:
        levels = chance.random(count).tolist()
        if self.mean == 1:
            return [1] * count
        failing = math.log1p(-1 / self.mean)
        return [1 + min(int(math.log1p(-level) / failing), MOST) for level in levels]


class Poisson(Law):
    """0, 1, 2, ...: how many of many rare things happen, given by its mean."""

    distribution: Literal["poisson"]
    mean: float = Field(ge=0.001, le=1e6, description="The mean.", examples=[1.5])

    @property
    def moments(self) -> Moments:
        return Moments(self.mean, self.mean)

    @property
    def least(self) -> int:
        """The smallest number it can give."""
        return 0

    def draw(self, chance: Chance, count: int) -> Any:
        return chance.poisson(self.mean, count)


class Weighted(Law):
    """What `empirical` laws of numbers and of values share: a list, and how likely each of it is."""

    values: Any
    weights: list[Annotated[float, Field(ge=0, le=1e12)]] | None = Field(
        default=None,
        description="How likely each of the values is, beside the others: a number for each. null: all alike.",
        examples=[[5, 3]],
    )

    @model_validator(mode="after")
    def _weighted(self) -> "Weighted":
        if self.weights is not None and len(self.weights) != len(self.values):
            raise ValueError(f"weights must be as many as values ({len(self.values)}), not {len(self.weights)}")
        if self.weights is not None and not sum(self.weights):
            raise ValueError("weights must not all be 0")
        return self

    def places(self, chance: Chance, count: int) -> list[int]:
        """So many places in the list."""
        return draw_places(chance, count, self.weights or [1.0] * len(self.values))


class EmpiricalNumber(Weighted):
    """One of `values`, as likely as their `weights`."""

    distribution: Literal["empirical"]
    values: Annotated[list[Whole], Field(min_length=1)] = Field(
        description="The whole numbers that are possible.", examples=[[1, 10]]
    )

    @property
    def moments(self) -> Moments:
        weights = self.weights or [1.0] * len(self.values)
        total = math.fsum(weights)
        mean = math.fsum(w * x for w, x in zip(weights, self.values, strict=True)) / total
        return Moments(mean, math.fsum(w * (x - mean) ** 2 for w, x in zip(weights, self.values, strict=True)) / total)

    @property
    def least(self) -> int:
        """The smallest number it can give."""
        return min(self.values)

    def draw(self, chance: Chance, count: int) -> Any:
        return [self.values[place] for place in self.places(chance, count)]


class EmpiricalValue(Weighted):
    """One of `values` (numbers or texts), as likely as their `weights`; a draw is its place in the list."""

    distribution: Literal["empirical"]
    values: Annotated[list[Value], Field(min_length=1)] = Field(
        description="The numbers or short texts that are possible.", examples=[["gold", "silver"]]
    )

    def draw(self, chance: Chance, count: int) -> Any:
        return self.places(chance, count)


AnyNumberLaw = ConstantNumber | UniformNumber | Geometric | Poisson | EmpiricalNumber
"""Every law of whole numbers; a new one is a class above and a line here."""
AnyValueLaw = UniformNumber | Geometric | Poisson | EmpiricalValue


def _bare_is_constant(value: Any) -> Any:
    if isinstance(value, (dict, Law)):
        return value
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("must be a whole number, or a distribution, like {distribution: geometric, mean: 3}")
    return {"distribution": "constant", "value": value}


def _shortest(law: Law) -> Any:
    return law.value if isinstance(law, ConstantNumber) else law.model_dump(mode="json", exclude_none=True)


class _OrBare:
    """Tells editors that a bare number stands wherever a distribution does."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "integer", "minimum": -MOST, "maximum": MOST}, handler(core)]}


Number = Annotated[
    Annotated[AnyNumberLaw, Field(discriminator="distribution")],
    BeforeValidator(_bare_is_constant),
    PlainSerializer(_shortest),
    _OrBare(),
]
DrawnValue = Annotated[AnyValueLaw, Field(discriminator="distribution")]
