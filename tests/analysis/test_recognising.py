"""Which scenarios are queues that theory solves, and which are not."""

from math import exp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jobsim
from jobsim.analysis.forms import facts
from jobsim.analysis.forms.recognising import known_form, theory_of
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.queue import Queue
from jobsim.scenario.parts.submitter import Submitter
from tests.analysis.forms import in_full, scenario
from tests.model.scenarios import DETERMINISTIC, WHOLE_LANGUAGE
from tests.model.scenarios import scenario as drawn
from tests.theory.cases import CASES

close = pytest.approx
OPEN, POOL = "a: {cadence: exp(2s), pacing: fixed}", "w: {service: exp(1s)}"


def name(queue: str, submitters: str, processors: str, *overrides: str, ending: str = "until: 1000s") -> str | None:
    found = known_form(scenario(queue, submitters, processors, *overrides, ending=ending))
    return None if found is None else found.name


def parts(short: str) -> tuple[str, str, str]:
    """`queue | submitters | processors`; M/M/1 where nothing is said."""
    queue, submitters, processors = [*(part.strip() for part in f"{short} | | ".split("|")), "", ""][:3]
    return queue, submitters or OPEN, processors or POOL


@pytest.mark.parametrize("queue", dict.fromkeys(case.queue for case in CASES if case.until is None))
def test_the_queues_of_theory_are_recognised(queue: str) -> None:
    """The inverse of what the cases are: from the scenario back to the formula, with the same values."""
    cases = [case for case in CASES if case.queue == queue]
    found = known_form(jobsim.loads(f"until: 1000s\n{cases[0].text}"))
    assert found is not None
    for case in cases:
        assert found.value(case.measure, case.of) == close(case.expected, rel=1e-6), case.name


def test_a_short_run_is_known_in_the_long_run() -> None:
    [text] = {case.text for case in CASES if case.queue.startswith("M/M/2/5 from empty")}
    found = known_form(jobsim.loads(f"until: 50s\n{text}"))
    assert found is not None
    assert found.title == "theory, in the long run (M/M/2/5; Erlang 1917)"


def test_by_hand() -> None:
    # M/M/1 at load 1/2: as long a wait as a service; M/M/2 at load 1/2: C = 1/3, W = C / (2 - 1).
    found = known_form(scenario("", OPEN, POOL))
    assert found is not None
    assert found.value("mean(waiting)") == close(1)
    assert found.value("p95(response)") == close(5.991465)  # 2 log 20
    found = known_form(scenario("", "a: {cadence: exp(1s)}", "w: {count: 2, service: exp(1s)}"))
    assert found is not None
    assert found.value("mean(waiting)") == close(1 / 3)
    # Pollaczek and Khinchine: half of M/M/1's without variance, twice it with three times that of the exponential.
    found = known_form(scenario("", OPEN, "w: {service: 1s}"))
    assert found is not None
    assert found.value("mean(waiting)") == close(1 / 2)
    found = known_form(scenario("", OPEN, "w: {service: {distribution: lognormal, mean: 1s, cv: 1.7320508075688772}}"))
    assert found is not None
    assert found.value("mean(waiting)") == close(2)
    # Erlang's B of 2 erlangs on 2 lines: 2 / (1 + 2 + 2).
    found = known_form(scenario("capacity: 0", "a: {cadence: exp(1s), timeout: 0s}", "w: {count: 2, service: exp(2s)}"))
    assert found is not None
    assert found.value("drop_rate") == close(2 / 5)
    # M/M/1 of one place and patience without end: half of those who find a job find a job that waits, too.
    found = known_form(scenario("capacity: 1", OPEN, POOL))
    assert found is not None
    assert [found.value(f"mean({what})") for what in ("queued", "blocked", "response")] == close([1 / 4, 1 / 2, 2])
    # Four puts every 2 s at 2 processors of 700 ms: two wait for 700 ms.
    found = known_form(scenario("", "a: {count: 4, cadence: 2s}", "w: {count: 2, service: 700ms}"))
    assert found is not None
    assert found.value("mean(waiting)") == close(0.35)
    assert [found.value(f"p{percent}(waiting)") for percent in (50, 95)] == [0.0, 0.7]
    assert found.value("utilisation") == close(0.7)


