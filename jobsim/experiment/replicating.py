"""As many replications of a scenario as it asks for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from jobsim.analysis.settling import settling
from jobsim.engines.engine import Options, Progress
from jobsim.engines.running import run_scenario
from jobsim.experiment.enough import wanted
from jobsim.results.estimates import Found
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.measured import Measured
from jobsim.results.result import Result
from jobsim.results.run import Ending, Run
from jobsim.results.window import FoundWarmup, window
from jobsim.scenario.asked.warmup import AUTO
from jobsim.scenario.schema import Scenario

Batch = Callable[[int, int], tuple[list[Run | FoldedRun], Ending]]
"""Runs replications from one number on, so many; gives those that were whole, and how the last one ended."""


def replicate(scenario: Scenario, options: Options, batch: Batch | None = None) -> Result:
    """Run as many replications of a scenario as are wanted, by default one after the other.

    One that is stopped is not counted beside whole ones, as it would bias them: it is kept only if it is the first.
    """
    batch = batch or partial(_one_by_one, scenario, options)
    measured: list[Measured] = []
    found: FoundWarmup | None = None
    while more := _wanted(scenario, measured):
        runs, ending = batch(len(measured) + 1, more)
        measured.extend(Measured(run, window(scenario, found)) for run in runs)
        if scenario.warmup == AUTO and found is None:
            found = settling([one.run for one in measured if isinstance(one.run, Run)])
            measured = [Measured(one.run, window(scenario, found)) for one in measured]
        if not ending.is_own:
            break
    return Result(tuple(measured), ending, found)


def _one_by_one(scenario: Scenario, options: Options, first: int, count: int) -> tuple[list[Run | FoldedRun], Ending]:
    """In this process; the listener is told the first of all."""
    runs: list[Run | FoldedRun] = []
    for number in range(first, first + count):
        run = run_scenario(scenario, _for(number, options))
        if run.ending.is_own or number == 1:
            runs.append(run)
        if not run.ending.is_own:
            break
    return runs, run.ending


def _wanted(scenario: Scenario, measured: Sequence[Measured]) -> int:
    # Without a precision to reach, nothing needs to be measured yet.
    return wanted(scenario, Found.of([] if scenario.precision is None else one.metrics for one in measured))


def _for(replication: int, options: Options) -> Options:
    """Options for one of them; many are too short to tell how far they are, but not that they begin."""
    if replication == 1:
        return options
    told = options.progress
    options = replace(options, replication=replication, listener=None, notice=lambda _: None)
    if told is None:
        return options
    told(Progress(0, 0, replication=replication))
    return replace(options, progress=lambda done: told(replace(done, replication=replication)))
