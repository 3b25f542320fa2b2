"""Where two formulas speak of the same queue, they agree; and some are solved again in another way."""

from decimal import Decimal, localcontext
from math import exp, factorial, fsum, log

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.linalg import expm
from scipy.special import lambertw
from scipy.stats import poisson

from jobsim.analysis.theory import put_timeout
from jobsim.analysis.theory.batches import batches
from jobsim.analysis.theory.birth_death import stationary
from jobsim.analysis.theory.bounds import longest_mean_wait
from jobsim.analysis.theory.breakdowns import Outages, handed_back, lost, resumed
from jobsim.analysis.theory.constant_arrivals import constant_arrivals
from jobsim.analysis.theory.constant_both import all_done_in_between, nobody_waits
from jobsim.analysis.theory.constant_service import constant_service
from jobsim.analysis.theory.erlang import bounded, erlang_b, places_and_line, unbounded
from jobsim.analysis.theory.expected import quantile
from jobsim.analysis.theory.expiry import expiring
from jobsim.analysis.theory.feedback import failing_early, feedback
from jobsim.analysis.theory.general_service import one_processor
from jobsim.analysis.theory.give_up import given_up, put_again
from jobsim.analysis.theory.limits import slots, token_bucket
from jobsim.analysis.theory.machine_repair import machine_repair
from jobsim.analysis.theory.priorities import priorities
from jobsim.analysis.theory.put_timeout import closed_line, exponential, fixed, for_ever, open_line
from jobsim.analysis.theory.retrials import retried_at_once, retried_for_ever, retried_once, retried_until_served
from jobsim.analysis.theory.staged_service import staged_service
from jobsim.analysis.theory.time_limit import time_limited
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


@pytest.mark.parametrize(("failure", "attempts"), [(0.3, 1), (0.3, 2), (0.6, 5)])
def test_feedback_keeps_the_work_of_all_attempts(failure: float, attempts: int) -> None:
    # In what order one processor works changes no work: that of the jobs there, each with the attempts still before
    # it, is that of M/G/1 with all of a job's attempts as its service.
    rate = 0.35
    found = feedback(rate, 1, 1, failure, attempts)
    ahead = [fsum(failure**i for i in range(attempts - k)) for k in range(attempts)]  # on average, from the k-th on
    shares = [failure**k * (1 - failure) for k in range(attempts - 1)] + [failure ** (attempts - 1)]
    second_moment = fsum(share * (k + 1) * (k + 2) for k, share in enumerate(shares))
    whole = one_processor(rate, ahead[0], second_moment - ahead[0] ** 2)
    there = found["mean(queued)"] + found["utilisation"]
    by_attempt = [there * failure**k / ahead[0] for k in range(attempts)]
    left = fsum(number * work for number, work in zip(by_attempt, ahead, strict=True))
    assert left == close(whole["mean(waiting)"])  # a newcomer waits for the work that it finds
    assert found["utilisation"] == close(whole["utilisation"])


def test_feedback_at_its_ends() -> None:
    once, for_ever = feedback(1.4, 1, 2, 0.3, 1), feedback(0.5, 1, 1, 0.4, 400)
    for measure in ("utilisation", "mean(queued)", "p95(waiting)", "mean(response)"):
        assert once[measure] == close(unbounded(1.4, 1, 2)[measure]), measure
    # A geometric number of exponential services is one exponential service (Takács 1963 for the response).
    assert for_ever["mean(response)"] == close(1 / ((1 - 0.4) - 0.5))
    assert for_ever["mean(response)"] == close(unbounded(0.5, 1 / 0.6, 1)["mean(response)"])
    assert for_ever["mean(attempts)"] == close(1 / 0.6)


def test_a_failure_at_the_end_is_a_whole_service_and_one_at_the_beginning_none() -> None:
    late, early = failing_early(0.7, 1, 0.4, 1.0), failing_early(0.7, 1, 0.4, 0.0)
    assert late["mean(waiting)"] == close(unbounded(0.7, 1, 1)["mean(waiting)"])
    assert late["waste_rate"] == close(0.4)
    assert early["mean(waiting)"] == close(unbounded(0.7 * 0.6, 1, 1)["mean(waiting)"])
    assert early["waste_rate"] == 0


