"""The fold, on rows worked out by hand: what is summed, what is refused, and that both ways of counting are one."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import jobsim
from jobsim.errors import InternalFault
from jobsim.results.folding import row_by_row
from jobsim.results.folding.bins import Bins
from jobsim.results.folding.column_wise import COLUMN_WISE
from jobsim.results.folding.fold import Ended, Fold
from jobsim.results.folding.folded import FoldedRun, Summary, summary_of
from jobsim.results.folding.sums import BREACHES, Inner, Sums
from jobsim.results.groups import Durations
from jobsim.results.invariants import check_invariants
from jobsim.results.metrics import metrics
from jobsim.results.outcomes import COMPLETED, DROPPED, EVICTED, EXPIRED, OUTCOMES, REJECTED, UNFINISHED
from jobsim.results.path import path_of
from jobsim.results.run import Ending, Totals

ROW_BY_ROW = Inner(row_by_row.count_jobs, row_by_row.count_stays)
BOTH = pytest.mark.parametrize("inner", [COLUMN_WISE, ROW_BY_ROW], ids=["column_wise", "row_by_row"])
TWO_NAMES = """
queue: {capacity: 1}
submitters: {a: {cadence: 1s, jobs: 9, deadline: 5ns}, b: {cadence: 1s, jobs: 9}}
processors: {v: {}, w: {}}
timeline: 5ns
"""
# submitter, number, processor, outcome, due, submitted, admitted, started, ended
ROWS = [
    (0, 0, 0, COMPLETED, 0, 0, 0, 0, 4),
    (1, 1, -1, DROPPED, 2, 2, -1, -1, 6),
    (1, 0, 1, COMPLETED, 1, 1, 1, 4, 11),
    (0, 1, 0, UNFINISHED, 3, 3, 4, 6, -1),
    (1, 2, -1, UNFINISHED, 7, 8, 10, -1, -1),
]
END = 12
QUEUED, BLOCKED, SERVED = 3 + 2 + 2, 4 + 1 + 2, 4 + 7 + 6


def summed(text: str, rows: list[Any], inner: Inner = COLUMN_WISE, end: int = END, **more: Any) -> Summary:
    scenario = jobsim.loads(text)
    fold = Fold(scenario, inner)
    table = np.array(rows, dtype=np.int64).reshape(-1, 9)
    deadlines = more.pop("deadlines", None)
    fold.jobs(table, None if deadlines is None else np.array(deadlines))
    totals = more.pop("totals", Totals(QUEUED, BLOCKED, 2 * end - SERVED))
    return summary_of(fold, Ended(end, totals, more.pop("most_queued", 1), [0, 1], **more))


@BOTH
def test_what_is_summed_by_hand(inner: Inner) -> None:
    # Deadlines: a's first at 5, met; a's second at 8, missed though open at 12.
    found = summed(TWO_NAMES, ROWS, inner, deadlines=[5, -1, -1, 8, -1])
    assert found.breaches == ()
    every, a, b = found.groups.all, found.groups.submitters["a"], found.groups.submitters["b"]
    v, w = found.groups.pools["v"], found.groups.pools["w"]
    assert (every.jobs, a.jobs, b.jobs, v.jobs, w.jobs) == (5, 2, 3, 2, 1)
    assert (every.completed, every.dropped, every.lost) == (2, 1, 1)
    assert (every.due, a.due, b.due) == ((2, 1), (2, 1), (0, 0))
    assert (every.queued, a.queued, b.queued) == ((QUEUED, 1), (2, 0), (5, 1))
    assert every.serving == (SERVED, 24, None, None)
    assert (v.serving, w.serving) == ((10, 12, None, None), (7, 12, None, None))
    # blocked: 0, 4, 0, 1, 2; waiting: 0, 3, 2; service: 4, 7; response: 4, 10. Below a microsecond all are exact.
    assert every.durations == (
        Durations(5, 7, (1, 4, 4, 4)),
        Durations(3, 5, (2, 3, 3, 3)),
        Durations(2, 11, (4, 7, 7, 7)),
        Durations(2, 14, (4, 10, 10, 10)),
    )
    assert v.durations[0] == Durations(2, 1, (0, 1, 1, 1))
    timeline = found.timeline
    assert (timeline.time.tolist(), timeline.duration.tolist()) == ([0, 5, 10], [5, 5, 2])
    assert timeline.submitted.tolist() == [4, 1, 0]
    assert [timeline.counts[name].tolist() for name in ("completed", "dropped")] == [[1, 0, 1], [0, 1, 0]]
    assert (timeline.blocked * timeline.duration).tolist() == [4, 3, 0]
    assert (timeline.queued * timeline.duration).tolist() == [4, 1, 2]
    assert (timeline.busy * timeline.duration).tolist() == [5, 9, 3]


@BOTH
def test_with_one_pool_what_its_jobs_took_is_what_all_took(inner: Inner) -> None:
    one_pool = TWO_NAMES.replace("{v: {}, w: {}}", "{v: {count: 2}}")
    one_name = TWO_NAMES.replace(
        "a: {cadence: 1s, jobs: 9, deadline: 5ns}, b: {cadence: 1s,", "a: {cadence: 1s, count: 2,"
    )
    for text in (one_pool, one_name):
        groups = summed(text, ROWS, inner).groups
        assert groups.all.durations[1:] == (
            Durations(3, 5, (2, 3, 3, 3)),
            Durations(2, 11, (4, 7, 7, 7)),
            Durations(2, 14, (4, 10, 10, 10)),
        )
        parts = groups.pools if len(groups.pools) == 1 else groups.submitters
        (only,) = parts.values()
        assert only.durations[1:] == groups.all.durations[1:]
    assert groups.pools["v"].durations[3] == Durations(1, 4, (4, 4, 4, 4))


@BOTH
@pytest.mark.parametrize(
    ("row", "column", "value", "breach"),
    [
        (0, 3, 8, "a job has no outcome"),
        (0, 3, -1, "a job has no outcome"),
        (1, 3, 5, "a job has no outcome"),
        (0, 4, 1, "time ran backwards"),
        (0, 6, -1, "time ran backwards"),
        (2, 5, 2, "time ran backwards"),
        (2, 6, 5, "time ran backwards"),
        (2, 7, 12, "time ran backwards"),
        (1, 8, 1, "time ran backwards"),
        (3, 7, 13, "something happened after the end"),
        (4, 6, 13, "something happened after the end"),
        (1, 8, 12, "something happened after the end"),
        (3, 3, COMPLETED, "a job was completed without service"),
        (2, 3, REJECTED, "a job was dropped from the queue"),
        (2, 3, EVICTED, "a job left the queue without being there"),
        (1, 3, EXPIRED, "a job left the queue without being there"),
        (2, 2, 0, None),
        (3, 7, 5, None),
        (1, 1, 0, "a job ended more or less than once"),
    ],
)
def test_a_row_that_cannot_be_is_told(inner: Inner, row: int, column: int, value: int, breach: str | None) -> None:
    rows = [list(each) for each in ROWS]
    rows[row][column] = value
    breaches = summed(TWO_NAMES, rows, inner).breaches
    assert (breach in breaches) if breach else breaches
    with pytest.raises(InternalFault, match=breach):
        check_invariants(run_of(TWO_NAMES, rows))


def run_of(text: str, rows: list[Any]) -> FoldedRun:
    return FoldedRun(
        scenario=jobsim.loads(text),
        totals=Totals(0, 0, 0),
        ending=Ending.FINISHED,
        ended_at=END,
        engine="simpy",
        summary=summed(text, rows),
    )


@BOTH
def test_two_jobs_at_a_time_are_told_within_a_chunk_and_across(inner: Inner) -> None:
    rows = [(0, 0, 0, COMPLETED, 0, 0, 0, 0, 4), (0, 1, 0, COMPLETED, 0, 0, 0, 3, 6)]
    fold = Fold(jobsim.loads(TWO_NAMES), inner)
    for row in rows:
        fold.jobs(np.array([row]))
    across = summary_of(fold, Ended(END, Totals(0, 0, 0), 0, [0, 0])).breaches
    for breaches in (across, summed(TWO_NAMES, rows, inner).breaches):
        assert "a processor served two jobs at a time" in breaches


def test_the_model_s_own_figures_are_held_against_the_rows() -> None:
    breaches = summed(TWO_NAMES, ROWS, totals=Totals(QUEUED + 1, BLOCKED, 24 - SERVED), most_queued=2).breaches
    assert breaches == (
        "more than 1 jobs waited in the queue",
        f"the integral of jobs in the queue is {QUEUED + 1} ns in the model and {QUEUED} ns in the rows",
    )


@BOTH
def test_sums_do_not_overflow(inner: Inner) -> None:
    # Each of 40 jobs has a response of 2^60 ns and more, their sum is beyond 2^65.
    long, text = 2**60, "submitters: {a: {cadence: 1s, jobs: 40}}\nprocessors: {w: {count: 40}}"
    rows = [(0, number, number, COMPLETED, 0, 0, 0, 0, long + number) for number in range(40)]
    found = summed(text, rows, inner, end=long + 39, totals=Totals(0, 0, sum(range(40))), most_queued=0)
    assert found.breaches == ()
    assert found.groups.all.durations[3].total == 40 * long + sum(range(40)) > 2**65
    assert found.groups.all.durations[3].percentiles[-1] == long + 39
    assert found.groups.all.serving is not None
    assert found.groups.all.serving.busy == 40 * long + sum(range(40))


WHO = st.tuples(st.integers(0, 1), st.integers(0, 5), st.integers(0, 1), st.integers(-1, 8))
INSTANTS = st.lists(st.integers(0, 40), min_size=5, max_size=5).map(sorted)
MISTAKES = st.dictionaries(st.integers(0, 4), st.integers(-1, 40), max_size=1)


def row(who: tuple[int, ...], instants: list[int], mistakes: dict[int, int]) -> list[int]:
    return [*who, *(mistakes.get(at, instant) for at, instant in enumerate(instants))]


def with_path(sums: Sums, start: int, step: int, count: int) -> Sums:
    """The same sums, with the path in so many parts."""
    area, across = np.zeros((2, count + 2), dtype=np.int64)
    return sums._replace(path_start=start, path_step=step, path_area=area, path_across=across)


@given(
    st.lists(st.builds(row, WHO, INSTANTS, MISTAKES), max_size=12),
    st.booleans(),
    st.sampled_from([1, 7, 2**47]),
    st.sampled_from([None, (0, 2), (3, 1), (7, 11)]),
)
def test_both_ways_of_counting_are_one(
    rows: list[Any], several: bool, unit: int, parts: tuple[int, int] | None
) -> None:
    table = np.array(rows, dtype=np.int64).reshape(-1, 9)
    table[:, 4:] = np.where(table[:, 4:] >= 0, table[:, 4:] * unit, -1)
    end, step = 39 * unit, 5 * unit
    seen = []
    for inner in (COLUMN_WISE, ROW_BY_ROW):
        sums, bins = Fold(jobsim.loads(TWO_NAMES)).sums, Bins(step)
        if parts is not None:  # four of them, and what they begin and end with
            start, length = (number * unit for number in parts)
            sums = sums._replace(
                path_start=start, path_step=length, path_area=np.zeros(6, int), path_across=np.zeros(6, int)
            )
        bins.reach(end)
        inner.count_jobs(table, end, several, sums, bins.ended, bins.submitted, step)
        inner.count_stays(table, 2, 5, end, sums, bins.area, bins.across, step)
        timeline = bins.timeline(end, 2)
        seen.append((sums, timeline))
    (one, first), (other, second) = seen
    for name, found, same in zip(one._fields, one, other, strict=True):
        if name not in ("low", "high", "level_low", "level_high", "leading", "bits", "path_area", "path_across"):
            assert np.array_equal(found, same), name
    for low, high in (("low", "high"), ("level_low", "level_high")):
        whole = [
            [(int(h) << 31) + int(lo) for lo, h in zip(getattr(s, low).ravel(), getattr(s, high).ravel(), strict=True)]
            for s in (one, other)
        ]
        assert whole[0] == whole[1]
    if parts is not None:
        assert path_of(one).tolist() == path_of(other).tolist()
    for name in ("submitted", "blocked", "queued", "busy"):
        assert np.array_equal(getattr(first, name), getattr(second, name)), name
    assert {k: v.tolist() for k, v in first.counts.items()} == {k: v.tolist() for k, v in second.counts.items()}


@BOTH
def test_the_path_by_hand(inner: Inner) -> None:
    sums = with_path(Fold(jobsim.loads(TWO_NAMES)).sums, 1, 5, count=2)
    bins = Bins(5)
    bins.reach(END)
    inner.count_stays(np.array(ROWS), 2, 5, END, sums, bins.area, bins.across, 5)
    # In the system, from 1 to 6 and to 11: 0 to 4, 2 to 6, 1 to 11, 3 to the end, 8 to the end.
    assert path_of(sums).tolist() == [(3 + 4 + 5 + 3 + 0) / 5, (0 + 0 + 5 + 5 + 3) / 5]


def test_all_outcomes_have_a_place_in_the_sums() -> None:
    assert Fold(jobsim.loads(TWO_NAMES)).sums.outcomes.shape == (4, len(OUTCOMES))
    assert len(set(BREACHES)) == len(BREACHES)


def test_metrics_of_a_summary_are_those_of_its_groups() -> None:
    run = run_of(TWO_NAMES, ROWS)
    values = {(found.metric, found.of): found.value for found in metrics(run, run.summary.groups)}
    assert values["mean(queued)", "all"] == QUEUED / END
    assert values["utilisation", "processor:v"] == 10 / 12
    assert values["missed_rate", "all"] is None
    assert values["max(response)", "submitter:b"] == 10e-9
