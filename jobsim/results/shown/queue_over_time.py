"""How long the queue was, from the beginning to the end, in as many parts of equal length as there is room for."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jobsim.results.result import Result


def queue_over_time(result: Result, parts: int) -> tuple[NDArray[np.float64], float]:
    """The jobs waiting in the queue, on average over each part of the time, and the end in seconds.

    It is made from the timeline: where a part covers several of its intervals, or some of one, each counts by its time
    in it. Of several replications it is their mean; one that has ended has an empty queue from then on.
    """
    frame = result.timeline.select(
        "replication",
        pl.col("time", "duration").cast(pl.Float64),
        pl.col("queued").fill_null(0.0),  # of an interval of no length
    )
    paths = [path for _, path in frame.group_by("replication")]
    end = max(float((path["time"] + path["duration"]).max()) for path in paths)  # type: ignore[arg-type]
    edges = np.linspace(0.0, end, parts + 1)
    mean = np.zeros(parts)
    for path in paths:
        until = np.append(0.0, (path["time"] + path["duration"]).to_numpy())
        waited = np.append(0.0, np.cumsum((path["duration"] * path["queued"]).to_numpy()))
        mean += np.diff(np.interp(edges, until, waited))
    # What rounding leaves of a sum's difference is no queue.
    mean[mean < 1e-9 * mean.max(initial=0.0)] = 0.0
    return mean / (len(paths) * (end / parts)) if end else mean, end
