"""Whether a scenario asks for the same all the time, so that a long run of it may settle."""

from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND

_SHORTLY = 0.01
"""The share of a run after which all submitters have begun."""


def is_steady(scenario: Scenario) -> bool:
    """Whether nobody begins late or leaves early, and no rate or number of processors follows a plan."""
    return (
        scenario.until is not None
        and all(_goes_on(part, scenario) for part in scenario.submitters.values())
        and all(pool.schedule is None for pool in scenario.processors.values())
    )


def _goes_on(part: Submitter, scenario: Scenario) -> bool:
    assert scenario.until is not None
    begins, later = part.start.moments.mean, part.stagger * (part.count - 1) / SECOND
    soon = max(scenario.measured_from, _SHORTLY * scenario.until) / SECOND
    stays = part.stop is None or part.stop >= scenario.until
    return part.cadence is not None and part.puts is None and stays and begins is not None and begins + later <= soon
