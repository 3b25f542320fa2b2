"""Constant cadences and services, D/D/c: every job compared with rational arithmetic, event by event."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jobsim
from jobsim.units import SECOND

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
    assert result.run.jobs.waiting.tolist() == expected
