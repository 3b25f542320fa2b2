"""What many processors together may not exceed: slots, such as connections to a database."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag

from jobsim.scenario.parts.submitter import MOST_ACTORS
from jobsim.scenario.values.fields import Name, Strict


class Shared(Strict):
    """Slots that several pools share. One of them says how many; others may, and then say the same."""

    shared: Name = Field(description="The name under which the pools share the slots.", examples=["db"])
    slots: int = Field(
        ge=1,
        le=MOST_ACTORS,
        description="How many jobs execute at once in all of them together: said by one of the pools, or by each the "
        "same. Default: as another pool says.",
        examples=[20],
    )


def _number(given: Any) -> Any:
    if not isinstance(given, int) or isinstance(given, bool):
        raise ValueError("must be a whole number, or slots that pools share, like {shared: db, slots: 20}")
    return given


# The tags are no keys of Shared, so that a problem is told at its own key.
Slots = Annotated[
    Annotated[int, Field(ge=1, le=MOST_ACTORS), BeforeValidator(_number), Tag("own")]
    | Annotated[Shared, Tag("together")],
    Discriminator(lambda given: "together" if isinstance(given, (dict, Shared)) else "own"),
]
