"""Running a scenario: choose the engine, run, check that what happened can have happened."""

import time
from dataclasses import replace
from importlib import import_module

from jobsim.engines.engine import Engine, Options
from jobsim.errors import UsageError
from jobsim.results.invariants import check_invariants
from jobsim.results.result import Result
from jobsim.scenario.schema import EngineName, Scenario

ENGINES = {
    EngineName.SIMPY: "jobsim.engines.simpy_engine",
    EngineName.ASYNCIO: "jobsim.engines.asyncio_engine",
}


def run_scenario(scenario: Scenario, options: Options | None = None) -> Result:
    """Run a scenario on the engine it names (`auto` is `simpy`).

    Ctrl-C and SIGTERM end the run between two events; the result then says so in `run.ending`.
    Raises UsageError for options the engine has no use for, InternalFault if the run broke the rules.
    """
    options = options or Options()
    name = EngineName.SIMPY if scenario.engine is EngineName.AUTO else scenario.engine
    if name is not EngineName.ASYNCIO and (options.speed != 1 or options.max_lag is not None):
        raise UsageError("--speed and --max-lag are for real time; add --engine asyncio")
    if not 0 < options.speed <= 1_000_000:
        raise UsageError("--speed must be more than 0 and at most 1,000,000")
    engine: Engine = import_module(ENGINES[name]).run
    started = time.perf_counter()
    with options.interruption:
        run = engine(scenario, options)
    run = replace(run, wall_seconds=time.perf_counter() - started)
    check_invariants(run)
    return Result(run)
