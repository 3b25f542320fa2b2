"""`jobsim.run`: a scenario, or its file, to its result."""

from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from jobsim.engines.running import options_for
from jobsim.errors import UsageError
from jobsim.experiment.places import Where
from jobsim.experiment.replicating import replicate
from jobsim.experiment.spreading import replicate_on
from jobsim.model.event import Listener
from jobsim.results.result import Result
from jobsim.scenario.consistency import find_contradictions
from jobsim.scenario.loading import load
from jobsim.scenario.schema import MOST_REPLICATIONS, EngineName, Record, Scenario


def run(
    scenario: Scenario | str | Path,
    *,
    engine: str | None = None,
    record: str | None = None,
    replications: int | None = None,
    speed: float = 1.0,
    max_lag: str | float | None = None,
    listener: Listener | None = None,
    workers: int = 1,
    cluster: str | None = None,
    executor: Executor | None = None,
) -> Result:
    """Run a scenario, or the scenario file of that path.

    `engine` overrides the scenario's (`simpy`, `compiled`, `asyncio`, `auto`), and `record` what is kept of the run:
    `jobs`, or `summary`, which needs no memory for each job and gives no table of them; `replications` how often it is
    run, each time with draws of its own. On `asyncio`, `speed` makes real time pass faster, and an event later than
    `max_lag` (a duration of the scenario's time: `50ms`, or seconds) stops the run. `listener` is called with an Event
    for everything that happens in the first replication. Replications run one after the other; or in so many `workers`,
    on the Dask `cluster` at that address, or on any `executor`, which tell no listener. Ctrl-C ends the run; the result
    then says so.
    Raises ScenarioError, UsageError, or InternalFault if the run broke the simulator's own rules.
    """
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    settings: dict[str, object] = {}
    if replications is not None:
        if type(replications) is not int or not 1 <= replications <= MOST_REPLICATIONS:
            raise UsageError(f"replications must be a number from 1 to {MOST_REPLICATIONS:,}, not {replications!r}")
        settings["replications"] = replications
    for key, word, words in (("engine", engine, EngineName), ("record", record, Record)):
        if word is not None:
            if word not in list(words):
                raise UsageError(f"there is no {key} {word!r}; there are {', '.join(words)}")
            settings[key] = words(word)
    scenario = _with(scenario, settings) if settings else scenario
    options = replace(options_for(scenario, speed, max_lag), listener=listener)
    where = Where(None if cluster is not None or executor is not None else workers, cluster, executor)
    with options.interruption:
        return replicate_on(where, scenario, options) if where.elsewhere else replicate(scenario, options)


def _with(scenario: Scenario, settings: dict[str, object]) -> Scenario:
    """The scenario with some keys changed. Raises UsageError where others contradict that."""
    changed = scenario.model_copy(update=settings)
    for where, message in set(find_contradictions(changed)) - set(find_contradictions(scenario)):
        raise UsageError(f"{scenario.name}: {'.'.join(map(str, where))}: {message}")
    return changed