THE_SAME = [  # scenarios in short, and which form they are
    ("| |", "M/M/1"),
    ("| a: {cadence: exp(2s)} |", "M/M/1"),  # a put ends at once where there is always a place
    ("| a: {cadence: exp(2s), timeout: 1s, value: 7, priority: 3, deadline: 1s, batch: 1} |", "M/M/1"),
    ("| a: {cadence: exp(2s), retry: {attempts: 1}} |", "M/M/1"),
    ("redelivery: {attempts: 1} | | w: {service: exp(1s), failure: 0%, slots: 1}", "M/M/1"),
    ("| | w: {service: exp(2s), speed: 2}", "M/M/1"),
    ("| | w: {service: {distribution: weibull, shape: 1, scale: 1s}}", "M/M/1"),
    ("| | w: {service: {distribution: gamma, shape: 1, mean: 1s}}", "M/M/1"),
    ("| | w: {service: {distribution: erlang, shape: 2, mean: 1s}}", "M/E2/1"),
    ("| | w: {service: {distribution: gamma, shape: 0.5, mean: 1s}}", "M/G/1"),
    ("| a: {phases: [{for: 1000s, rate: 1/s}], spacing: poisson} | w: {service: 500ms}", "M/D/1"),
    ("| a: {cadence: exp(1001ms)} | w: {service: 1s}", "M/D/1"),
    (
        "discipline: priority | a: {cadence: exp(1s), priority: 1}, b: {cadence: exp(1s)} | "
        "w: {count: 3, service: exp(1s)}",
        "M/M/3",
    ),
    ("discipline: priority | a: {cadence: exp(2s), priority: {distribution: poisson, mean: 1}} |", "M/M/1"),
    ("capacity: 200 | a: {cadence: exp(2s), timeout: 1s, pacing: fixed} |", "M/M/1, never full"),
    ("capacity: 200, overflow: reject | |", "M/M/1, never full"),
    (
        "| | w: {count: 2, service: exp(1s), slots: {shared: s, slots: 9}}, "
        "v: {service: exp(1s), slots: {shared: s, slots: 9}}",
        "M/M/3",
    ),
    ("| a: {cadence: 2s} | w: {count: 2, service: 2s}", "D/D/2"),
    ("capacity: 2 | a: {count: 4, cadence: 2s} | w: {count: 2, service: 1s}", "D/D/2, 4 puts at once"),
]


@pytest.mark.parametrize(("short", "expected"), THE_SAME)
def test_what_changes_nothing_is_no_matter(short: str, expected: str) -> None:
    assert name(*parts(short)) == expected


def test_a_single_submitter_may_stop_after_so_many_jobs() -> None:
    assert name("", "a: {cadence: exp(2s), jobs: 100}", POOL, ending="seed: 1") == "M/M/1"
    assert name("", "a: {cadence: exp(2s), stop: 100s}, b: {cadence: exp(9s), stop: 100s}", POOL) == "M/M/1"
    for uneven in (
        "a: {cadence: exp(2s), jobs: 0}",
        "a: {cadence: exp(3s), jobs: 10, count: 2}",
        "a: {cadence: exp(4s), jobs: 10}, b: {cadence: exp(4s)}",
        "a: {cadence: exp(4s), stop: 10s}, b: {cadence: exp(4s)}",
        "a: {cadence: exp(4s), start: 10s}",
        "a: {cadence: exp(4s), stagger: 1s, count: 2}",
        "a: {phases: [{for: 10s, rate: 1/s}], spacing: poisson}, b: {cadence: exp(4s)}",
    ):
        assert name("", uneven, POOL) is None, uneven


