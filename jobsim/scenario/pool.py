"""Who serves."""

from pydantic import Field

from jobsim.scenario.delay import Delay
from jobsim.scenario.fields import Strict
from jobsim.scenario.submitter import AT_ONCE, MOST_ACTORS


class Pool(Strict):
    """Processors alike: each takes the next job the moment it is free."""

    count: int = Field(default=1, ge=1, le=MOST_ACTORS, description="How many: NAME-1, NAME-2, ...")
    service: Delay = Field(default=AT_ONCE, description="How long executing a job takes.")
    speed: float = Field(default=1.0, gt=0, le=1e6, description="How many times as fast as said it executes.")
