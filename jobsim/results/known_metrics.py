"""Which metrics a run of a scenario will have: they follow from the scenario, before anything happens."""

from jobsim.results.figures import Key
from jobsim.results.groups import DURATIONS, NO_DURATIONS, Due, Group, Groups, Queued, Serving, Tries
from jobsim.results.metrics import metrics
from jobsim.results.outcomes import OUTCOMES
from jobsim.results.run import Ending, Ran, Totals
from jobsim.scenario.schema import Scenario


def known_metrics(scenario: Scenario) -> tuple[Key, ...]:
    """The metrics of every run of a scenario, in their order: those of a run in which nothing happens."""
    several = scenario.keeps_attempts
    due = Due(0, 0) if any(part.deadline is not None for part in scenario.submitters.values()) else None
    tries = Tries(0, 0, 0, 0) if several else None
    serving = Serving(0, 0, 0, 0) if several else Serving(0, 0)
    outcomes, durations = (0,) * len(OUTCOMES), (NO_DURATIONS,) * len(DURATIONS)
    everything = Group(outcomes, durations, 0, due, tries, Queued(0, 0), serving)
    groups = Groups(
        everything,
        dict.fromkeys(sorted(scenario.submitters), everything),
        dict.fromkeys(sorted(scenario.processors), everything),
    )
    nothing = Ran(scenario=scenario, totals=Totals(0, 0, 0), ending=Ending.FINISHED, ended_at=0, engine="")
    found = [Key(metric, of, unit) for metric, of, unit, _ in metrics(nothing, groups)]
    return (*found, *(Key(measure.metric, "all", "s") for measure in scenario.measures if measure.after is not None))
