"""Where two formulas must agree: each is held against what another says of a special case, or of the same thing."""

from decimal import Decimal, localcontext
from math import exp, factorial, fsum, log

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.special import lambertw
from scipy.stats import poisson

from jobsim.analysis.theory import put_timeout
from jobsim.analysis.theory.batches import batches
from jobsim.analysis.theory.birth_death import stationary
from jobsim.analysis.theory.bounds import longest_mean_wait
from jobsim.analysis.theory.constant_arrivals import constant_arrivals
from jobsim.analysis.theory.constant_both import all_done_in_between, nobody_waits
from jobsim.analysis.theory.constant_service import constant_service
from jobsim.analysis.theory.erlang import bounded, erlang_b, places_and_line, unbounded
from jobsim.analysis.theory.expected import quantile
from jobsim.analysis.theory.expiry import expiring
from jobsim.analysis.theory.general_service import one_processor
from jobsim.analysis.theory.machine_repair import machine_repair
from jobsim.analysis.theory.priorities import priorities
from jobsim.analysis.theory.put_timeout import closed_line, exponential, fixed, for_ever, open_line
from jobsim.analysis.theory.staged_service import staged_service
from jobsim.analysis.theory.transient import from_empty

close = pytest.approx


@pytest.mark.parametrize("load", [0.3, 0.9])
def test_one_processor_of_each_kind_is_pollaczek_khinchines(load: float) -> None:
    for found, variance in (
        (unbounded(load, 1, 1), 1.0),
        (constant_service(load, 1, 1), 0.0),
        (staged_service(load, 1, 1, 3), 1 / 3),
    ):
        for measure, value in one_processor(load, 1, variance).items():
            assert found[measure] == close(value, rel=1e-8), measure


def test_one_stage_is_the_exponential() -> None:
    found, expected = staged_service(3.4, 1, 4, 1), unbounded(3.4, 1, 4)
    assert found["mean(waiting)"] == close(expected["mean(waiting)"], rel=1e-9)


def test_many_stages_are_nearly_constant() -> None:
    # The wait falls about linearly in 1 / stages: carried on from 6 and 12 stages to no variance at all.
    six, twelve = (staged_service(1.6, 1, 2, stages)["mean(waiting)"] for stages in (6, 12))
    assert 2 * twelve - six == close(constant_service(1.6, 1, 2)["mean(waiting)"], rel=5e-3)


def erlangs_sum(load: float, t: float) -> float:
    """P(W <= t) in M/D/1: (1 - load) * sum over k <= t of (load (k - t))^k / k! * exp(-load (k - t)), Erlang 1909."""
    with localcontext(prec=60):
        terms = []  # they alternate and are large: in sixty digits
        for k in range(int(t) + 1):
            power = Decimal(load) * (k - Decimal(t))
            terms.append((power**k if k else Decimal(1)) / factorial(k) * (-power).exp())
        return (1 - load) * float(sum(terms))


@pytest.mark.parametrize("load", [0.3, 0.7, 0.9])
def test_the_wait_of_m_d_1_by_erlangs_sum(load: float) -> None:
    found = constant_service(load, 1, 1)
    for percent in (95, 99):
        assert erlangs_sum(load, found[f"p{percent}(waiting)"]) == close(percent / 100, abs=1e-9)
    assert found["p99(response)"] == close(found["p99(waiting)"] + 1)


@pytest.mark.parametrize(("processors", "load"), [(1, 0.5), (3, 0.8), (6, 0.6)])
def test_constant_arrivals_by_the_chain_that_puts_see(processors: int, load: float) -> None:
    cadence, size = 1 / (processors * load), 120
    ends = np.array([min(n, processors) for n in range(size + 1)], dtype=float)
    between = expm((np.diag(ends[1:], -1) - np.diag(ends)) * cadence)  # from n jobs to fewer, until the next put
    chain = between[1:, :-1]  # a put that sees n makes them n + 1
    chain[:, -1] += 1 - chain.sum(1)
    seen = np.linalg.matrix_power(chain, 2**14)[0]
    waiting = float(np.maximum(np.arange(size) - processors + 1, 0) @ seen) / processors
    assert constant_arrivals(cadence, 1, processors)["mean(waiting)"] == close(waiting, rel=1e-6)


def test_loss_without_places_is_erlang_b() -> None:
    assert bounded(3.0, 1, 5, 0)["drop_rate"] == close(erlang_b(3.0, 5))
    assert bounded(3.0, 1, 5, 0)["mean(waiting)"] == 0


def test_a_put_that_does_not_wait_is_lost_and_one_that_waits_for_ever_is_not() -> None:
    at_once, never = open_line(2.2, 1, 2, 3, fixed(0.0)), open_line(1.6, 1, 2, 3, fixed(1e4))
    for measure, value in at_once.items():
        assert value == close(bounded(2.2, 1, 2, 3).get(measure, 0.0)), measure
    expected = unbounded(1.6, 1, 2)
    assert never["drop_rate"] == close(0, abs=1e-12)
    assert never["mean(blocked)"] + never["mean(waiting)"] == close(expected["mean(waiting)"])
    assert open_line(1.6, 1, 2, 3, exponential(1e9))["mean(waiting)"] == close(never["mean(waiting)"], rel=1e-6)


