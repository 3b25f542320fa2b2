"""A progress bar for runs longer than a second, where there is a terminal to draw it on."""

import time
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from jobsim.engines.engine import Progress
from jobsim.scenario.schema import Scenario
from jobsim.units import format_seconds

_PATIENCE_SECONDS = 1.0


class ProgressBar:
    """Told how far a run is, it draws the share done, jobs per second and the time left."""

    def __init__(self, scenario: Scenario, console: Console) -> None:
        self._scenario = scenario
        self._console = console
        self._jobs = known_jobs(scenario)
        self._begun = time.monotonic()
        self._bar: Bar | None = None
        self._task = TaskID(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        passed = time.monotonic() - self._begun
        if passed < _PATIENCE_SECONDS:
            return
        if self._bar is None:
            self._bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.fields[figures]}"),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            self._task = self._bar.add_task(self._scenario.name, total=1.0, figures="")
            self._bar.start()
        of = self._scenario.most_replications
        if of > 1:
            figures = f"replication {progress.replication} of {'at most ' if self._scenario.precision else ''}{of}"
        else:
            figures = f"{format_seconds(progress.time // 10**7 * 10**7)} s, {progress.ended_jobs / passed:,.0f} jobs/s"
        self._bar.update(self._task, completed=self._share(progress), total=self._total(), figures=figures)

    def _total(self) -> float | None:
        known = self._scenario.until is not None or self._jobs is not None or self._scenario.most_replications > 1
        return 1.0 if known else None

    def _share(self, progress: Progress) -> float:
        shares = []
        if self._scenario.until is not None:
            shares.append(progress.time / self._scenario.until)
        if self._jobs:
            shares.append(progress.ended_jobs / self._jobs)
        return (progress.replication - 1 + max(shares, default=0.0)) / self._scenario.most_replications


def known_jobs(scenario: Scenario) -> int | None:
    """How many jobs there will be, if the scenario says so."""
    if any(part.jobs is None for part in scenario.submitters.values()):
        return None
    return sum(part.count * (part.jobs or 0) for part in scenario.submitters.values())
