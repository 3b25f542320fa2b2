"""The compiled engine alone, and its kernel within it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from unittest.mock import patch

from jobsim.engines.compiled import engine
from jobsim.engines.compiled.machine import Kernel
from jobsim.engines.running import options_for, run_scenario
from jobsim.scenario.schema import EngineName, Scenario

ENGINE = "compiled"


@dataclass(frozen=True)
class Timings:
    """Where the time of a run went, in seconds."""

    whole: float
    """From the validated scenario to the job table, without the check of invariants."""
    kernel: float
    """Within it: letting events happen, with no draw and no table made."""


def timings(scenario: Scenario) -> Timings:
    """Run a scenario on the engine alone, with a clock around each call of the kernel."""
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
    with patch.object(engine, "kernel", clocked_kernel):
        run = run_scenario(scenario, options_for(scenario)).run
    return Timings(run.wall_seconds, taken)
