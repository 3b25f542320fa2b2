"""Metrics of a table small enough to work out by hand.

One processor (service 4 s), one place, a put every second from 0 (fixed), five jobs, timeout 2.5 s:
  job 1: put 0, starts 0, ends 4          job 2: put 1, admitted 1, starts 4, ends 8
  job 3: put 2, blocked, admitted 4 (at the timeout's 4.5 it would be lost), starts 8, ends 12
  job 4: put 3, dropped 5.5               job 5: put 4, dropped 6.5
The finish at 4 comes before the put at 4. The run ends at 12.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest

import jobsim
from jobsim.results.groups import PERCENTS
from jobsim.results.levels import areas, peak, total
from jobsim.results.metrics import STATISTICS
from jobsim.results.outcomes import OUTCOMES
from jobsim.results.tally import measure

SCENARIO = """
queue: {capacity: 1}
submitters: {a: {cadence: 1s, pacing: fixed, jobs: 5, timeout: 2500ms}}
processors: {w: {service: 4s}}
"""


@pytest.fixture
def result(run_text: Callable[..., jobsim.Result]) -> jobsim.Result:
    return run_text(SCENARIO)


BY_HAND = {
    ("jobs", "all"): 5,
    ("completed", "all"): 3,
    ("dropped", "all"): 2,
    ("unfinished", "all"): 0,
    ("drop_rate", "all"): 2 / 5,
    ("loss_rate", "all"): 2 / 5,
    ("throughput", "all"): 3 / 12,
    ("utilisation", "all"): 1.0,
    ("utilisation", "processor:w"): 1.0,
    # In the queue: job 2 from 1 to 4, job 3 from 4 to 8.
    ("mean(queued)", "all"): 7 / 12,
    ("max(queued)", "all"): 1,
    # Blocked: 0, 0, 2, 2.5, 2.5 (all puts have ended).
    ("mean(blocked)", "all"): 7 / 5,
    ("p50(blocked)", "all"): 2,
    ("max(blocked)", "all"): 2.5,
    # Waiting: 0, 3, 4 (the started ones).
    ("mean(waiting)", "all"): 7 / 3,
    ("p50(waiting)", "all"): 3,
    ("p95(waiting)", "all"): 4,
    ("mean(service)", "all"): 4,
    # Response of the completed: 4, 7, 10.
    ("mean(response)", "all"): 7,
    ("p50(response)", "all"): 7,
    ("p99(response)", "all"): 10,
    ("completed", "submitter:a"): 3,
    ("jobs", "processor:w"): 3,
    ("mean(blocked)", "processor:w"): 2 / 3,
    ("drop_rate", "queue:queue"): 2 / 5,
}


@pytest.mark.parametrize(("metric", "of"), BY_HAND)
def test_metrics_are_those_worked_out_by_hand(result: jobsim.Result, metric: str, of: str) -> None:
    assert result.value(metric, of) == pytest.approx(BY_HAND[metric, of], rel=1e-12)


def test_every_group_has_its_metrics(result: jobsim.Result) -> None:
    groups: dict[str, set[str]] = {}
    for metric in result.metrics:
        groups.setdefault(metric.of, set()).add(metric.metric)
    times = {f"{s}({t})" for s in STATISTICS for t in ("blocked", "waiting", "service", "response")}
    common = {"jobs", *OUTCOMES, "throughput", *times}
    queued = {"drop_rate", "loss_rate", "mean(queued)", "max(queued)"}
    assert groups == {
        "all": common | queued | {"utilisation"},
        "submitter:a": common | queued,
        "processor:w": common | {"utilisation"},
        "queue:queue": common | queued,
    }


def test_where_there_is_no_deadline_none_is_missed(result: jobsim.Result) -> None:
    assert result.run.jobs.missed.tolist() == [False] * 5


def test_an_unknown_metric_is_an_error(result: jobsim.Result) -> None:
    with pytest.raises(KeyError, match="p42"):
        result.value("p42(response)")


@pytest.mark.parametrize(
    ("count", "percent", "rank"), [(1, 99, 1), (2, 50, 1), (3, 50, 2), (100, 95, 95), (101, 95, 96), (20, 99, 20)]
)
def test_percentiles_are_nearest_rank(count: int, percent: int, rank: int) -> None:
    durations = np.arange(count, 0, -1)
    found = dict(zip(PERCENTS.values(), measure(durations).percentiles, strict=True))
    assert found[percent] == rank == math.ceil(percent * count / 100)
    assert found[100] == count


def test_sums_are_exact_beyond_64_bits() -> None:
    assert total(np.full(1000, 2**62 - 1)) == 1000 * (2**62 - 1)
    assert total(np.array([], dtype=np.int64)) == 0


def test_levels_count_stays_of_some_length() -> None:
    starts, ends = np.array([0, 1, 5, 5]), np.array([3, 5, 9, 5])
    assert peak(starts, ends) == 2
    # [0, 4): 3 of the first, 3 of the second. [4, 8): 1 of the second, 3 of the third, which has 1 left in [8, 9).
    edges = np.array([0, 4, 8, 9])
    assert areas([(starts, ends)], edges).tolist() == [6, 4, 1]
    assert areas([(starts[:3], ends[:3]), (starts[3:], ends[3:])], edges).tolist() == [6, 4, 1]


@pytest.mark.parametrize(
    ("stays", "most"),
    [
        ([], 0),
        ([(3, 3)], 0),
        ([(0, 1), (1, 2), (2, 3)], 1),
        ([(5, 9), (0, 6), (4, 7)], 3),
        ([(2, 3), (0, 3), (1, 3), (0, 1)], 3),
        ([(0, 9)] * 6 + [(9, 10)], 6),
        ([(0, 5), (1, 5), (2, 5), (3, 5), (4, 5), (5, 6), (5, 5)], 5),
    ],
)
def test_the_peak_is_the_most_that_last(stays: list[tuple[int, int]], most: int) -> None:
    starts, ends = np.array(stays, dtype=np.int64).reshape(-1, 2).T
    assert peak(starts, ends) == most


def test_metrics_of_several_names_are_each_their_own(run_text: Callable[..., jobsim.Result]) -> None:
    # a-1 and a-2 put at 0: v serves a-1 until 2; at 1 w takes a-2 until 3, then b puts, and v has it until 5.
    result = run_text("""
        submitters: {a: {count: 2, jobs: 1, cadence: 0s, size: 2s}, b: {start: 1s, jobs: 1, cadence: 0s, size: 3s}}
        processors: {v: {service: 1s}, w: {count: 0, service: 1s, schedule: [{at: 1s, count: 1}], repeat: 1h}}
        until: 10s
    """)

    def values(metric: str, *groups: str) -> list[float | None]:
        return [result.value(metric, of) for of in groups]

    assert values("jobs", "all", "submitter:a", "submitter:b", "processor:v", "processor:w") == [3, 2, 1, 2, 1]
    assert values("mean(waiting)", "submitter:a", "submitter:b", "processor:v", "processor:w") == [0.5, 1, 0.5, 1]
    assert values("max(queued)", "all", "submitter:a", "submitter:b") == [1, 1, 1]
    assert values("p50(response)", "submitter:b", "processor:w") == [4, 3]
