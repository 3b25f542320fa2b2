"""Jobs of several kinds at one processor: M/G/1 with a mixture of services, with or without priorities."""

from collections.abc import Iterable
from math import fsum

from jobsim.analysis.forms.facts import Facts
from jobsim.analysis.forms.form import Form, Value, form
from jobsim.analysis.theory.expected import steady
from jobsim.analysis.theory.general_service import one_processor
from jobsim.analysis.theory.priorities import priorities
from jobsim.scenario.parts.queue import Discipline
from jobsim.scenario.values.whole_numbers import ConstantNumber

Class = tuple[float, float, float]
"""Of jobs of one kind: how many a second, and the mean and variance of their service."""


def mixed_services(facts: Facts) -> Form | None:
    """Whoever put a job, it is served in its turn; services differ by submitter."""
    together = _together(_classes(facts).values())
    if facts.odd or facts.service is not None or facts.processors > 1 or together is None:
        return None
    if not facts.stable(together[0] * together[1]):
        return None
    return form("M/G/1", "Pollaczek 1930, Khinchine 1932", one_processor(*together))


def prioritised(facts: Facts) -> Form | None:
    """The highest priority first, which does not interrupt; all jobs of a submitter have the same."""
    classes, together = _classes(facts), _together(_classes(facts).values())
    levels = _levels(facts)
    if not facts.says("discipline") or levels is None or facts.processors > 1 or together is None:
        return None
    rate, mean, _ = together
    if not facts.stable(rate * mean):
        return None
    above = sorted(set(levels.values()), reverse=True)
    of_level = [[classes[name] for name in classes if levels[name] == level] for level in above]
    solved = priorities([found for kind in of_level if (found := _together(kind)) is not None])
    waits = {name: solved[above.index(level)] for name, level in levels.items()}
    queued = fsum(classes[name][0] * wait for name, wait in waits.items())
    values = [Value(metric, "all", value) for metric, value in steady(rate, mean, 1, queued).items()]
    for name, wait in sorted(waits.items()):
        values.append(Value("mean(waiting)", f"submitter:{name}", wait))
        values.append(Value("mean(response)", f"submitter:{name}", wait + classes[name][1]))
    return Form("M/G/1, priorities", "Cobham 1954", tuple(values))


def _levels(facts: Facts) -> dict[str, int] | None:
    """The priority of each submitter's jobs; None where priorities decide nothing, or are drawn."""
    if facts.queue.discipline is not Discipline.PRIORITY:
        return None
    levels = {}
    for name, submitter in facts.submitters.items():
        law = submitter.priority or ConstantNumber(distribution="constant", value=0)
        if not isinstance(law, ConstantNumber):
            return None
        levels[name] = law.value
    return levels


def _classes(facts: Facts) -> dict[str, Class]:
    """Each submitter's jobs; none at all where something about them is unknown."""
    found = {}
    for name, rate in (facts.poisson or {}).items():
        mean, variance = facts.services[name].mean, facts.services[name].variance
        if mean is None or variance is None:
            return {}
        found[name] = (rate, mean, variance)
    return found


def _together(classes: Iterable[Class]) -> Class | None:
    """All of them as one class; None of none."""
    classes = list(classes)
    if not classes:
        return None
    in_all = fsum(rate for rate, _, _ in classes)
    first = fsum(rate * mean for rate, mean, _ in classes) / in_all
    second = fsum(rate * (variance + mean**2) for rate, mean, variance in classes) / in_all
    return in_all, first, second - first**2
