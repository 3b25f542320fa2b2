"""Expected jobs against memory, worked out by hand."""

from pathlib import Path
from types import SimpleNamespace

import pytest

import jobsim
from jobsim.analysis import memory
from jobsim.analysis.disk import BYTES_PER_RESULT, expected_bytes
from jobsim.analysis.memory import (
    BYTES_PER_CHANGE,
    BYTES_PER_GROUP,
    BYTES_PER_JOB,
    BYTES_PER_STAY,
    available_bytes,
    check_memory,
    expected_jobs,
    expected_rows,
)
from jobsim.errors import LimitReached

HEAD = "processors: {w: {service: 1s}}\nuntil: 100s\nqueue: {capacity: 1}\nsubmitters: "


@pytest.mark.parametrize(
    ("submitters", "jobs"),
    [
        ("{a: {cadence: 2s, pacing: fixed}}", 50),
        ("{a: {cadence: 2s, pacing: fixed, count: 3, start: 20s, stop: 60s}}", 60),
        ("{a: {cadence: 2s, pacing: fixed, jobs: 7}, b: {cadence: 1s, jobs: 4, count: 2}}", 15),
        ("{a: {cadence: {distribution: exponential, mean: 500ms}, pacing: fixed, start: 200s}}", 0),
        ("{a: {cadence: 1s}}", 0),  # a full queue may hold it up
        ("{a: {cadence: 1s, pacing: after_response}}", 0),
    ],
)
def test_expected_jobs(submitters: str, jobs: int) -> None:
    assert expected_jobs(jobsim.loads(HEAD + submitters)) == jobs


def test_what_does_not_fit_is_refused_before_it_starts() -> None:
    scenario = jobsim.loads(HEAD + "{a: {cadence: 1ms, pacing: fixed}}", "big")
    check_memory(scenario, 100_000 * BYTES_PER_JOB)
    with pytest.raises(LimitReached, match=r"big: about 100,000 jobs are expected, which need about 0\.0 GB"):
        check_memory(scenario, 100_000 * BYTES_PER_JOB - 1)


def test_a_job_whose_stays_are_kept_takes_more() -> None:
    scenario = jobsim.loads(HEAD + "{a: {cadence: 1ms, pacing: fixed, give_up: 1s}}", "big")
    check_memory(scenario, 100_000 * (BYTES_PER_JOB + BYTES_PER_STAY))
    with pytest.raises(LimitReached, match=r"big: about 100,000 jobs are expected"):
        check_memory(scenario, 100_000 * (BYTES_PER_JOB + BYTES_PER_STAY) - 1)


def test_figures_only_need_memory_for_names_not_for_jobs() -> None:
    text = "{a: {cadence: 1ns, pacing: fixed, give_up: 1s}, b: {cadence: 1s}}\nrecord: summary"
    scenario = jobsim.loads(HEAD + text, "long")
    assert expected_jobs(scenario) > 10**11 - 1
    assert expected_rows(scenario) == (0, 0)
    assert expected_bytes(scenario) == BYTES_PER_RESULT
    check_memory(scenario, 3 * BYTES_PER_GROUP)
    with pytest.raises(LimitReached, match=r"long: the figures of 3 names need about 0\.0 GB of memory"):
        check_memory(scenario, 3 * BYTES_PER_GROUP - 1)


def test_where_the_system_does_not_say_how_much_there_is_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: None)
    check_memory(jobsim.loads(HEAD + "{a: {cadence: 1ns, pacing: fixed}}"))


def test_who_has_too_little_memory_is_told_of_figures_only() -> None:
    with pytest.raises(LimitReached, match="--record summary"):
        check_memory(jobsim.loads(HEAD + "{a: {cadence: 1ms, pacing: fixed}}"), 1)


def test_breakdowns_are_foreseen_too() -> None:
    pool = "processors: {w: {count: 3, breakdowns: {every: 1500us, repair: 500us}}}"
    scenario = jobsim.loads(f"until: 10s\nsubmitters: {{a: {{cadence: 1s, jobs: 1}}}}\n{pool}", "frail")
    message = r"frail: about 1 jobs and 30,000 breakdowns and repairs are expected, which need about 0\.0 GB"
    with pytest.raises(LimitReached, match=message):
        check_memory(scenario, 30_000 * BYTES_PER_CHANGE)
    check_memory(scenario, 30_000 * BYTES_PER_CHANGE + BYTES_PER_JOB + BYTES_PER_STAY)
    # How long it will be, only the run shows.
    check_memory(jobsim.loads(f"submitters: {{a: {{cadence: 1s, jobs: 1}}}}\n{pool}"), 1000)


def test_a_billion_jobs_do_not_fit_here() -> None:
    scenario = jobsim.loads("submitters: {a: {cadence: 0s, count: 1000, jobs: 1000000000}}\nprocessors: {w: {}}")
    with pytest.raises(LimitReached, match="make the run shorter"):
        check_memory(scenario)
    assert available_bytes()


@pytest.mark.parametrize(("limit", "available"), [(None, 7168), (5000, 5000), (9000, 7168), (-1, 7168)])
def test_a_limit_on_the_address_space_counts_where_it_is_less(
    monkeypatch: pytest.MonkeyPatch, limit: int | None, available: int
) -> None:
    said = "MemTotal:   9 kB\nMemAvailable:   7 kB\nBuffers:   8 kB\n"
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: said)
    system = SimpleNamespace(RLIMIT_AS=0, RLIM_INFINITY=-1, getrlimit=lambda _: (limit, -1))
    monkeypatch.setattr(memory, "resource", None if limit is None else system)  # None: a system without limits
    assert available_bytes() == available
