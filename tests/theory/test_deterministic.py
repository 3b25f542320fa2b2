"""Constant cadences and services, D/D/c: every job compared with rational arithmetic, event by event."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jobsim
from jobsim.units import SECOND
from tests.durations import waiting

MILLISECONDS = st.integers(1, 60)


def by_hand(
    puts: list[Fraction], service: Fraction, processors: int, places: int | None, timeout: Fraction | None
) -> list[tuple[Fraction, Fraction] | None]:
    """(admitted, started) of each put, None where it is dropped.

    First come first served, so that nothing later matters: a job starts when a processor is free, and has its place
    when the job so many places before it starts; without places, when it starts itself.
    """
    free = [Fraction(0)] * processors
    starts: list[Fraction] = []
    found: list[tuple[Fraction, Fraction] | None] = []
    for put in puts:
        start = max(put, min(free))
        admitted = put
        if places == 0:
            admitted = start
        elif places is not None and len(starts) >= places:
            admitted = max(put, starts[-places])
        if timeout is not None and admitted > put + timeout:
            found.append(None)
            continue
        free[free.index(min(free))] = start + service
        starts.append(start)
        found.append((admitted, start))
    return found


@settings(max_examples=150, deadline=None)
@given(
    cadences=st.lists(MILLISECONDS, min_size=1, max_size=3),
    service=st.integers(0, 200),
    processors=st.integers(1, 4),
    places=st.none() | st.integers(0, 4),
    timeout=st.none() | st.integers(0, 150),
)
def test_every_job_is_where_rational_arithmetic_has_it(
    cadences: list[int], service: int, processors: int, places: int | None, timeout: int | None
) -> None:
    unit = Fraction(142_857, SECOND)  # no round number of anything
    submitters = ", ".join(
        f"s{number}: {{pacing: fixed, cadence: {cadence * unit * SECOND}ns, jobs: 30, "
        f"timeout: {'null' if timeout is None else f'{timeout * unit * SECOND}ns'}}}"
        for number, cadence in enumerate(cadences)
    )
    result = jobsim.run(
        jobsim.loads(
            f"queue: {{capacity: {'null' if places is None else places}}}\nsubmitters: {{{submitters}}}\n"
            f"processors: {{w: {{count: {processors}, service: {service * unit * SECOND}ns}}}}"
        )
    )
    # In the order of the table: by due time, then submitter, then number.
    order = sorted((k * cadence, number, k) for number, cadence in enumerate(cadences) for k in range(30))
    puts = [due * unit for due, _, _ in order]
    expected = by_hand(puts, service * unit, processors, places, None if timeout is None else timeout * unit)
    jobs = result.run.jobs
    assert jobs.due_at.tolist() == [put * SECOND for put in puts]
    assert jobs.admitted_at.tolist() == [-1 if found is None else found[0] * SECOND for found in expected]
    assert jobs.started_at.tolist() == [-1 if found is None else found[1] * SECOND for found in expected]


@pytest.mark.parametrize(("cadence", "waits"), [(Fraction(7, 2), 0), (Fraction(3), 1)])
def test_two_processors_of_seven_seconds(run_text: Callable[..., jobsim.Result], cadence: Fraction, waits: int) -> None:
    # At load 1 nobody waits; at 7/6, each two jobs find the queue one second further behind.
    result = run_text(
        f"submitters: {{a: {{cadence: {float(cadence)}s, jobs: 200, pacing: fixed}}}}\n"
        "processors: {w: {count: 2, service: 7s}}"
    )
    expected = [waits * (k // 2) * (7 - 2 * cadence) * SECOND for k in range(200)]
    assert waiting(result.run.jobs).tolist() == expected


def in_shifts(
    puts: list[int], service: int, processors: int, there: int, period: int, stands_still: bool
) -> list[tuple[int, int]]:
    """(started, ended) of each put, by processors that all are there for the first part of each period.

    After it, whoever is at work finishes the job all the same, or stands still with it. Who is done at that very
    instant takes another job.
    """
    free = [0] * processors
    found = []
    for put in puts:
        start, processor = min((start_in_shift(put, free[j], there, period), j) for j in range(processors))
        free[processor] = end_in_shift(start, service, there, period) if stands_still else start + service
        found.append((start, free[processor]))
    return found


def start_in_shift(put: int, free: int, there: int, period: int) -> int:
    at = max(put, free)
    passed = at % period
    takes_another = passed == there and put < free
    return at if passed < there or takes_another else at - passed + period


def end_in_shift(start: int, service: int, there: int, period: int) -> int:
    at, left = start, service
    while left > (rest := there - at % period):
        at, left = at - at % period + period, left - rest
    return at + left


@pytest.mark.parametrize("breaks_down", [False, True])
@settings(max_examples=150, deadline=None)
@given(
    cadence=st.integers(1, 40),
    service=st.integers(1, 60),
    processors=st.integers(1, 3),
    there=st.integers(1, 50),
    away=st.integers(1, 50),
)
def test_every_job_waits_for_its_processor_to_be_there(
    breaks_down: bool, cadence: int, service: int, processors: int, there: int, away: int
) -> None:
    unit = 142_857
    shifts = (
        f"schedule: [{{at: 0s, count: {processors}}}, {{at: {there * unit}ns, count: 0}}], "
        f"repeat: {(there + away) * unit}ns"
    )
    breakdowns = f"breakdowns: {{every: {there * unit}ns, repair: {away * unit}ns, job: resume}}"
    jobs = jobsim.run(
        jobsim.loads(
            f"submitters: {{a: {{pacing: fixed, cadence: {cadence * unit}ns, jobs: 30}}}}\n"
            f"processors: {{w: {{count: {processors}, service: {service * unit}ns, "
            f"{breakdowns if breaks_down else shifts}}}}}"
        )
    ).run.jobs
    puts = [k * cadence for k in range(30)]
    expected = in_shifts(puts, service, processors, there, there + away, breaks_down)
    assert jobs.started_at.tolist() == [start * unit for start, _ in expected]
    assert jobs.ended_at.tolist() == [end * unit for _, end in expected]