@pytest.mark.parametrize(("load", "delay"), [(0.3, 0.5), (0.6, 2.0)])
def test_retries_without_end_by_their_chain(load: float, delay: float) -> None:
    for measure, value in retried_until_served(load, 1, 1, delay).items():
        assert retried_for_ever(load, 1, delay)[measure] == close(value, abs=1e-9), measure


def test_retries_at_their_ends() -> None:
    # Jobs that retry soon, and for ever, wait in all but name; a single retry that comes soon comes at once.
    soon = retried_until_served(1.4, 1, 2, 1e-6)
    assert soon["mean(response)"] == close(unbounded(1.4, 1, 2)["mean(response)"], rel=1e-4)
    assert retried_once(2.5, 1, 3, 1e-6)["loss_rate"] == close(retried_at_once(2.5, 3, 2)["loss_rate"], rel=1e-4)
    once = retried_once(2.5, 1, 3, 1e-6)
    assert once["mean(puts)"] == close(retried_at_once(2.5, 3, 2)["mean(puts)"], rel=1e-4)


def test_a_service_that_is_cut_off_by_integration_and_at_its_ends() -> None:
    mean = quad(lambda t: exp(-t), 0, 1.5)[0]
    second_moment = quad(lambda t: 2 * t * exp(-t), 0, 1.5)[0]
    found, expected = time_limited(0.8, 1, 1.5), one_processor(0.8, mean, second_moment - mean**2)
    assert found["mean(waiting)"] == close(expected["mean(waiting)"])
    assert found["mean(service)"] * (1 - exp(-1.5)) == close(quad(lambda t: t * exp(-t), 0, 1.5)[0])
    assert time_limited(0.8, 1, 60)["mean(response)"] == close(unbounded(0.8, 1, 1)["mean(response)"])
    # A limit far below the service is what every attempt takes.
    assert time_limited(0.8, 1e4, 1)["mean(waiting)"] == close(constant_service(0.8, 1, 1)["mean(waiting)"], rel=1e-3)


@pytest.mark.parametrize(("load", "patience"), [(0.7, 3.0), (0.3, 0.2), (0.9, 20.0)])
def test_who_gives_up_by_integration(load: float, patience: float) -> None:
    # Wait w, none or exponential; then the service, and what there is of it beyond the patience that is left.
    def wasted(left: float) -> float:
        return quad(lambda s: s * exp(-s), max(left, 0), 60)[0]

    def waits(w: float) -> float:
        return load * (1 - load) * exp(-(1 - load) * w)

    wasted_by_those_who_wait = quad(lambda w: waits(w) * wasted(patience - w), 0, patience)[0]
    found = given_up(load, 1, patience)
    assert found["waste_rate"] == close(
        (1 - load) * wasted(patience) + wasted_by_those_who_wait + load * exp(-(1 - load) * patience), rel=1e-6
    )
    in_time = quad(lambda t: t * (1 - load) * exp(-(1 - load) * t), 0, patience)[0]
    assert found["mean(response)"] * (1 - found["loss_rate"]) == close(in_time)


def test_patience_without_end_and_without_beginning() -> None:
    patient, impatient = given_up(0.7, 1, 1e3), given_up(0.7, 1, 1e-9)
    for measure in ("utilisation", "mean(queued)", "mean(waiting)", "mean(response)"):
        assert patient[measure] == close(unbounded(0.7, 1, 1)[measure]), measure
    assert patient["waste_rate"] == close(0, abs=1e-9)
    assert impatient["waste_rate"] == close(1)


def test_puts_that_are_made_again_by_their_tree() -> None:
    # From the last put backwards: what is still to come of a job that is put.
    patience, delay = 1.2, 0.7
    late = quad(lambda s: exp(-s), patience, 60)[0]
    in_time = quad(lambda s: s * exp(-s), 0, patience)[0]
    completed, response, puts = 1 - late, in_time, 1.0
    for _ in range(3):
        response = in_time + late * (completed * (patience + delay) + response)
        completed, puts = 1 - late + late * completed, 1 + late * puts
    found = put_again(4.0, 1, 60, patience, 4, delay)
    assert found["loss_rate"] == close(1 - completed)
    assert found["mean(puts)"] == close(puts)
    assert found["mean(response)"] == close(response / completed)
    assert found["waste_rate"] == close(quad(lambda s: s * exp(-s), patience, 60)[0])