NOT_SOLVED = [
    # Who comes: not at random, not at one rate, or not whatever became of those before.
    "| a: {cadence: {distribution: uniform, min: 0s, max: 4s}} |",
    "| a: {cadence: exp(4s)}, b: {cadence: 4s} |",
    "| a: {cadence: 4s, count: 2} |",
    "| a: {cadence: exp(2s), bursts: {on: 1s, off: 1s}} |",
    "| a: {phases: [{for: 2s, rate: 1/s}], repeat: true} | w: {service: exp(500ms)}",
    "| a: {phases: [{for: 2s, rate: 1/s}, {for: 2s, rate: 2/s}], repeat: true, spacing: poisson} |",
    "| a: {phases: [{for: 2s, rate: 0/s}], repeat: true, spacing: poisson} |",
    "| a: {trace: {at: [1s, 2s]}} |",
    "| a: {cadence: exp(100ns)} | w: {service: exp(50ns)}",  # rounding to nanoseconds would show
    "| a: {cadence: exp(2s), batch: 2} | w: {service: 500ms}",
    "| a: {cadence: exp(2s), batch: 2} | w: {count: 2, service: exp(1s)}",
    "| a: {cadence: exp(2s), pacing: after_response}, b: {cadence: exp(2s)} |",
    "capacity: 3 | a: {cadence: exp(2s)}, b: {cadence: exp(2s), pacing: fixed} |",
    # More than can be done.
    "| a: {cadence: exp(1s)} |",
    "| a: {cadence: exp(1s)} | w: {service: 1s}",
    "| a: {cadence: exp(1s), size: 1s}, b: {cadence: exp(1s), size: 500ms} |",
    "| a: {cadence: 999ms} |",
    "| a: {cadence: 999ms} | w: {service: 1s}",
    "| a: {cadence: 2s, batch: {distribution: geometric, mean: 2}} | w: {service: 100ms}",
    "| a: {cadence: exp(2s), batch: 2} |",
    "discipline: priority | a: {cadence: exp(1s), priority: 1} |",
    # How long it takes: several laws, or one that is not solved.
    "| | w: {count: 2, service: {distribution: lognormal, mean: 1s, cv: 1.5}}",
    "| | w: {service: {distribution: pareto, shape: 1.5, scale: 100ms}}",
    "| | w: {service: {distribution: pareto, shape: 0.5, scale: 100ms}}",
    "| a: {cadence: exp(4s), size: 1s}, b: {cadence: exp(4s)} | w: {count: 2, service: exp(1s)}",
    "| a: {cadence: exp(4s), size: {distribution: pareto, shape: 1.5, scale: 1ms}}, b: {cadence: exp(4s)} |",
    "| | w: {service: exp(1s)}, v: {service: exp(2s)}",
    "| | w: {service: 0s}",
    "| a: {cadence: 2s} | w: {count: 2, service: {distribution: lognormal, mean: 1s, cv: 1.5}}",
    "| a: {cadence: exp(20ms)} | w: {count: 40, service: {distribution: erlang, shape: 2, mean: 500ms}}",
    "| a: {cadence: exp(20ms)} | w: {count: 25, service: {distribution: erlang, shape: 20, mean: 400ms}}",
    # Who is next.
    "discipline: shortest | a: {cadence: exp(2s), size: exp(1s)} |",
    "discipline: lifo | a: {cadence: exp(4s), size: 1s}, b: {cadence: exp(4s)} |",
    "discipline: priority | "
    "a: {cadence: exp(4s), size: 1s, priority: {distribution: poisson, mean: 1}}, b: {cadence: exp(4s)} |",
    "discipline: lifo | a: {cadence: 2s} |",
    "discipline: lifo, expire: 1s | |",
    # Who has no place.
    "capacity: 3, overflow: reject | a: {cadence: exp(2s)} | w: {service: 1s}",
    "capacity: 3 | a: {cadence: exp(2s), timeout: 1s, pacing: fixed} | w: {service: 1s}",
    "capacity: 3 | "
    "a: {cadence: exp(4s), timeout: 1s, pacing: fixed}, b: {cadence: exp(4s), timeout: 2s, pacing: fixed} |",
    "capacity: 3 | a: {cadence: exp(2s), timeout: {distribution: uniform, min: 0s, max: 2s}, pacing: fixed} |",
    "capacity: 3 | a: {cadence: exp(2s), timeout: {distribution: uniform, min: 0s, max: 2s}} |",
    "capacity: 3 | a: {cadence: exp(2s), give_up: {distribution: uniform, min: 0s, max: 2s}, pacing: fixed} |",
    "capacity: 3 | a: {cadence: exp(2s), give_up: 1s} |",
    "capacity: 3 | a: {cadence: exp(2s), give_up: 1s, timeout: 1s, pacing: fixed} |",
    "capacity: 3 | a: {cadence: exp(2s)}, b: {cadence: exp(3s)} |",
    "capacity: 1 | a: {count: 4, cadence: 2s} | w: {count: 2, service: 1s}",
    "capacity: 3, expire: 1s | |",
    "expire: {distribution: uniform, min: 0s, max: 2s} | |",
    # Users.
    "| a: {count: 3, cadence: exp(2s), pacing: after_response} | w: {service: 1s}",
    "| a: {count: 3, cadence: 2s, pacing: after_response} |",
    "| a: {count: 1, cadence: 2s, pacing: after_response} | w: {service: 0s}",
    "| a: {count: 2, cadence: 2s, pacing: after_response, batch: 2} | w: {count: 2, service: 1s}",
    "capacity: 1 | a: {count: 3, cadence: exp(2s), timeout: 1s, pacing: after_response} |",
    "| a: {cadence: {distribution: pareto, shape: 1, scale: 1s}, pacing: after_response} | w: {count: 2, service: 1s}",
    # What fails, gives up, comes back.
    "| | w: {service: exp(1s), failure: 100%}",
    "| a: {cadence: exp(2s), size: exp(1s)} | w: {service: exp(1s), failure: 10%}",
    "| | w: {count: 2, service: exp(1s), failure: {probability: 10%, after: 50%}}",
    "| a: {cadence: exp(500ms)} | w: {service: exp(1s), failure: {probability: 10%, after: 50%}}",
    "redelivery: {attempts: 3} | | w: {service: exp(1s), failure: {probability: 10%, after: 50%}}",
    "redelivery: {attempts: 3} | | w: {service: exp(1s), failure: 70%}",
    "redelivery: {attempts: 3, backoff: {first: 1s}} | | w: {service: exp(1s), failure: 10%}",
    "redelivery: [1s, 2s] | | w: {service: exp(1s), failure: 10%}",
    "| | w: {count: 2, service: exp(1s), time_limit: 1s}",
    "| a: {cadence: exp(500ms)} | w: {service: exp(1s), time_limit: 1s}",
    "| a: {cadence: exp(2s), give_up: exp(1s), pacing: fixed} |",
    "| a: {cadence: exp(2s), give_up: 1s} |",
    "| a: {cadence: exp(1s), give_up: 1s, pacing: fixed} |",
    "| a: {cadence: exp(2s), give_up: 1s, pacing: fixed, retry: {attempts: 2}} |",
    "| a: {cadence: exp(2s), give_up: exp(1s), pacing: fixed, retry: {attempts: 2}} | w: {count: 99, service: exp(1s)}",
    "| a: {cadence: exp(2s), give_up: 1s, pacing: fixed, retry: [1s, 2s]} | w: {count: 99, service: exp(1s)}",
    "capacity: 1, overflow: reject | a: {cadence: exp(2s), pacing: fixed, retry: {attempts: 2}} |",
    "capacity: 0, overflow: reject | a: {cadence: exp(2s), retry: {attempts: 2}} |",
    "capacity: 0, overflow: reject | a: {cadence: exp(2s), pacing: fixed, retry: {attempts: 2, delay: 1s}} |",
    "capacity: 0, overflow: reject | a: {cadence: exp(2s), pacing: fixed, retry: {attempts: 9, delay: exp(1s)}} |",
    "capacity: 0, overflow: reject | "
    "a: {cadence: exp(2s), pacing: fixed, retry: {attempts: 9, delay: exp(1s)}} | w: {count: 2, service: exp(1s)}",
    # Processors that are held up, or not there.
    "| | w: {service: exp(1s), limit: 1/s}",
    "| | w: {count: 2, limit: 1/s}",
    "| a: {cadence: exp(1s)} | w: {limit: 1/s}",
    "| a: {cadence: exp(1s)} | w: {limit: 1.001/s}",
    "| a: {cadence: exp(1s)} | w: {count: 2, service: exp(1s), slots: 1}",
    "| | w: {count: 2, service: 1s, slots: 1}",
    "| | w: {count: 2, service: exp(1s), slots: 1}, v: {count: 2, service: exp(1s), slots: 1}",
    "| | w: {service: exp(1s), schedule: [{at: 1s, count: 2}]}",
    "| | w: {service: exp(1s), breakdowns: {every: 9s, repair: 1s}}",
    "| | w: {count: 2, service: exp(1s), breakdowns: {every: exp(9s), repair: 1s}}",
    "| | w: {service: exp(1s), breakdowns: {every: exp(1s), repair: 1s}}",
    "| | w: {service: 1s, breakdowns: {every: exp(9s), repair: 1s, job: restart}}",
    "| | w: {service: 1s, breakdowns: {every: exp(9s), repair: 1s, job: lose}}",
    "| | w: {service: 1s, breakdowns: {every: exp(9s), repair: exp(1s), job: requeue}}",
    "| | w: {service: exp(1s), breakdowns: {every: exp(1s), repair: exp(1s), job: requeue}}",
    "| | w: {service: exp(1s), breakdowns: {every: exp(9h), repair: exp(9h), job: requeue}}",
]


