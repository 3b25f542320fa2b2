"""How long the queue takes to be again what it was before the load rose."""

import numpy as np

from jobsim.results import stays
from jobsim.results.jobtable import Column
from jobsim.results.levels import total
from jobsim.results.run import Run
from jobsim.results.window import Window
from jobsim.units import SECOND, Nanoseconds


def recovery(run: Run, after: Nanoseconds, before: Window) -> float | None:
    """Seconds from an instant until no more jobs wait than on average in the time before; None: not in this run.

    Those wait that are in the queue, or put and without a place.
    """
    times, levels = _waiting(run)
    now = int(np.searchsorted(times, after, "right")) - 1
    usual = _usual(run, before)
    if now < 0 or levels[now] <= usual:
        return 0.0
    later = np.flatnonzero(levels[now:] <= usual)
    return (int(times[now + later[0]]) - after) / SECOND if len(later) else None


def _waiting(run: Run) -> tuple[Column, Column]:
    """Instants, and how many wait from each on."""
    every = run.every_stay
    starts = np.concatenate([every.submitted_at, every.admitted_at])
    ends = np.concatenate([np.where(every.submitted_at >= 0, every.put_ended_at, -1), every.queue_left_at])
    starts, ends = starts[starts >= 0], ends[ends >= 0]
    changes = np.concatenate([starts, ends])
    order = np.argsort(changes, kind="stable")
    levels = np.cumsum(np.repeat([1, -1], [len(starts), len(ends)])[order])
    times = changes[order]
    last = np.append(times[1:] != times[:-1], True)[: len(times)]  # what an instant comes to
    return times[last], levels[last]


def _usual(run: Run, before: Window) -> float:
    """How many wait on average."""
    there = [before.cut(level(run.every_stay, run.ended_at), run.ended_at) for level in (stays.blocked, stays.waiting)]
    length = before.length(run.ended_at)
    return sum(total(ends - starts) for starts, ends in there) / length if length else 0.0
