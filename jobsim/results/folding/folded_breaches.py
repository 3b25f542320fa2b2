"""What cannot have happened in a run that was folded: looked for in the whole of it, whatever is left out."""

from collections.abc import Iterator

import numpy as np

from jobsim.results.folding.bins import BLOCKED, BUSY, QUEUED
from jobsim.results.folding.fold import Ended, Fold
from jobsim.results.folding.folded_groups import present, time_of
from jobsim.results.folding.sums import BREACHES
from jobsim.results.outcomes import COMPLETED


def breaches(fold: Fold, ended: Ended) -> Iterator[str]:
    """Each in a sentence."""
    sums, scenario, counted = fold.sums, fold.scenario, fold.attempts
    yield from (what for what, rows in zip(BREACHES, sums.breaches.tolist(), strict=True) if rows)
    squares = [(number - 1) * number * (2 * number - 1) // 6 % 2**64 for number in sums.jobs.tolist()]
    if sums.squares.view(np.uint64).tolist() != squares:
        yield "a job ended more or less than once"
    capacity = scenario.queue.capacity
    if capacity is not None and ended.most_queued > capacity:
        yield f"more than {capacity} jobs waited in the queue"
    yield from _of_levels(fold, ended)
    if counted is not None:
        outcomes = np.sum([each.outcomes for each in fold.by_window.sums], axis=0)[: len(scenario.submitters)]
        if not np.array_equal(counted.done, outcomes[:, COMPLETED]):
            yield "a job was completed more or less than once"
        if not np.array_equal(counted.first_puts, outcomes.sum(axis=1)):
            yield "a job has no put, or a put no job"
        if counted.waited_longer:
            yield "a processor waited longer to execute than it had the job"


def _of_levels(fold: Fold, ended: Ended) -> Iterator[str]:
    scenario = fold.scenario
    there = [sum(of_pool) for of_pool in zip(*present(fold, ended.at), strict=True)]
    names = range(len(scenario.submitters))
    pools = range(len(names), len(names) + len(there))

    def summed(level: int, groups: range) -> int:
        return sum(time_of(each, level, groups) for each in fold.by_window.sums)

    for what, kept, found in (
        ("jobs in the queue", ended.totals.queued, summed(QUEUED, names)),
        ("puts waiting", ended.totals.blocked, summed(BLOCKED, names)),
        ("processors at work", sum(there) - ended.totals.idle, summed(BUSY, pools)),
    ):
        if kept != found:
            yield f"the integral of {what} is {kept} ns in the model and {found} ns in the rows"
    for at, name, its_time in zip(pools, sorted(scenario.processors), there, strict=True):
        if summed(BUSY, range(at, at + 1)) > its_time:
            yield f"more processors of {name} served than were there"
