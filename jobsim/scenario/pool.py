"""Who serves."""

from pydantic import Field

from jobsim.scenario.delay import Delay
from jobsim.scenario.failure import Failures
from jobsim.scenario.fields import PositiveDuration, Strict
from jobsim.scenario.submitter import AT_ONCE, MOST_ACTORS


class Pool(Strict):
    """Processors alike: each takes the next job the moment it is free."""

    count: int = Field(default=1, ge=1, le=MOST_ACTORS, description="How many: NAME-1, NAME-2, ...")
    service: Delay = Field(default=AT_ONCE, description="How long executing a job takes.")
    speed: float = Field(default=1.0, gt=0, le=1e6, description="How many times as fast as said it executes.")
    failure: Failures | None = Field(
        default=None, description="How likely an attempt fails: 2%, or {probability: 2%, after: 50%}."
    )
    time_limit: PositiveDuration | None = Field(
        default=None, description="An attempt that is not done so long after its start fails then; null = no limit."
    )

    @property
    def fails(self) -> bool:
        """Whether an attempt may fail."""
        return self.time_limit is not None or (self.failure is not None and self.failure.probability > 0)
