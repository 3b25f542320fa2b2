"""The compiled engine's kernel, clocked within a run."""

import time
from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch

from jobsim.engines.compiled import engine
from jobsim.engines.compiled.beside import Beside
from jobsim.engines.compiled.machine import Kernel
from jobsim.engines.running import options_for, run_scenario
from jobsim.results.result import Result
from jobsim.scenario.schema import EngineName, Scenario

ENGINE = "compiled"


def kernel_alone(scenario: Scenario) -> tuple[float, Result]:
    """The seconds that a run spends in the kernel, where no draw is made and no table; and what it gave."""
    scenario = scenario.model_copy(update={"engine": EngineName(ENGINE)})
    taken = 0.0

    def clocked_kernel(notice: Callable[[str], None]) -> Kernel:
        made = load(notice)

        def run_events(address: int, most: int) -> int:
            nonlocal taken
            begun = time.perf_counter()
            reason = made.run_events(address, most)
            taken += time.perf_counter() - begun
            return reason

        return replace(made, run_events=run_events)

    load = engine.kernel
    # Rows are taken in between the calls rather than beside them, where they would compete for memory.
    with (
        patch.object(engine, "kernel", clocked_kernel),
        patch.object(Beside, "sink", lambda _, sink: sink),
    ):
        run = run_scenario(scenario, options_for(scenario))
    return taken, Result.of([run], run.ending)
