"""Trying again: how often, and after how long. A submitter that lost a put, a job whose attempt failed."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, PlainSerializer, Tag, model_validator

from jobsim.scenario.values.delay import Delay, is_zero
from jobsim.scenario.values.fields import Durations, PositiveDuration, Strict, refusal
from jobsim.scenario.values.kinds import DURATION
from jobsim.scenario.values.word import Word

MOST_ATTEMPTS = 10_000
_MOST_DELAYS = MOST_ATTEMPTS - 1


class Jitter(Word):
    """What chance does to a backoff of d."""

    NONE = "none", "Nothing: the delay as it is."
    FULL = "full", "Anything from 0 to the delay, all alike."
    EQUAL = "equal", "Half of the delay, and anything from 0 to the other half."


class Backoff(Strict):
    """A delay that grows: first x factor^(n-1) before the n-th retry, `most` at most."""

    first: PositiveDuration = Field(description="The delay before the first retry.", examples=["1s"])
    factor: float = Field(
        default=2.0,
        ge=1,
        le=1e6,
        description="How many times as long each delay is as the one before.",
        examples=[3],
    )
    most: PositiveDuration | None = Field(
        default=None, description="The longest that the delay becomes. null: no limit.", examples=["1m"]
    )
    jitter: Annotated[Jitter, Field(strict=False), PlainSerializer(str)] = Field(
        default=Jitter.NONE, description="What chance makes of the delay.", examples=["full"]
    )

    @model_validator(mode="after")
    def _rises(self) -> "Backoff":
        if self.most is not None and self.most < self.first:
            raise refusal("most must not be shorter than first")
        return self


class Retry(Strict):
    """How often in all, and how long between: a delay, a list of them, a backoff, or no time at all."""

    attempts: int = Field(
        ge=1, le=MOST_ATTEMPTS, description="How often a job is tried in all, the first time included.", examples=[3]
    )
    delay: (
        Annotated[
            Annotated[Durations, Field(max_length=_MOST_DELAYS), Tag("each")] | Annotated[Delay, Tag("one")],
            Discriminator(lambda given: "each" if isinstance(given, list) else "one"),
        ]
        | None
    ) = Field(
        default=None,
        description="How long before the next attempt; of a list one after the other, and the last one again and "
        "again. null: not at all.",
        examples=["1s", ["1s", "5s", "1m"]],
    )
    backoff: Backoff | None = Field(
        default=None,
        description="A delay that grows from attempt to attempt, in place of delay. null: none.",
        examples=[{"first": "1s", "factor": 2, "most": "1m", "jitter": "full"}],
    )

    @model_validator(mode="after")
    def _one_way(self) -> "Retry":
        if self.delay is not None and self.backoff is not None:
            raise refusal("give delay or backoff, not both; a variant sets the other one to null")
        return self

    @property
    def retries(self) -> int:
        """How many at most after the first."""
        return self.attempts - 1

    @property
    def pauses(self) -> bool:
        """Whether time passes between the first and the last of them."""
        if self.retries == 0:
            return False
        if isinstance(self.delay, list):
            return any(self.delay[: self.retries])
        return self.backoff is not None or (self.delay is not None and not is_zero(self.delay))


def _list_is_delays(value: Any) -> Any:
    if isinstance(value, list):
        return {"attempts": min(len(value) + 1, MOST_ATTEMPTS), "delay": value}
    if isinstance(value, (dict, Retry)):
        return value
    raise ValueError("must be like {attempts: 3, backoff: {first: 1s}}, or a list of delays, like [10s, 30s]")


class _OrList:
    """Tells editors that a bare list of delays stands wherever a retry does."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        delays = {"type": "array", "items": DURATION, "minItems": 1, "maxItems": _MOST_DELAYS}
        return {"anyOf": [delays, handler(core)]}


Retries = Annotated[Retry, BeforeValidator(_list_is_delays), _OrList()]
"""A Retry as a scenario writes it."""
