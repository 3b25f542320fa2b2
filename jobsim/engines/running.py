"""One run of a scenario: choose the engine, run, check that what happened can have happened."""

import time
from dataclasses import replace
from importlib import import_module

from jobsim.engines.choosing import choose
from jobsim.engines.engine import Engine, Options
from jobsim.errors import UsageError
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.invariants import check_invariants
from jobsim.results.run import Run
from jobsim.scenario.reading.scalars import resolve
from jobsim.scenario.schema import EngineName, Scenario
from jobsim.scenario.values.fields import read_duration

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


def run_scenario(scenario: Scenario, options: Options) -> Run | FoldedRun:
    """Run one replication of a scenario on its engine.

    While `options.interruption` is entered, Ctrl-C and SIGTERM end the run between two events, and its `ending` says
    so. Raises LimitReached for events without end, InternalFault if the run broke the rules.
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
    return run
