"""Queues whose processors are held up: limits and slots, breakdowns."""

from jobsim.analysis.theory.breakdowns import Outages, handed_back, lost, resumed
from jobsim.analysis.theory.constant_service import constant_service
from jobsim.analysis.theory.erlang import unbounded
from jobsim.analysis.theory.expected import Expected
from jobsim.analysis.theory.limits import slots, token_bucket
from tests.theory.cases.case import POISSON_SERVICE, Case, cases, of_mean, scenario, seconds


def limits() -> list[Case]:
    found = []
    rate, limit = 0.8, 1.0
    for burst in (1, 4):
        text = scenario(of_mean(1 / rate), 1, "0s", of_processors=f", limit: {limit:g}/s, burst: {burst}")
        expected, measures = token_bucket(rate, limit, burst), "utilisation mean(queued) mean(response)"
        if burst == 1:
            expected["p95(response)"] = constant_service(rate, 1 / limit, 1)["p95(waiting)"]
            measures += " p95(response)"
        found += cases(f"token bucket, {limit:g}/s, burst {burst}, rate {rate:g}", expected, measures, text, rate)
    rate, processors, shared = 2.4, 5, 3
    expected = slots(rate, 1, processors, shared)
    expected["p95(response)"] = unbounded(rate, 1, shared)["p95(response)"]
    text = scenario(of_mean(1 / rate), processors, POISSON_SERVICE, of_processors=f", slots: {shared}")
    measures = "utilisation limited_rate mean(queued) mean(response) p95(response)"
    queue = f"{shared} slots, c {processors}, rate {rate:g}"
    found += cases(queue, expected, measures, text, rate)
    pool = f"service: {POISSON_SERVICE}, slots: {{shared: db, slots: {shared}}}"
    text = text[: text.index("processors:")] + f"processors: {{v: {{count: 2, {pool}}}, w: {{count: 3, {pool}}}}}\n"
    return found + cases(f"{queue} in two pools", expected, "utilisation limited_rate mean(response)", text, rate)


def breakdowns() -> list[Case]:
    found = []

    def add(
        name: str,
        expected: Expected,
        measures: str,
        job: str,
        repair: str,
        service: str,
        rate: float,
        processors: int = 1,
    ) -> None:
        breakdowns = f", breakdowns: {{every: {of_mean(up)}, repair: {repair}, job: {job}}}"
        text = scenario(of_mean(1 / rate), processors, service, of_processors=breakdowns)
        found.extend(cases(f"breakdowns, {job}, {name}, rate {rate:g}", expected, measures, text, rate))

    up, repair = 10.0, 2.0
    by_chance, constant = Outages(up, repair, 2 * repair**2), Outages(up, repair, repair**2)
    add(
        "M/M/1, exponential repairs",
        resumed(0.5, 1, 1, by_chance),
        "utilisation mean(processors) mean(service) mean(queued) mean(waiting) mean(response)",
        "resume",
        of_mean(repair),
        POISSON_SERVICE,
        0.5,
    )
    add(
        "M/D/1, constant repairs",
        resumed(0.6, 1, 0, constant),
        "mean(service) mean(waiting) mean(response)",
        "resume",
        seconds(repair),
        "1s",
        0.6,
    )
    add(
        "M/M/1, constant repairs",
        {**resumed(0.5, 1, 1, constant), "mean(attempts)": 1 + 1 / up, "waste_rate": 1 / (1 + up)},
        "mean(attempts) waste_rate mean(queued) mean(response)",
        "restart",
        seconds(repair),
        POISSON_SERVICE,
        0.5,
    )
    add(
        "M/M/1, constant repairs",
        lost(0.6, 1, constant),
        "loss_rate waste_rate utilisation mean(waiting) mean(response)",
        "lose",
        seconds(repair),
        POISSON_SERVICE,
        0.6,
    )
    add(
        "M/M/3, exponential repairs",
        handed_back(1.8, 1, 3, up, repair),
        "mean(attempts) utilisation mean(queued) mean(response)",
        "requeue",
        of_mean(repair),
        POISSON_SERVICE,
        1.8,
        3,
    )
    return found
