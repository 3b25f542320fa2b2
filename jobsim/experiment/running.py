"""Running a scenario as often as it asks for."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jobsim.analysis.settling import settling
from jobsim.engines.engine import Options, Progress
from jobsim.engines.running import options_for, run_scenario
from jobsim.errors import UsageError
from jobsim.model.event import Listener
from jobsim.results.folded import FoldedRun
from jobsim.results.result import Result
from jobsim.results.run import Run
from jobsim.results.window import FoundWarmup
from jobsim.scenario.loading import load
from jobsim.scenario.schema import MOST_REPLICATIONS, EngineName, Record, Scenario
from jobsim.scenario.warmup import AUTO


def replicate(scenario: Scenario, options: Options) -> Result:
    """Run each replication of a scenario; the listener is told the first.

    One that is stopped is not counted beside whole ones, as it would bias them: it is kept only if it is the first.
    """
    result = run_scenario(scenario, options)
    runs = [result.run]
    while result.complete and len(runs) < scenario.replications:
        if options.progress is not None:
            options.progress(Progress(0, 0, replication=len(runs) + 1))  # many are too short to tell themselves
        result = run_scenario(scenario, _for(len(runs) + 1, options))
        if result.complete:
            runs.append(result.run)
    return Result(tuple(runs), result.ending, _found(scenario, runs))


def _found(scenario: Scenario, runs: Sequence[Run | FoldedRun]) -> FoundWarmup | None:
    """The warm-up, where it is to be found."""
    if scenario.warmup != AUTO:
        return None
    return settling([run for run in runs if isinstance(run, Run)])


def _for(replication: int, options: Options) -> Options:
    """Options for one that is not the first."""
    told = options.progress

    def progress(done: Progress) -> None:
        assert told is not None
        told(replace(done, replication=replication))

    options = replace(options, replication=replication, listener=None, notice=lambda _: None)
    return options if told is None else replace(options, progress=progress)


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
