"""When the load of a scenario rises, by its means: more is offered, or fewer processors are there."""

from jobsim.scenario.facts.expected import spans_of_one
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND, Nanoseconds

_A_BIT_MORE = 1 + 1e-9


def last_rise(scenario: Scenario, until: Nanoseconds) -> Nanoseconds | None:
    """The last instant up to then, the warm-up behind it, at which the load rises; None: it does not."""
    return max((at for at in _rises(scenario) if scenario.measured_from < at <= until), default=None)


def _rises(scenario: Scenario) -> list[Nanoseconds]:
    spans = [
        (start, end, part.count * rate)
        for part in scenario.submitters.values()
        for start, end, rate in spans_of_one(part, scenario)
    ]
    rises = []
    for at in {start for start, _, _ in spans}:
        before = sum(rate for start, end, rate in spans if start < at <= end)
        after = sum(rate for start, end, rate in spans if start <= at < end)
        if after > before * _A_BIT_MORE:
            rises.append(round(at * SECOND))
    for pool in scenario.processors.values():
        count = pool.count
        for shift in pool.schedule or ():
            if shift.count < count:
                rises.append(shift.at)
            count = shift.count
    return rises
