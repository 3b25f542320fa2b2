"""Queues in which nothing is lost: any number of waiting places, or puts that wait for one as long as it takes."""

from math import comb, fsum

from jobsim.analysis.forms.facts import Facts
from jobsim.analysis.forms.form import Form, form
from jobsim.analysis.theory.batches import batches
from jobsim.analysis.theory.constant_arrivals import constant_arrivals
from jobsim.analysis.theory.erlang import places_and_line, unbounded
from jobsim.analysis.theory.expected import Expected, far_level
from jobsim.analysis.theory.general_service import one_processor
from jobsim.analysis.words import counted
from jobsim.scenario.distributions import Constant

MOST_LEVELS = 1_000
"""Of a system of equations that is solved as a whole: a tenth of a second."""
_LEAST_QUEUED = 1e-8
"""Jobs: fewer are as small as the rounding in such a system."""
_MOST_STATES, _MOST_IN_ALL = 30, 5_000
"""Of a chain that is solved level by level: on a level, and on all of them. As long."""
_MOST_COMBINED = 100
"""Processors of D/M/c: with more, its sum would lose its digits."""
_LEAST_LOAD, _MOST_LOAD = 0.05, 0.999
"""Of D/M/c: with less, its root would lose them, and with more, be long in coming."""


def poisson_puts(facts: Facts) -> Form | None:
    """M/M/c, M/D/c, M/E_k/c, M/G/1."""
    if facts.rate is None or not facts.odd <= {"capacity", "discipline"}:
        return None
    solved = _solved(facts, facts.rate)
    if solved is None:
        return None
    name, source, expected = solved
    if "discipline" in facts.odd:
        # Who is next decides how waits are spread, but not how many wait: it does not know who takes long.
        expected = {metric: value for metric, value in expected.items() if not metric.startswith("p")}
    if "capacity" not in facts.odd:
        return form(name, source, expected)
    # Those who wait for a place and those who wait in one are one line, first come, first served.
    places = facts.queue.capacity or 0
    expected = {metric: value for metric, value in expected.items() if _is_of_both(metric)}
    if facts.exponential is not None:
        expected |= places_and_line(facts.rate, facts.exponential, facts.processors, places)
    return form(f"{name}, {counted(places, 'place')}, puts wait for ever", source, expected)


def _is_of_both(metric: str) -> bool:
    return metric in ("throughput", "utilisation", "drop_rate") or metric.endswith("(response)")


def _solved(facts: Facts, rate: float) -> tuple[str, str, Expected] | None:
    """Name, source and values."""
    processors, service = facts.processors, facts.service
    if service is None or not service.mean or not facts.stable(rate * service.mean):
        return None
    mean, variance, stages = service.mean, service.variance, service.stages
    if service.exponential is not None:
        return f"M/M/{processors}", "Erlang 1917", unbounded(rate, mean, processors)
    levels = far_level(rate * mean / processors, processors)
    if variance == 0 and levels <= MOST_LEVELS:
        expected = constant_service(rate, mean, processors)
        if expected["mean(queued)"] > _LEAST_QUEUED:
            return f"M/D/{processors}", "Crommelin 1932, Franx 2001", expected
    if variance is not None and processors == 1:
        kind = "D" if variance == 0 else "G" if stages is None else f"E{stages}"
        return f"M/{kind}/1", "Pollaczek 1930, Khinchine 1932", one_processor(rate, mean, variance)
    if stages is not None and _few_states(processors, stages, levels):
        from jobsim.analysis.theory.staged_service import staged_service

        return f"M/E{stages}/{processors}", "a Markov chain, Neuts 1981", staged_service(rate, mean, processors, stages)
    return None


def constant_service(rate: float, service: float, processors: int) -> Expected:
    """M/D/c, solved with the service as the unit of time, in which its sums are short."""
    from jobsim.analysis.theory.constant_service import constant_service as solved

    found = solved(rate * service, 1.0, processors)
    times = {metric: value * service for metric, value in found.items() if metric.endswith(("(waiting)", "(response)"))}
    return {**found, **times, "throughput": rate}


def _few_states(processors: int, stages: int, levels: int) -> bool:
    """Whether there are few ways in which so many processors at work can be in the stages."""
    if max(processors, stages) > _MOST_STATES:
        return False
    states = comb(processors + stages - 1, stages - 1)
    return states <= _MOST_STATES and states * levels <= _MOST_IN_ALL


def constant_puts(facts: Facts) -> Form | None:
    """D/M/c: one submitter that keeps a constant cadence."""
    cadence, service = facts.submitter.cadence, facts.exponential
    if facts.odd or facts.population > 1 or not facts.open or not isinstance(cadence, Constant) or service is None:
        return None
    gap = cadence.moments.mean
    if not gap or facts.processors > _MOST_COMBINED:
        return None
    if not _LEAST_LOAD < service / gap / facts.processors < _MOST_LOAD:
        return None
    return form(f"D/M/{facts.processors}", "Takács 1962", constant_arrivals(gap, service, facts.processors))


def batched_puts(facts: Facts) -> Form | None:
    """M^X/M/1: batches come as a Poisson stream, of sizes that may differ by submitter."""
    service = facts.exponential
    if facts.poisson is None or not facts.says("batch") or facts.processors > 1 or service is None:
        return None
    jobs = squares = 0.0
    for name, rate in facts.poisson.items():
        law = facts.submitters[name].batch
        mean, variance = (1.0, 0.0) if law is None else law.moments
        assert mean is not None
        assert variance is not None  # as every law of whole numbers has them
        jobs, squares = jobs + rate * mean, squares + rate * (variance + mean**2)
    if not facts.stable(jobs * service):
        return None
    rate = fsum(facts.poisson.values())
    mean = jobs / rate
    return form("M^X/M/1", "Chaudhry & Templeton 1983", batches(rate, mean, squares / rate - mean**2, service))
