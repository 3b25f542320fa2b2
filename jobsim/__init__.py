"""A declarative simulator for job queues.

import jobsim

scenario = jobsim.load("scenarios/burst.yaml")
result = jobsim.run(scenario)
print(result.value("p95(response)"), result.jobs)
"""

from jobsim.version import __version__

# Not from typing: the command comes through here before it can heed Ctrl-C, so nothing that takes time is imported.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from jobsim.analysis.comparison import compare as compare
    from jobsim.errors import JobsimError as JobsimError
    from jobsim.errors import ScenarioError as ScenarioError
    from jobsim.experiment.running import run as run
    from jobsim.experiment.sizing import size as size
    from jobsim.experiment.sweep import sweep as sweep
    from jobsim.results.result import Result as Result
    from jobsim.results.sweep import Sweep as Sweep
    from jobsim.scenario.loading import load as load
    from jobsim.scenario.loading import loads as loads
    from jobsim.scenario.schema import Scenario as Scenario

__all__ = [
    "JobsimError",
    "Result",
    "Scenario",
    "ScenarioError",
    "Sweep",
    "__version__",
    "compare",
    "load",
    "loads",
    "run",
    "size",
    "sweep",
]

_HOMES = {
    "JobsimError": "jobsim.errors",
    "Result": "jobsim.results.result",
    "Scenario": "jobsim.scenario.schema",
    "ScenarioError": "jobsim.errors",
    "Sweep": "jobsim.results.sweep",
    "compare": "jobsim.analysis.comparison",
    "load": "jobsim.scenario.loading",
    "loads": "jobsim.scenario.loading",
    "run": "jobsim.experiment.running",
    "size": "jobsim.experiment.sizing",
    "sweep": "jobsim.experiment.sweep",
}


def __getattr__(name: str) -> "Any":
    # Imported when first used: reading a scenario need not wait for NumPy and Polars.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'jobsim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
