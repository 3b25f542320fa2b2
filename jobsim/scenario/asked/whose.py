"""Of whom a metric is, and whether a scenario has it: only where it can tell something."""

from jobsim.scenario.asked.measures import GROUPS, Measure
from jobsim.scenario.facts.rises import last_rise
from jobsim.scenario.nearest import nearest
from jobsim.scenario.schema import QUEUE, Record, Scenario
from jobsim.units import format_duration

_TRIES, _VAIN = ("mean(puts)", "mean(attempts)"), ("waste_rate", "limited_rate")
_OF_JOBS = ("drop_rate", "loss_rate", "missed_rate", "mean(queued)", "max(queued)", *_TRIES)
_OF_PROCESSORS = ("utilisation", "mean(processors)", *_VAIN)


def of_whom(measure: Measure, scenario: Scenario) -> str:
    """`all`, `submitter:NAME`, `processor:NAME` or `queue:queue`, as result files have it.

    Raises ValueError where the scenario has no such metric.
    """
    of = "all" if measure.group is None else _named(measure.group, scenario)
    if reason := _missing(measure, of, scenario):
        raise ValueError(f"there is no {measure.metric}{'' if of == 'all' else f' of {of}'}: {reason}")
    return of


def _named(name: str, scenario: Scenario) -> str:
    there = {
        **{f"submitter:{each}": each for each in scenario.submitters},
        **{f"processor:{each}": each for each in scenario.processors},
        f"queue:{QUEUE}": QUEUE,
    }
    if name in there:
        return name
    found = [of for of, each in there.items() if each == name]
    if len(found) > 1:
        raise ValueError(f"{name} is the name of {' and '.join(found)}; write one of these")
    if not found:
        known = [*there] if name.partition(":")[0] in GROUPS else [*dict.fromkeys(there.values())]
        raise ValueError(f"there is no submitter or pool {name}{nearest(name, known)}")
    return found[0]


def _missing(measure: Measure, of: str, scenario: Scenario) -> str | None:
    """Why there is no such metric."""
    metric, kind = measure.metric, of.partition(":")[0]
    if metric in _OF_PROCESSORS and kind not in ("all", "processor"):
        return "it is of processors"
    if metric in _OF_JOBS and kind == "processor":
        return "it is of the jobs that are put"
    if metric == "missed_rate" and all(part.deadline is None for part in scenario.submitters.values()):
        return "no submitter has a deadline"
    if metric in (*_TRIES, *_VAIN) and not scenario.keeps_attempts:
        return "each job is tried once"
    if metric == "mean(processors)" and not scenario.changes_presence:
        return "their number does not change"
    return None if measure.after is None else _no_recovery(measure.after, scenario)


def _no_recovery(after: int, scenario: Scenario) -> str | None:
    if scenario.record is Record.SUMMARY:
        return "it needs the tables (record: jobs)"
    if scenario.until is not None and after >= scenario.until:
        return f"the run ends at {format_duration(scenario.until)}"
    if last_rise(scenario, after) is None:
        return "before then, no submitter begins or grows, and no shift ends, after a time by which to judge"
    return None