@pytest.mark.parametrize("short", NOT_SOLVED)
def test_what_theory_does_not_solve(short: str) -> None:
    assert name(*parts(short)) is None


TOO_MUCH = [
    "capacity: 100000, overflow: reject | a: {cadence: exp(1s)} |",
    "capacity: 100000 | a: {cadence: exp(1s), timeout: 1s, pacing: fixed} |",
    "capacity: 3 | a: {cadence: exp(1s), timeout: 9h, pacing: fixed} |",
    "capacity: 3 | a: {cadence: exp(1s), give_up: 9h, pacing: fixed} |",
    "capacity: 3 | a: {count: 1000, cadence: exp(900s)} |",
    "capacity: 900 | a: {cadence: exp(1ms), timeout: 1ms, pacing: fixed} |",
    "expire: 9h | a: {cadence: exp(1s)} |",
    "| a: {count: 100000, cadence: exp(1h), pacing: after_response} |",
    "| a: {cadence: exp(1h)} | w: {count: 9, service: 1s}",
    "| a: {cadence: exp(1100us)} | w: {count: 9999, service: 10s}",
    "| a: {cadence: 1h} |",
    "| a: {cadence: 10ms} | w: {count: 101, service: exp(1s)}",
    "| a: {count: 1000, cadence: 1s, batch: 1000} | w: {service: 1ns}",
    "capacity: 0, overflow: reject | "
    "a: {cadence: exp(1s), pacing: fixed, retry: {attempts: 2, delay: exp(101s)}} | w: {count: 4, service: exp(1s)}",
    "| a: {cadence: exp(100001us)} | w: {count: 20, service: exp(1s), slots: 10}",
    "| a: {cadence: exp(10s)} | "
    "w: {count: 21, service: exp(1s), breakdowns: {every: exp(9s), repair: exp(9s), job: requeue}}",
]


