"""What a scenario asks of its times beside what is always measured, and how long a queue takes to recover, by hand.

The run of test_metrics: one processor (service 4 s), one place, a put every second from 0, five jobs, timeout 2.5 s.
Blocked: 0, 0, 2, 2.5, 2.5 s. Waiting: 0, 3, 4 s. Response: 4, 7, 10 s.
"""

from collections.abc import Callable

import pytest

import jobsim
from tests.results.test_metrics import SCENARIO

BY_HAND = {
    "p34(waiting)": 3,  # of three, the second is the least that 34 % do not exceed
    "p33.3(waiting)": 0,
    "p99.9(response)": 10,
    "share(blocked < 2s)": 2 / 5,
    "share(blocked <= 2s)": 3 / 5,
    "share(blocked > 2s)": 2 / 5,
    "share(blocked >= 2s)": 3 / 5,
    "share(response < 7s)": 1 / 3,
    "share(service <= 4s)": 1,
    "share(service < 4s)": 0,
}


@pytest.mark.parametrize("record", ["jobs", "summary"])
def test_by_hand(record: str, run_text: Callable[..., jobsim.Result]) -> None:
    expected = "".join(f"  - '{name} > 0'\n" for name in BY_HAND)
    result = run_text(f"{SCENARIO}record: {record}\nexpect:\n{expected}")
    for of in ("all", "submitter:a", "queue:queue"):
        assert {name: result.value(name, of) for name in BY_HAND} == pytest.approx(BY_HAND, rel=1e-3)
    # Jobs 1 to 3 are those that the pool had: blocked 0, 0 and 2 s.
    assert result.value("share(blocked < 2s)", "processor:w") == pytest.approx(2 / 3)


@pytest.mark.parametrize("record", ["jobs", "summary"])
def test_of_nothing_there_is_nothing(record: str, run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text(
        f"{SCENARIO}record: {record}\nwarmup: 1h\nexpect: [share(response < 1s) > 0, p99.9(response) < 1s]"
    )
    assert result.value("share(response < 1s)") is None
    assert result.value("p99.9(response)") is None


def test_they_come_after_what_is_always_measured(run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text(f"{SCENARIO}expect: [share(waiting < 1s) > 0, p99.9(waiting) < 1s, p50(waiting) < 1s]")
    names = [found.metric for found in result.metrics if found.of == "all" and "waiting" in found.metric]
    assert names[-3:] == ["max(waiting)", "p99.9(waiting)", "share(waiting < 1s)"]
    assert len(names) == 7


# One worker with a service of 1 s. a puts a job every 2 s from 0: nobody waits. b puts five at 10.5 s. From 10 on a's
# jobs start at 10, 12, ... were it not for b's: the one at 10.5 waits until 11, and so on.
CROWD = """
until: 60s
submitters:
  a: {cadence: 2s, pacing: fixed}
  b: {cadence: 0s, jobs: 5, start: 10500ms, pacing: fixed}
  c: {cadence: 1s, jobs: 3, start: 10500ms, pacing: fixed}
processors: {w: {service: 1s}}
"""


def test_a_recovery_by_hand(run_text: Callable[..., jobsim.Result]) -> None:
    # After 10 there come 5 of b, 3 of c, and a's of 12, 14, ...; one starts at 11, 12, 13, ...: after the events of
    # 10 + u (u >= 3) there wait 8 + floor(u / 2) - u, which is 0 first at u = 15.
    expected = [f"recovery(after {after}) < 1m" for after in ("11s", "10500ms", "30s")]
    result = run_text(f"{CROWD}expect: {expected}")
    assert result.value("recovery(after 11s)") == 14
    assert result.value("recovery(after 10.5s)") == 14.5
    assert result.value("recovery(after 30s)") == 0


def test_puts_without_a_place_wait_too(run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text(f"queue: {{capacity: 2}}\n{CROWD}expect: [recovery(after 11s) < 1m]")
    assert result.value("recovery(after 11s)") == 14


def test_what_does_not_recover_has_no_time(run_text: Callable[..., jobsim.Result]) -> None:
    text = CROWD.replace("until: 60s", "until: 20s")
    assert run_text(f"{text}expect: [recovery(after 11s) < 1m]").value("recovery(after 11s)") is None


def test_before_anything_waits_there_is_nothing_to_recover_from(run_text: Callable[..., jobsim.Result]) -> None:
    text = "submitters: {a: {cadence: 1s, start: 5s, jobs: 1}}\nprocessors: {w: {service: 10s}}\nuntil: 9s\n"
    assert run_text(f"{text}expect: [recovery(after 5s) < 1m]").value("recovery(after 5s)") == 0


def test_a_warm_up_found_behind_the_rise_leaves_the_time_before_it(run_text: Callable[..., jobsim.Result]) -> None:
    from jobsim.results.measured import Measured
    from jobsim.results.run import Run
    from jobsim.results.window import Window

    run = run_text(f"{CROWD}expect: [recovery(after 11s) < 1m]").run
    assert isinstance(run, Run)
    late = {found.metric: found.value for found in Measured(run, Window(12_000_000_000)).metrics}
    assert late["recovery(after 11s)"] == 14


def test_python_may_name_a_metric_as_a_scenario_does(run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text(f"{CROWD}expect: [recovery(after 11s) < 1m, share(waiting < 1s) > 0]")
    assert result.value("recovery(after 11000ms)") == 14
    assert result.value("share(waiting<1)") == result.value("share(waiting < 1s)")
    assert (
        result.value("p95(waiting, b)")
        == result.value("p95(waiting)", "b")
        == result.value("p95(waiting)", "submitter:b")
    )
    with pytest.raises(KeyError, match=r"there is no metric 'p95\(wating\)'"):
        result.value("p95(wating)")
