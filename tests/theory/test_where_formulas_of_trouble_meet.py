"""Where two formulas must agree, of jobs that are tried again or given up, and processors that are held up."""

from math import exp, fsum

import numpy as np
import pytest
from scipy.integrate import quad

from jobsim.analysis.theory.breakdowns import Outages, handed_back, lost, resumed
from jobsim.analysis.theory.constant_service import constant_service
from jobsim.analysis.theory.erlang import unbounded
from jobsim.analysis.theory.feedback import failing_early, feedback
from jobsim.analysis.theory.general_service import one_processor
from jobsim.analysis.theory.give_up import given_up, put_again
from jobsim.analysis.theory.limits import slots, token_bucket
from jobsim.analysis.theory.retrials import retried_at_once, retried_for_ever, retried_once, retried_until_served
from jobsim.analysis.theory.time_limit import time_limited
from tests.theory.test_where_formulas_meet import erlangs_sum

close = pytest.approx


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