@pytest.mark.parametrize(("load", "burst"), [(0.8, 1), (0.7, 3)])
def test_the_wait_for_a_token_is_what_m_d_1_waits_beyond_the_burst(load: float, burst: int) -> None:
    beyond = quad(lambda t: 1 - erlangs_sum(load, t), burst - 1, 45, limit=400, epsabs=1e-7)[0]
    assert token_bucket(load, 1, burst)["mean(response)"] == close(beyond, rel=1e-4)
    scaled = token_bucket(load / 3, 1 / 3, burst)
    assert scaled["mean(response)"] == close(3 * token_bucket(load, 1, burst)["mean(response)"])
    if burst == 1:
        assert token_bucket(load, 1, 1)["mean(response)"] == close(constant_service(load, 1, 1)["mean(waiting)"])


def test_slots_are_the_processors() -> None:
    found, expected = slots(2.4, 1, 5, 3), unbounded(2.4, 1, 3)
    assert found["mean(response)"] == close(expected["mean(response)"])
    assert found["mean(service)"] * (1 - found["limited_rate"]) == close(1)
    enough = slots(2.4, 1, 3, 3)
    assert enough["limited_rate"] == close(0, abs=1e-12)
    assert enough["mean(queued)"] == close(expected["mean(queued)"])


@pytest.mark.parametrize(("rate", "high", "mean", "variance"), [(0.4, 0.2, 1.5, 2.0), (0.3, 0.1, 0.5, 0.0)])
def test_breakdowns_are_jobs_that_go_first(rate: float, high: float, mean: float, variance: float) -> None:
    # White & Christie 1958: a repair that lasts while there are jobs of high priority, which interrupt. The response of
    # the others is known (Kleinrock II, 1976, section 3.6), as are the moments of such a busy period (I, section 5.8).
    urgent, urgent_square = 0.8, 1.5
    busy = high * urgent
    repair, repair_square = urgent / (1 - busy), urgent_square / (1 - busy) ** 3
    residual = (high * urgent_square + rate * (mean**2 + variance)) / 2
    response = mean / (1 - busy) + residual / ((1 - busy) * (1 - busy - rate * mean))
    found = resumed(rate, mean, variance, Outages(1 / high, repair, repair_square))
    assert found["mean(response)"] == close(response)
    assert found["mean(processors)"] == close(1 - busy)


def test_one_processor_that_breaks_down_by_its_chain() -> None:
    by_formula, chain = resumed(0.5, 1, 1, Outages(10, 2, 8)), handed_back(0.5, 1, 1, 10, 2)
    for measure in ("utilisation", "mean(processors)", "mean(response)"):
        assert by_formula[measure] == close(chain[measure]), measure


def test_several_processors_that_break_down_by_one_system_of_equations() -> None:
    rate, up, repair, most = 1.0, 4.0, 1.5, 120
    size = 3 * (most + 1)
    rates = np.zeros((size, size))
    for n in range(most + 1):
        for there in range(3):
            here = 3 * n + there
            if n < most:
                rates[here, here + 3] = rate
            if n:
                rates[here, here - 3] = min(n, there)
            if there < 2:
                rates[here, here + 1] = (2 - there) / repair
            if there:
                rates[here, here - 1] = there / up
    balance = (rates - np.diag(rates.sum(1))).T
    balance[-1] = 1
    law = np.linalg.solve(balance, np.eye(size)[-1]).reshape(most + 1, 3)
    jobs, there = np.meshgrid(np.arange(most + 1), np.arange(3), indexing="ij")
    found = handed_back(rate, 1, 2, up, repair)
    assert found["mean(queued)"] == close(float((law * np.maximum(jobs - there, 0)).sum()))
    assert found["utilisation"] == close(rate / (2 * up / (up + repair)))
    assert found["mean(response)"] == close(float((law * jobs).sum()) / rate)


def test_breakdowns_that_hardly_come_or_hardly_last() -> None:
    rare = Outages(1e12, 1, 2)
    for found in (resumed(0.7, 1, 1, rare), lost(0.7, 1, rare), handed_back(0.7, 1, 1, 1e12, 1)):
        assert found["mean(response)"] == close(unbounded(0.7, 1, 1)["mean(response)"])
    # Where no time is lost, jobs that are lost leave sooner: M/M/1 again, with the shorter service.
    short = lost(0.7, 1, Outages(4, 1e-9, 1e-18))
    assert short["mean(waiting)"] == close(unbounded(0.7, 4 / 5, 1)["mean(waiting)"])


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
