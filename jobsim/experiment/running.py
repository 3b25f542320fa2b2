"""Running a scenario as often as it asks for."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jobsim.analysis.settling import settling
from jobsim.engines.engine import Options, Progress
from jobsim.engines.running import options_for, run_scenario
from jobsim.errors import UsageError
from jobsim.experiment.enough import wanted
from jobsim.model.event import Listener
from jobsim.results.measured import Measured
from jobsim.results.result import Result
from jobsim.results.run import Run
from jobsim.results.window import FoundWarmup, window
from jobsim.scenario.loading import load
from jobsim.scenario.schema import MOST_REPLICATIONS, EngineName, Record, Scenario
from jobsim.scenario.warmup import AUTO


def replicate(scenario: Scenario, options: Options) -> Result:
    """Run as many replications of a scenario as are wanted; the listener is told the first.

    One that is stopped is not counted beside whole ones, as it would bias them: it is kept only if it is the first.
    """
    measured: list[Measured] = []
    found: FoundWarmup | None = None
    while more := _wanted(scenario, measured):
        for number in range(len(measured) + 1, len(measured) + more + 1):
            result = run_scenario(scenario, _for(number, options))
            if result.complete or not measured:
                measured.extend(replace(one, window=window(scenario, found)) for one in result.measured)
            if not result.complete:
                break
        if scenario.warmup == AUTO and found is None:
            found = settling([one.run for one in measured if isinstance(one.run, Run)])
            measured = [Measured(one.run, window(scenario, found)) for one in measured]
        if not result.complete:
            break
    return Result(tuple(measured), result.ending, found)


def _wanted(scenario: Scenario, measured: Sequence[Measured]) -> int:
    # Without a precision to reach, nothing needs to be measured yet.
    return wanted(scenario, [[] if scenario.precision is None else one.metrics for one in measured])


def _for(replication: int, options: Options) -> Options:
    """Options for one of them; many are too short to tell how far they are, but not that they begin."""
    if replication == 1:
        return options
    told = options.progress
    options = replace(options, replication=replication, listener=None, notice=lambda _: None)
    if told is None:
        return options
    told(Progress(0, 0, replication=replication))
    return replace(options, progress=lambda done: told(replace(done, replication=replication)))


def run(
    scenario: Scenario | str | Path,
    *,
    engine: str | None = None,
    record: str | None = None,
    replications: int | None = None,
    speed: float = 1.0,
    max_lag: str | float | None = None,
    listener: Listener | None = None,
) -> Result:
    """Run a scenario, or the scenario file of that path.

    `engine` overrides the scenario's (`simpy`, `compiled`, `asyncio`, `auto`), and `record` what is kept of the run:
    `jobs`, or `summary`, which needs no memory for each job and gives no table of them; `replications` how often it is
    run, each time with draws of its own. On `asyncio`, `speed` makes real time pass faster, and an event later than
    `max_lag` (a duration of the scenario's time: `50ms`, or seconds) stops the run. `listener` is called with an Event
    for everything that happens in the first replication. Ctrl-C ends the run; the result then says so.
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
    scenario = scenario.model_copy(update=settings)
    options = replace(options_for(scenario, speed, max_lag), listener=listener)
    with options.interruption:
        return replicate(scenario, options)
