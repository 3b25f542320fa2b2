"""Queues that lose jobs for want of patience or place: put timeouts, refusals, expiry, giving up."""

from jobsim.analysis.theory.erlang import bounded
from jobsim.analysis.theory.expiry import expiring
from jobsim.analysis.theory.give_up import given_up, put_again
from jobsim.analysis.theory.put_timeout import closed_line, exponential, fixed, open_line
from tests.theory.cases.case import POISSON_SERVICE, Case, cases, of_mean, scenario, seconds


def put_timeouts() -> list[Case]:
    found = []

    def flows(places: int) -> str:
        return "drop_rate utilisation mean(blocked)" + (" mean(queued)" if places else "")

    for processors, places, rate, timeout in (
        (1, 2, 0.8, 1.0),
        (2, 3, 2.2, 0.5),
        (4, 0, 3.0, 2.0),
        (4, 2, 5.0, 0.25),
        (8, 16, 10.0, 0.5),
    ):
        text = scenario(of_mean(1 / rate), processors, POISSON_SERVICE, places=places, timeout=seconds(timeout))
        queue = f"put timeout {timeout:g} s, c {processors}, Q {places}, rate {rate:g}, open"
        found += cases(queue, open_line(rate, 1, processors, places, fixed(timeout)), flows(places), text, rate)
    rate, processors, places, timeout = 3.0, 2, 1, 0.8
    text = scenario(of_mean(1 / rate), processors, POISSON_SERVICE, places=places, timeout=of_mean(timeout))
    queue = f"put timeout exponential {timeout:g} s, c {processors}, Q {places}, rate {rate:g}, open"
    found += cases(queue, open_line(rate, 1, processors, places, exponential(timeout)), flows(places), text, rate)
    for submitters, cadence, processors, places, timeout in (
        (4, 1.0, 2, 3, 0.7),
        (6, 2.0, 1, 2, 1.5),
        (10, 3.0, 3, 0, 0.5),
        (20, 4.0, 4, 4, 1.0),
    ):
        text = scenario(
            of_mean(cadence),
            processors,
            POISSON_SERVICE,
            places=places,
            timeout=seconds(timeout),
            submitters=submitters,
            pacing="after_put",
        )
        queue = f"put timeout {timeout:g} s, c {processors}, Q {places}, {submitters} submitters, cadence {cadence:g} s"
        expected = closed_line(submitters, cadence, 1, processors, places, fixed(timeout))
        found += cases(queue, expected, flows(places), text, submitters / cadence)
    return found


def refusals_and_expiries() -> list[Case]:
    found = []
    for processors, places, rate in ((1, 2, 0.9), (4, 6, 4.5)):
        text = scenario(of_mean(1 / rate), processors, POISSON_SERVICE, places=places, of_queue=", overflow: reject")
        expected = bounded(rate, 1, processors, places)
        expected["loss_rate"] = expected["drop_rate"]
        queue = f"refusals, c {processors}, Q {places}, rate {rate:g}"
        found += cases(queue, expected, "loss_rate utilisation mean(queued) mean(waiting)", text, rate)
    for name, processors, rate, expire, patience in (
        ("Erlang A, mean 1.5 s", 3, 3.5, of_mean(1.5), exponential(1.5)),
        ("Erlang A, mean 0.5 s", 1, 0.9, of_mean(0.5), exponential(0.5)),
        ("expiry after 1 s", 2, 2.2, "1s", fixed(1.0)),
        ("expiry after 2 s", 5, 4.5, "2s", fixed(2.0)),
    ):
        text = scenario(of_mean(1 / rate), processors, POISSON_SERVICE, of_queue=f", expire: {expire}")
        expected = expiring(rate, 1, processors, patience)
        queue = f"{name}, c {processors}, rate {rate:g}"
        found += cases(queue, expected, "loss_rate utilisation mean(queued)", text, rate)
    return found


def give_ups() -> list[Case]:
    rate, patience = 0.7, 3.0
    text = scenario(of_mean(1 / rate), 1, POISSON_SERVICE, of_submitters=f", give_up: {seconds(patience)}")
    measures = "loss_rate waste_rate utilisation mean(queued) mean(waiting) mean(response)"
    queue = f"M/M/1, giving up after {patience:g} s, rate {rate:g}"
    found = cases(queue, given_up(rate, 1, patience), measures, text, rate)
    # A put that is withdrawn is a put that timed out, and one that was admitted is served.
    processors, places, rate, patience = 2, 3, 2.2, 0.5
    text = scenario(
        of_mean(1 / rate),
        processors,
        POISSON_SERVICE,
        places=places,
        of_submitters=f", give_up: {seconds(patience)}",
    )
    expected = open_line(rate, 1, processors, places, fixed(patience))
    queue = f"puts given up after {patience:g} s, c {processors}, Q {places}, rate {rate:g}"
    found += cases(queue, expected, "utilisation mean(blocked) mean(queued)", text, rate)
    processors, rate, patience, attempts, delay = 60, 4.0, 1.2, 4, 0.7
    text = scenario(
        of_mean(1 / rate),
        processors,
        POISSON_SERVICE,
        of_submitters=f", give_up: {seconds(patience)}, retry: {{attempts: {attempts}, delay: {seconds(delay)}}}",
    )
    expected = put_again(rate, 1, processors, patience, attempts, delay)
    queue = f"giving up after {patience:g} s, {attempts} attempts, delay {delay:g} s, nobody waits"
    return found + cases(queue, expected, "loss_rate mean(puts) waste_rate mean(response)", text, rate)