@pytest.mark.parametrize(
    ("rate", "processors", "places", "timeout"),
    [(0.8, 1, 2, 1.0), (2.2, 2, 3, 0.5), (9.0, 4, 1, 3.0), (3.0, 4, 0, 2.0)],
)
def test_drops_of_puts_by_their_own_formula(rate: float, processors: int, places: int, timeout: float) -> None:
    # By level crossing, without flows: P(drop) = rate law(N - 1) exp(-(nu - rate) timeout) / nu.
    full, nu = processors + places, float(processors)
    below = [1.0]
    for n in range(full):
        below.append(below[-1] * rate / min(n + 1, processors))
    above = [below[full] * (rate / nu) ** m * poisson.sf(m - 1, nu * timeout) for m in range(1, 200)]
    before_full = below[full - 1] / (fsum(below) + fsum(above))
    drops = rate * before_full * exp(-(nu - rate) * timeout) / nu
    assert open_line(rate, 1, processors, places, fixed(timeout))["drop_rate"] == close(drops, rel=1e-9)


def test_batches_of_one_are_no_batches_and_those_of_two_are_half_of_an_erlang_service() -> None:
    assert batches(0.7, 1, 0, 1)["mean(waiting)"] == close(one_processor(0.7, 1, 1)["mean(waiting)"])
    # A batch of two is one job of two stages: its wait is M/E2/1's, and the second of it waits a service more.
    found, whole = batches(0.4, 2, 0, 1), one_processor(0.4, 2, 2)
    assert found["mean(waiting)"] == close(whole["mean(waiting)"] + 1 / 2)


def test_priorities_share_the_wait_of_one_class() -> None:
    # Cobham's waits, weighted with the loads, add up to what they are without priorities (a conservation law).
    classes = [(0.2, 1.0, 1.0), (0.3, 0.5, 0.0), (0.1, 2.0, 3.0)]
    loads = [rate * mean for rate, mean, _ in classes]
    second = sum(rate * (mean**2 + variance) for rate, mean, variance in classes)
    without = second / 2 / (1 - sum(loads))
    weighted = sum(load * wait for load, wait in zip(loads, priorities(classes), strict=True))
    assert weighted == close(sum(loads) * without)
    assert priorities([(0.7, 1.0, 2.0)]) == [close(one_processor(0.7, 1, 2)["mean(waiting)"])]


def test_expiry_that_never_comes_and_one_that_comes_at_once() -> None:
    assert expiring(2.4, 1, 4, fixed(1e4))["mean(queued)"] == close(unbounded(2.4, 1, 4)["mean(queued)"])
    assert expiring(3.0, 1, 5, fixed(0.0))["loss_rate"] == close(erlang_b(3.0, 5))
    # Where jobs leave at the rate at which they are served, they are as many as with any number of processors (Palm).
    law = stationary([2.0] * 60, [float(n + 1) for n in range(60)])
    assert expiring(2.0, 1, 3, exponential(1.0))["mean(queued)"] == close(
        fsum(max(n - 3, 0) * p for n, p in enumerate(law))
    )


def test_machine_repair_at_its_ends() -> None:
    alone, crowd = machine_repair(1, 4.0, 1, 1), machine_repair(20_000, 20_000 / 1.6, 1, 2)
    assert alone["utilisation"] == close(1 / 5)
    assert alone["mean(waiting)"] == 0
    assert crowd["mean(waiting)"] == close(unbounded(1.6, 1, 2)["mean(waiting)"], rel=1e-2)


def test_a_finite_run_by_its_closed_form_and_a_long_one_by_the_settled_law() -> None:
    # M/M/1/1: P(busy at t) = a / (a + 1) (1 - exp(-(a + 1) t)), integrated over the run.
    rate, until = 1.5, 2.0
    busy = rate / (rate + 1) * (until - (1 - exp(-(rate + 1) * until)) / (rate + 1))
    assert from_empty(rate, 1, 1, 0, until)["completed"] == close(busy, rel=1e-10)
    assert from_empty(rate, 1, 1, 0, until)["dropped"] == close(rate * busy, rel=1e-10)
    settled, long = bounded(2.2, 1, 2, 3), from_empty(2.2, 1, 2, 3, 10_000)
    assert long["mean(queued)"] == close(settled["mean(queued)"], rel=1e-3)
    assert long["dropped"] / 10_000 == close(2.2 * settled["drop_rate"], rel=1e-3)


