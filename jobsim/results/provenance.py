"""Where a result came from: everything about a run that is not the same bytes every time."""

import hashlib
import json
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from jobsim.results.format import FORMAT
from jobsim.results.run import Ending, Ran
from jobsim.results.timeline import interval
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND, Nanoseconds
from jobsim.version import __version__

_LIBRARIES = ("numpy", "polars", "pydantic", "pyyaml", "simpy")


def scenario_as_run(scenario: Scenario) -> dict[str, Any]:
    """The scenario, whole in itself: what `jobsim` would read as the same scenario again."""
    return scenario.model_dump(mode="json")


def fingerprint(scenario: Scenario) -> str:
    """The SHA-256 of the scenario as run."""
    text = json.dumps(scenario_as_run(scenario), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def provenance(runs: Sequence[Ran], ending: Ending, warmup: Nanoseconds, files: list[str]) -> dict[str, Any]:
    """What run.json holds, of one replication or more of a scenario."""
    run = runs[-1]
    lags = [run.worst_lag for run in runs if run.worst_lag is not None]
    return {
        "format": FORMAT,
        "jobsim": __version__,
        "name": run.scenario.name,
        "files": sorted(files),
        "seed": run.scenario.seed,
        "engine": run.engine,
        "speed": run.speed,
        "replications": len(runs),
        "ending": str(ending),
        "ended_at": run.ended_at / SECOND,
        "warmup": warmup / SECOND,
        "timeline": interval(run) / SECOND,
        "worst_lag": max(lags) / SECOND if lags else None,
        "wall_seconds": round(sum(run.wall_seconds for run in runs), 6),
        **surroundings(),
        "scenario_sha256": fingerprint(run.scenario),
        "scenario": scenario_as_run(run.scenario),
    }


def surroundings() -> dict[str, Any]:
    """When and where something was written."""
    return {
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:  # pragma: no cover - they are requirements
        return None