@pytest.mark.parametrize("short", TOO_MUCH)
def test_what_takes_too_long_or_loses_its_digits_is_left_alone(short: str) -> None:
    assert name(*parts(short)) is None


def test_a_queue_at_the_edge_of_what_is_solved_is_that_of_its_neighbour() -> None:
    # With so many places M/M/c, with ten thousand attempts a retry without end, with a load of 99.9 % M/G/1.
    never, always = (known_form(scenario(queue, OPEN, POOL)) for queue in ("capacity: 200, overflow: reject", ""))
    assert never is not None
    assert always is not None
    assert never.values == always.values
    found = known_form(scenario("", "a: {cadence: exp(1001ms)}", "w: {service: 1s}"))
    assert found is not None
    assert found.value("mean(waiting)") == close(1 / 1.001 / (2 * (1 - 1 / 1.001)))


def test_every_key_is_thought_of() -> None:
    keys = {key for part in (Queue, Submitter, Pool) for key in part.model_fields}
    assert keys >= facts.LOOKED_AT


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(WHOLE_LANGUAGE, DETERMINISTIC))
def test_whatever_a_scenario_says_something_or_nothing_is_known(data: dict[str, object]) -> None:
    found = theory_of(drawn(data))
    if found is not None:
        assert found.values
        assert all(value.value >= -1e-9 for value in found.values)


def test_exponential_patience_is_as_the_formula_has_it() -> None:
    # Expiry at the rate of service, one processor: the number in the system is Poisson, and idle is exp(-1).
    found = known_form(scenario("expire: exp(1s)", "a: {cadence: exp(1s)}", POOL))
    assert found is not None
    assert found.value("utilisation") == close(1 - exp(-1))
    assert in_full("exp(2s)") == "{distribution: exponential, mean: 2s}"