@pytest.mark.parametrize("load", [0.2, 0.9, 0.9999])
def test_the_wait_of_d_m_1_by_lamberts_function(load: float) -> None:
    # root = exp(-(1 - root) / load), solved by W; the nearer the load is to 1, the slower a search for it.
    root = -load * float(lambertw(-exp(-1 / load) / load).real)
    assert constant_arrivals(1 / load, 1, 1)["mean(waiting)"] == close(root / (1 - root), rel=1e-6)


@pytest.mark.parametrize("service", [2 / 3, 0.6666666666666667])
def test_the_unit_of_time_is_no_matter(service: float) -> None:
    # Three times the second is 2 but for the last digit, which rounding takes: at 2 s nothing of the third is left.
    found, expected = constant_service(0.9 / service, service, 1), constant_service(0.9, 1, 1)
    assert found["p99(waiting)"] == close(service * expected["p99(waiting)"])


def test_the_line_of_waiting_puts_is_cut_where_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(put_timeout, "_MOST_LEVELS", 3)
    # Nobody gives up: a processor and places for 1 + 3, at half the load.
    found, expected = open_line(0.5, 1, 1, 1, lambda rate, m: 1.0), bounded(0.5, 1, 1, 4)
    assert found["utilisation"] == close(expected["utilisation"])


def test_a_quantile_has_all_its_digits_however_small() -> None:
    assert quantile(lambda t: exp(-t * 1e100), 0.5) == close(log(2) * 1e-100, rel=1e-9, abs=0)


def test_large_systems_do_not_overflow() -> None:
    law = stationary([2000.0] * 3000, [float(min(n + 1, 1500)) for n in range(3000)])
    assert fsum(law) == close(1)
    assert law[3000] == close(1 - 1500 / 2000, rel=1e-3)


def test_the_response_where_waiting_and_service_have_one_rate() -> None:
    # c = 2, load 0.5: who waits, waits at rate 1, as one is served; so near it on both sides.
    at, beside = unbounded(1.0, 1, 2), unbounded(1.0 + 1e-6, 1, 2)
    assert at["p99(response)"] == close(beside["p99(response)"], rel=1e-5)


def test_no_time_has_quantile_zero() -> None:
    assert quantile(lambda t: 0.3 * exp(-t), 0.5) == 0
    assert quantile(lambda t: exp(-t), 0.95) == close(-np.log(0.05))


@pytest.mark.parametrize("places", [0, 1, 7])
def test_places_and_the_line_before_them_are_puts_that_wait_for_ever(places: int) -> None:
    found, whole = places_and_line(1.4, 1, 2, places), unbounded(1.4, 1, 2)
    expected = open_line(1.4, 1, 2, places, for_ever)
    for measure, value in found.items():
        assert value == close(expected[measure], rel=1e-9, abs=1e-12), measure
    assert found["mean(waiting)"] + found["mean(blocked)"] == close(whole["mean(waiting)"])


def test_submitters_that_wait_for_ever_are_those_of_a_long_timeout() -> None:
    found, expected = (closed_line(6, 2.0, 1, 1, 2, patience) for patience in (for_ever, fixed(50.0)))
    assert found == close(expected, rel=1e-9, abs=1e-9)


def test_constant_cadence_and_service_by_hand() -> None:
    # Every 10 ns five jobs of 3 ns at two processors: they wait 0, 0, 3, 3 and 6 ns; 15 of 20 ns are work.
    found = all_done_in_between(10, 5, 3, 2)
    assert found["mean(waiting)"] == close(12e-9 / 5)
    assert found["mean(queued)"] == close(12 / 10)
    assert found["utilisation"] == close(15 / 20)
    assert [found[f"p{percent}(waiting)"] for percent in (50, 95, 99)] == close([3e-9, 6e-9, 6e-9], abs=0)
    assert found["p50(response)"] == close(6e-9, abs=0)
    # Every 10 ns a job of 25 ns at three processors.
    found = nobody_waits(10, 1, 25, 3)
    assert (found["mean(waiting)"], found["p99(response)"]) == (0, 25e-9)
    assert found["utilisation"] == close(25 / 30)


@pytest.mark.parametrize("load", [0.3, 0.9, 0.99])
@pytest.mark.parametrize("processors", [1, 3])
def test_no_mean_wait_is_longer_than_its_bound(load: float, processors: int) -> None:
    rate = load * processors
    for found, gaps, services in (
        (unbounded(rate, 1, processors), 1 / rate**2, 1.0),
        (constant_service(rate, 1, processors), 1 / rate**2, 0.0),
        (staged_service(rate, 1, processors, 2), 1 / rate**2, 0.5),
        (constant_arrivals(1 / rate, 1, processors), 0.0, 1.0),
    ):
        assert found["mean(waiting)"] <= longest_mean_wait(rate, gaps, services, processors, load)
    # In heavy traffic it is what they come to (Kingman 1962).
    assert unbounded(0.9999, 1, 1)["mean(waiting)"] == close(longest_mean_wait(0.9999, 1, 1, 1, 0.9999), rel=1e-3)
