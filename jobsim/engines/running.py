"""Running a scenario: choose the engine, run, check that what happened can have happened."""

import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from jobsim.engines.choosing import choose
from jobsim.engines.engine import Engine, Options
from jobsim.errors import UsageError
from jobsim.model.event import Listener
from jobsim.results.invariants import check_invariants
from jobsim.results.result import Result
from jobsim.scenario.fields import read_duration
from jobsim.scenario.loading import load
from jobsim.scenario.scalars import resolve
from jobsim.scenario.schema import EngineName, Record, Scenario

ENGINES = {
    EngineName.SIMPY: "jobsim.engines.simpy_engine",
    EngineName.COMPILED: "jobsim.engines.compiled.engine",
    EngineName.ASYNCIO: "jobsim.engines.asyncio_engine",
}


def options_for(scenario: Scenario, speed: float = 1.0, max_lag: str | float | None = None) -> Options:
    """Options that suit the scenario's engine. `max_lag` is a duration of the scenario's time: `50ms`, or seconds.

    Raises UsageError for what the engine has no use for, or a value out of range.
    """
    real_time = choose(scenario).engine is EngineName.ASYNCIO
    if not real_time and (speed != 1 or max_lag is not None):
        raise UsageError("speed and max_lag are for real time: choose the engine asyncio (--engine asyncio)")
    if not 0.001 <= speed <= 1_000_000:
        raise UsageError("--speed must be from 0.001 to 1,000,000")
    try:
        # As in a file, a bare number is seconds, be it a number or, from the command line, its text.
        lag = None if max_lag is None else read_duration(resolve(str(max_lag)))
    except ValueError as error:
        raise UsageError(f"--max-lag: {error}") from None
    if lag == 0:
        raise UsageError("--max-lag must be longer than 0: no event comes at its very instant")
    return Options(speed=speed, max_lag=lag, real_time=real_time)


def run_scenario(scenario: Scenario, options: Options) -> Result:
    """Run a scenario on its engine.

    While `options.interruption` is entered, Ctrl-C and SIGTERM end the run between two events, and the result says so
    in `run.ending`. Raises LimitReached for events without end, InternalFault if the run broke the rules.
    """
    choice = choose(scenario)
    if choice.why is not None:
        options.notice(choice.why)
    engine: Engine = import_module(ENGINES[choice.engine])
    engine.prepare(options.notice)
    started = time.perf_counter()
    run = engine.run(scenario, options)
    # A signal that came with the last events is not forgotten.
    ending = options.interruption.ending or run.ending
    run = replace(run, ending=ending, replication=options.replication, wall_seconds=time.perf_counter() - started)
    check_invariants(run)
    return Result(run)


def run(
    scenario: Scenario | str | Path,
    *,
    engine: str | None = None,
    record: str | None = None,
    speed: float = 1.0,
    max_lag: str | float | None = None,
    listener: Listener | None = None,
) -> Result:
    """Run a scenario, or the scenario file of that path.

    `engine` overrides the scenario's (`simpy`, `compiled`, `asyncio`, `auto`), and `record` what is kept of the run:
    `jobs`, or `summary`, which needs no memory for each job and gives no table of them. On `asyncio`, `speed` makes
    real time pass faster, and an event later than `max_lag` (a duration of the scenario's time: `50ms`, or seconds)
    stops the run.
    `listener` is called with an Event for everything that happens. Ctrl-C ends the run; the result then says so.
    Raises ScenarioError, UsageError, or InternalFault if the run broke the simulator's own rules.
    """
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    settings: dict[str, object] = {}
    for key, word, words in (("engine", engine, EngineName), ("record", record, Record)):
        if word is not None:
            if word not in list(words):
                raise UsageError(f"there is no {key} {word!r}; there are {', '.join(words)}")
            settings[key] = words(word)
    scenario = scenario.model_copy(update=settings)
    options = replace(options_for(scenario, speed, max_lag), listener=listener)
    with options.interruption:
        return run_scenario(scenario, options)
