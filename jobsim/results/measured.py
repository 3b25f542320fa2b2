"""One run and what is measured of it, when it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from jobsim.results.folding.folded import FoldedRun
from jobsim.results.groups import Groups
from jobsim.results.metrics import Metric, metrics
from jobsim.results.recovery import recovery
from jobsim.results.run import Run
from jobsim.results.tally import tally
from jobsim.results.timeline import Timeline, timeline
from jobsim.results.window import WHOLE, Window
from jobsim.scenario.facts.rises import last_rise


@dataclass(frozen=True, eq=False)
class Measured:
    """Counted in its tables, or while it ran."""

    run: Run | FoldedRun
    window: Window = WHOLE
    """Of a folded run, the one in which it was folded."""

    def measure(self) -> None:
        """Do all the work now."""
        _ = self.metrics, self.timeline

    @cached_property
    def metrics(self) -> list[Metric]:
        """Every metric of the run."""
        return [*metrics(self.run, self.groups, self.window), *self._recoveries()]

    @cached_property
    def groups(self) -> Groups:
        """What the metrics are made from: exact counts and sums."""
        return tally(self.run, self.window) if isinstance(self.run, Run) else self.run.summary.groups

    def _recoveries(self) -> Iterator[Metric]:
        scenario = self.run.scenario
        for measure in scenario.measures:
            if measure.after is not None and isinstance(self.run, Run):
                rise = last_rise(scenario, measure.after) or 0
                # A warm-up that was found may lie behind it.
                found = recovery(
                    self.run, measure.after, Window(self.window.start if self.window.start < rise else 0, rise)
                )
                yield Metric(measure.metric, "all", "s", found)

    @cached_property
    def timeline(self) -> Timeline:
        """What happened in each interval of the run."""
        return timeline(self.run) if isinstance(self.run, Run) else self.run.summary.timeline
