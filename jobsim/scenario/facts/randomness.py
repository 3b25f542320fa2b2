"""Whether anything of what happens in a scenario is left to chance."""

from typing import Any

from jobsim.scenario.parts.arrivals import Spacing
from jobsim.scenario.parts.failure import Failure
from jobsim.scenario.parts.queue import Discipline
from jobsim.scenario.parts.retry import Jitter
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario
from jobsim.scenario.values.fields import Strict
from jobsim.scenario.values.law import Law


def is_random(scenario: Scenario) -> bool:
    """Whether two replications can differ in what happens, and when."""
    parts = (scenario.queue, *scenario.submitters.values(), *scenario.processors.values())
    return scenario.queue.discipline is Discipline.RANDOM or any(map(_draws, parts))


def _draws(part: Any) -> bool:
    if isinstance(part, Law):
        return part.moments.variance != 0
    if isinstance(part, Failure):
        return 0 < part.probability < 1
    if isinstance(part, list):
        return any(map(_draws, part))
    if part in (Spacing.POISSON, Jitter.FULL, Jitter.EQUAL):
        return True
    if not isinstance(part, Strict):
        return False
    # What a job carries decides nothing.
    names = set(type(part).model_fields) - ({"value", "trace"} if isinstance(part, Submitter) else set())
    return any(_draws(getattr(part, name)) for name in names)
