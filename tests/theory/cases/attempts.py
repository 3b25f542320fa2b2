"""Queues whose jobs are tried again, or not for long: failures, retries, time limits."""

from jobsim.analysis.theory.feedback import failing_early, feedback
from jobsim.analysis.theory.retrials import retried_at_once, retried_for_ever, retried_once
from jobsim.analysis.theory.time_limit import time_limited
from tests.theory.cases.case import POISSON_SERVICE, Case, cases, of_mean, scenario, seconds


def failures() -> list[Case]:
    found = []
    measures = "loss_rate mean(attempts) waste_rate utilisation mean(queued) mean(waiting) p95(waiting) mean(response)"
    for processors, rate, failure, attempts, law, delay in (
        (1, 0.5, 0.3, 3, None, 0.0),
        (3, 1.5, 0.4, 5, "2s", 2.0),
    ):
        text = scenario(
            of_mean(1 / rate),
            processors,
            POISSON_SERVICE,
            of_queue=f", redelivery: {{attempts: {attempts}{f', delay: {law}' if law else ''}}}",
            of_processors=f", failure: {failure}",
        )
        queue = f"feedback, c {processors}, rate {rate:g}, {failure:g} fail, {attempts} attempts, delay {delay:g} s"
        expected = feedback(rate, 1, processors, failure, attempts, delay)
        found += cases(queue, expected, measures, text, rate)
    rate, failure, after = 0.8, 0.3, 0.5
    text = scenario(
        of_mean(1 / rate),
        1,
        POISSON_SERVICE,
        of_processors=f", failure: {{probability: {failure}, after: {after}}}",
    )
    queue = f"M/G/1, {failure:g} fail half way, rate {rate:g}"
    expected = failing_early(rate, 1, failure, after)
    found += cases(queue, expected, "loss_rate waste_rate utilisation mean(waiting) mean(response)", text, rate)
    return found


def retries() -> list[Case]:
    found = []
    for name, processors, rate, retry, expected, measures in (
        (
            "4 attempts at once",
            5,
            4.0,
            "{attempts: 4}",
            retried_at_once(4.0, 5, 4),
            "loss_rate mean(puts)",
        ),
        (
            "retries without end, delay 2 s",
            1,
            0.6,
            f"{{attempts: 10000, delay: {of_mean(2.0)}}}",
            retried_for_ever(0.6, 1, 2.0),
            "utilisation mean(puts) mean(response)",
        ),
        (
            "one retry, delay 1.5 s",
            3,
            2.5,
            f"{{attempts: 2, delay: {of_mean(1.5)}}}",
            retried_once(2.5, 1, 3, 1.5),
            "loss_rate utilisation mean(puts)",
        ),
    ):
        text = scenario(
            of_mean(1 / rate),
            processors,
            POISSON_SERVICE,
            places=0,
            of_queue=", overflow: reject",
            of_submitters=f", retry: {retry}",
        )
        found += cases(f"retrials, c {processors}, rate {rate:g}, {name}", expected, measures, text, rate)
    return found


def time_limits() -> list[Case]:
    rate, limit = 0.8, 1.5
    text = scenario(of_mean(1 / rate), 1, POISSON_SERVICE, of_processors=f", time_limit: {seconds(limit)}")
    measures = "loss_rate waste_rate utilisation mean(waiting) mean(service) mean(response)"
    return cases(f"time limit {limit:g} s, c 1, rate {rate:g}", time_limited(rate, 1, limit), measures, text, rate)
