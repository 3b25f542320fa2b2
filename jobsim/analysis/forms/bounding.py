"""What is sure where no queue of theory is met: how busy the processors are if nothing is lost, and how long at most a
job waits on average."""

from jobsim.analysis.capacity import loads
from jobsim.analysis.forms.facts import Facts, facts_of
from jobsim.analysis.forms.form import Form, Nature, Value
from jobsim.analysis.theory.bounds import longest_mean_wait
from jobsim.scenario.facts.expected import spans_of_one
from jobsim.scenario.schema import Scenario

_A_BIT_LESS = 1 - 1e-9


def bound(scenario: Scenario) -> Form | None:
    """Open arrivals of one rate that can all be served, and wait as long as it takes."""
    facts = facts_of(scenario)
    if facts is None or not facts.open or not facts.odd <= {"discipline", "shortest", "batch", "bursts", "capacity"}:
        return None
    offered = list(loads(scenario))
    all_count = all(any(spans_of_one(part, scenario)) for part in scenario.submitters.values())
    if len(offered) != 1 or not all_count or not 0 < offered[0].share < _A_BIT_LESS:
        return None
    rate, load = offered[0].phase.rate, offered[0].share
    values = [Value("throughput", "all", rate), Value("drop_rate", "all", 0.0), Value("utilisation", "all", load)]
    wait = _longest_mean_wait(facts, rate, load)
    if wait is None:
        return Form("nothing is lost", "Little 1961", tuple(values))
    kind = "M" if facts.poisson is not None else "GI"
    source = "Kingman 1962" if facts.processors == 1 else "Kingman 1962, Wolff 1977"
    values.append(Value("mean(waiting)", "all", wait, Nature.AT_MOST))
    return Form(f"{kind}/G/{facts.processors}", source, tuple(values))


def _longest_mean_wait(facts: Facts, rate: float, load: float) -> float | None:
    """None where gaps or services are not independent of each other, or too irregular."""
    cadence, service = facts.submitter.cadence, facts.service
    if not facts.odd <= {"discipline"} or service is None or service.variance is None:
        return None
    if facts.poisson is not None:
        gap_variance: float | None = 1 / rate**2
    else:
        gap_variance = cadence.moments.variance if cadence is not None and facts.population == 1 else None
    if gap_variance is None:
        return None
    return longest_mean_wait(rate, gap_variance, service.variance, facts.processors, load)
