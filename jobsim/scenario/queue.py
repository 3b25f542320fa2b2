"""The queue: how many wait, who is next, and what happens where there is no place."""

from pydantic import Field

from jobsim.scenario.fields import Strict
from jobsim.scenario.submitter import MOST_JOBS


class Queue(Strict):
    """The waiting places between submitters and processors."""

    capacity: int | None = Field(
        default=None, ge=0, le=MOST_JOBS, description="Waiting places; 0 = hand-over only, null = unbounded."
    )
