"""The innermost work of a summary with whole columns, in NumPy; `row_by_row` does the same one row after the other."""

import numpy as np
from numpy.typing import NDArray

from jobsim.results.folding.bins import BUSY, add_stays
from jobsim.results.folding.histogram import buckets
from jobsim.results.folding.sums import (
    AFTER_THE_END,
    BACKWARDS,
    DROPPED_FROM_QUEUE,
    NO_OUTCOME,
    NOT_IN_QUEUE,
    NOT_SERVED,
    TWO_AT_A_TIME,
    Inner,
    Sums,
    add_exactly,
)
from jobsim.results.groups import DURATIONS
from jobsim.results.jobtable import Column
from jobsim.results.outcomes import COMPLETED, DROPPED, EVICTED, EXPIRED, FAILED, OUTCOMES, REJECTED, UNFINISHED
from jobsim.units import Nanoseconds


def count_jobs(
    rows: Column,
    end: Nanoseconds,
    several: bool,
    sums: Sums,
    ended_in: Column,
    submitted_in: Column,
    step: Nanoseconds,
) -> None:
    """See `CountJobs`."""
    rows = _sound(rows, end, several, sums)
    submitter, number, processor, outcome, due, submitted, admitted, started, ended = np.ascontiguousarray(rows.T)
    np.add.at(sums.jobs, submitter, 1)
    np.add.at(sums.squares, submitter, number * number)
    put_ended = np.where(admitted >= 0, admitted, ended)
    done = outcome == COMPLETED
    durations = (
        (put_ended >= 0, put_ended - submitted),
        (started >= 0, started - admitted),
        (done, ended - started),
        (done, ended - due),
    )
    for group_of, kinds, actor in (
        (sums.group_of_submitter, sums.kinds_of_names, submitter),
        (sums.group_of_processor, sums.kinds_of_pools, processor),
    ):
        there = actor >= 0
        group = group_of[np.where(there, actor, 0)]
        np.add.at(sums.outcomes.ravel(), group[there] * len(OUTCOMES) + outcome[there], 1)
        for kind, (population, values) in enumerate(durations[:kinds]):
            own = population & there
            place, duration = group[own] * len(DURATIONS) + kind, values[own]
            add_exactly(sums.low.ravel(), sums.high.ravel(), place, duration)
            np.maximum.at(sums.most.ravel(), place, duration)
            np.add.at(sums.buckets.ravel(), place * sums.buckets.shape[2] + buckets(duration), 1)
    over = ended >= 0
    np.add.at(ended_in.ravel(), outcome[over] * ended_in.shape[1] + ended[over] // step, 1)
    if not several:
        np.add.at(submitted_in, submitted // step, 1)


def _sound(rows: Column, end: Nanoseconds, several: bool, sums: Sums) -> Column:
    """The rows that can have happened; the others are counted as breaches."""

    def refuse(breach: int, wrong: NDArray[np.bool_]) -> None:
        nonlocal rows
        if wrong.any():
            sums.breaches[breach] += np.count_nonzero(wrong)
            rows = rows[~wrong]

    outcome = rows[:, 3]
    lost_later = np.zeros(len(rows), dtype=bool) if several else (outcome >= FAILED) & (outcome < UNFINISHED)
    refuse(NO_OUTCOME, (outcome < 0) | (outcome > UNFINISHED) | lost_later)
    due, submitted, admitted, started, ended = rows[:, 4:].T
    over = ended >= 0
    backwards = (submitted < due) | ((admitted >= 0) & (admitted < submitted)) | (over & (ended < submitted))
    backwards |= (started >= 0) & ((admitted < 0) | (started < admitted) | (over & (ended < started)))
    refuse(BACKWARDS, backwards | (over & (ended < admitted)))
    refuse(AFTER_THE_END, rows[:, 5:].max(axis=1) > end)
    outcome, started, ended = rows[:, 3], rows[:, 7], rows[:, 8]
    refuse(NOT_SERVED, (outcome == COMPLETED) & ((started < 0) | (ended < 0)))
    outcome, admitted, started = rows[:, 3], rows[:, 6], rows[:, 7]
    refuse(DROPPED_FROM_QUEUE, ((outcome == DROPPED) | (outcome == REJECTED)) & (admitted >= 0))
    outcome, admitted, started = rows[:, 3], rows[:, 6], rows[:, 7]
    refuse(NOT_IN_QUEUE, ((outcome == EVICTED) | (outcome == EXPIRED)) & ((admitted < 0) | (started >= 0)))
    return rows


def count_stays(
    rows: Column,
    processor: int,
    put: int,
    end: Nanoseconds,
    sums: Sums,
    area: Column,
    across: Column,
    step: Nanoseconds,
) -> None:
    """See `CountStays`."""
    late = rows[:, put : put + 4].max(axis=1) > end
    if late.any():
        sums.breaches[AFTER_THE_END] += np.count_nonzero(late)
        rows = rows[~late]
    submitter, server = np.ascontiguousarray(rows[:, 0]), np.ascontiguousarray(rows[:, processor])
    submitted, admitted, started, ended = np.ascontiguousarray(rows[:, put : put + 4].T)
    gone = np.where(ended >= 0, ended, end)
    ends = np.where(admitted >= 0, admitted, gone), np.where(started >= 0, started, gone), gone
    for level, (begun, over) in enumerate(zip((submitted, admitted, started), ends, strict=True)):
        there = begun >= 0
        actor, group_of = (server, sums.group_of_processor) if level == BUSY else (submitter, sums.group_of_submitter)
        starts, stops, actor = begun[there], over[there], actor[there]
        backwards = stops < starts
        if backwards.any():
            sums.breaches[BACKWARDS] += np.count_nonzero(backwards)
            starts, stops, actor = starts[~backwards], stops[~backwards], actor[~backwards]
        if level == BUSY:
            _one_at_a_time(actor, starts, stops, sums)
        add_exactly(sums.level_low[level], sums.level_high[level], group_of[actor], stops - starts)
        add_stays(area[level], across[level], step, starts, stops)
    if sums.path_step:
        _add_to_path(np.where(submitted >= 0, submitted, np.where(admitted >= 0, admitted, started)), gone, sums)


def _add_to_path(came: Column, gone: Column, sums: Sums) -> None:
    end = sums.path_start + (len(sums.path_area) - 2) * sums.path_step
    starts, stops = np.maximum(came, sums.path_start), np.minimum(gone, end)
    there = (came >= 0) & (starts < stops)
    starts, stops = (instants[there] - sums.path_start for instants in (starts, stops))
    add_stays(sums.path_area, sums.path_across, sums.path_step, starts, stops)


def _one_at_a_time(processor: Column, starts: Column, stops: Column, sums: Sums) -> None:
    order = np.argsort(processor, kind="stable")
    processor, starts, stops = processor[order], starts[order], stops[order]
    first = np.append(True, processor[1:] != processor[:-1])[: len(processor)]
    last = np.append(first[1:], True)[: len(processor)]
    before = np.where(first, sums.free_at[processor], np.append(0, stops[:-1])[: len(processor)])
    sums.breaches[TWO_AT_A_TIME] += np.count_nonzero(starts < before)
    sums.free_at[processor[last]] = stops[last]


COLUMN_WISE = Inner(count_jobs, count_stays)
