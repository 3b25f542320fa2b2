"""Queues where nobody is lost for impatience: Erlang, other services and arrivals, batches, priorities, finite ones."""

from jobsim.analysis.theory.batches import batches
from jobsim.analysis.theory.constant_arrivals import constant_arrivals
from jobsim.analysis.theory.constant_service import constant_service
from jobsim.analysis.theory.erlang import bounded, unbounded
from jobsim.analysis.theory.general_service import one_processor
from jobsim.analysis.theory.machine_repair import machine_repair
from jobsim.analysis.theory.priorities import priorities
from jobsim.analysis.theory.staged_service import staged_service
from jobsim.analysis.theory.transient import from_empty
from tests.theory.cases.case import POISSON_SERVICE, Case, cases, of_mean, scenario, seconds


def erlang() -> list[Case]:
    found = []
    flows = (
        "utilisation mean(queued) mean(waiting) mean(response) p95(waiting) p99(waiting) p95(response) p99(response)"
    )
    for processors, load in ((1, 0.5), (1, 0.8), (2, 0.7), (4, 0.8), (8, 0.85)):
        rate = processors * load
        text = scenario(of_mean(1 / rate), processors, POISSON_SERVICE)
        queue = f"M/M/{processors}, load {load}"
        found += cases(queue, unbounded(rate, 1, processors), flows, text, rate)
    for processors, places, rate in ((1, 2, 0.9), (3, 4, 3.5), (8, 16, 10.0)):
        text = scenario(of_mean(1 / rate), processors, POISSON_SERVICE, places=places, timeout="0s")
        queue = f"M/M/{processors}/{processors + places}, load {rate / processors:.3g}"
        expected = bounded(rate, 1, processors, places)
        found += cases(queue, expected, "drop_rate utilisation mean(queued) mean(waiting) mean(response)", text, rate)
    for processors, rate in ((1, 1.0), (5, 3.0), (10, 8.0)):
        text = scenario(of_mean(1 / rate), processors, POISSON_SERVICE, places=0, timeout="0s")
        queue = f"Erlang B, {processors} processors, {rate:g} erlangs"
        found += cases(queue, bounded(rate, 1, processors, 0), "drop_rate utilisation", text, rate)
    return found


def other_services() -> list[Case]:
    found = []
    for processors, load in ((1, 0.5), (1, 0.8), (2, 0.7), (4, 0.8)):
        rate = processors * load
        text = scenario(of_mean(1 / rate), processors, "1s")
        expected = constant_service(rate, 1, processors)
        measures = "mean(queued) mean(waiting) p95(waiting) p99(waiting)"
        found += cases(f"M/D/{processors}, load {load}", expected, measures, text, rate)
    for stages, processors, load in ((2, 2, 0.7), (3, 2, 0.8), (2, 4, 0.8)):
        rate = processors * load
        text = scenario(of_mean(1 / rate), processors, f"{{distribution: erlang, shape: {stages}, mean: 1s}}")
        expected = staged_service(rate, 1, processors, stages)
        found += cases(f"M/E{stages}/{processors}, load {load}", expected, "mean(queued) mean(waiting)", text, rate)
    for name, service, variance in (
        ("lognormal, cv 1.5", "{distribution: lognormal, mean: 1s, cv: 1.5}", 1.5**2),
        ("hyperexponential, cv 2", "{distribution: hyperexponential, mean: 1s, cv: 2.0}", 2.0**2),
        ("uniform 0 to 2 s", "{distribution: uniform, min: 0s, max: 2s}", 1 / 3),
    ):
        rate = 0.6
        text = scenario(of_mean(1 / rate), 1, service)
        measures = "mean(queued) mean(waiting) mean(response)"
        found += cases(f"M/G/1, {name}, load 0.6", one_processor(rate, 1, variance), measures, text, rate)
    for processors, load in ((1, 0.7), (3, 0.8)):
        cadence = 1 / (processors * load)
        text = scenario(seconds(cadence), processors, POISSON_SERVICE)
        expected = constant_arrivals(cadence, 1, processors)
        measures = "mean(queued) mean(waiting) p95(waiting)"
        found += cases(f"D/M/{processors}, load {load}", expected, measures, text, 1 / cadence)
    return found


def in_batches() -> list[Case]:
    found = []
    for name, law, rate, mean, variance in (
        ("batches of 3", "3", 0.25, 3.0, 0.0),
        ("batches geometric, mean 2", "{distribution: geometric, mean: 2}", 0.3, 2.0, 2.0),
    ):
        text = scenario(of_mean(1 / rate), 1, POISSON_SERVICE, of_submitters=f", batch: {law}")
        measures = "utilisation mean(queued) mean(waiting) mean(response)"
        found += cases(f"M^X/M/1, {name}, rate {rate:g}", batches(rate, mean, variance, 1), measures, text, rate * mean)
    return found


def by_priority() -> list[Case]:
    high, low = 0.3, 0.4
    size = "{distribution: hyperexponential, mean: 1500ms, cv: 2.0}"
    text = (
        "queue: {discipline: priority}\n"
        f"submitters:\n  high: {{pacing: fixed, cadence: {of_mean(1 / high)}, size: 800ms, priority: 1}}\n"
        f"  low: {{pacing: fixed, cadence: {of_mean(1 / low)}, size: {size}}}\nprocessors: {{w: {{}}}}\n"
    )
    waits = priorities([(high, 0.8, 0.0), (low, 1.5, (2.0 * 1.5) ** 2)])
    return [
        Case("M/G/1, two priorities, load 0.84", "mean(waiting)", wait, text, high + low, of=f"submitter:{name}")
        for name, wait in zip(("high", "low"), waits, strict=True)
    ]


def finite_populations() -> list[Case]:
    found = []
    for submitters, cadence, processors in ((6, 5.0, 2), (12, 4.0, 3)):
        text = scenario(of_mean(cadence), processors, POISSON_SERVICE, submitters=submitters, pacing="after_response")
        queue = f"machine repair, {submitters} submitters, cadence {cadence:g} s, c {processors}"
        expected = machine_repair(submitters, cadence, 1, processors)
        measures = "throughput utilisation mean(queued) mean(waiting) mean(response)"
        found += cases(queue, expected, measures, text, expected["throughput"])
    return found


def finite_runs() -> list[Case]:
    found = []
    for processors, places, rate, until in ((1, 5, 1.5, 10.0), (2, 3, 1.2, 50.0), (5, 10, 6.0, 20.0)):
        text = scenario(of_mean(1 / rate), processors, POISSON_SERVICE, places=places, timeout="0s")
        queue = f"M/M/{processors}/{processors + places} from empty, rate {rate:g}, first {until:g} s"
        expected = from_empty(rate, 1, processors, places, until)
        found += cases(queue, expected, "completed dropped utilisation mean(queued)", text, rate, until)
    return found
