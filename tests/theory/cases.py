"""The queues that theory can solve, as scenarios, with every measure that is held against it."""

from dataclasses import dataclass

from jobsim.analysis.theory.batches import batches
from jobsim.analysis.theory.breakdowns import Outages, handed_back, lost, resumed
from jobsim.analysis.theory.constant_arrivals import constant_arrivals
from jobsim.analysis.theory.constant_service import constant_service
from jobsim.analysis.theory.erlang import bounded, unbounded
from jobsim.analysis.theory.expected import Expected
from jobsim.analysis.theory.expiry import expiring
from jobsim.analysis.theory.feedback import failing_early, feedback
from jobsim.analysis.theory.general_service import one_processor
from jobsim.analysis.theory.give_up import given_up, put_again
from jobsim.analysis.theory.limits import slots, token_bucket
from jobsim.analysis.theory.machine_repair import machine_repair
from jobsim.analysis.theory.priorities import priorities
from jobsim.analysis.theory.put_timeout import closed_line, exponential, fixed, open_line
from jobsim.analysis.theory.retrials import retried_at_once, retried_for_ever, retried_once
from jobsim.analysis.theory.staged_service import staged_service
from jobsim.analysis.theory.time_limit import time_limited
from jobsim.analysis.theory.transient import from_empty
from jobsim.units import SECOND


@dataclass(frozen=True)
class Case:
    """One measure of one queue."""

    queue: str
    measure: str
    expected: float
    text: str
    """The scenario, but for its end."""
    rate: float
    """Jobs a second, to tell how long a run must be."""
    until: float | None = None
    """The end of the run in seconds, where theory is about a finite one."""
    of: str = "all"

    @property
    def what(self) -> str:
        """The measure, and of whom, if not of all."""
        return self.measure if self.of == "all" else f"{self.measure} {self.of}"

    @property
    def name(self) -> str:
        return f"{self.queue}: {self.what}"


POISSON_SERVICE = "{distribution: exponential, mean: 1s}"


def _seconds(value: float) -> str:
    return f"{round(value * SECOND)}ns"


def _scenario(
    cadence: str,
    processors: int,
    service: str,
    *,
    places: int | None = None,
    timeout: str = "null",
    submitters: int = 1,
    pacing: str = "fixed",
    of_queue: str = "",
    of_submitters: str = "",
    of_processors: str = "",
) -> str:
    """One kind of each; `of_...` is what more their mappings hold, each entry with a comma before it."""
    capacity = "null" if places is None else places
    return (
        f"queue: {{capacity: {capacity}{of_queue}}}\n"
        f"submitters: {{a: {{count: {submitters}, pacing: {pacing}, cadence: {cadence}, timeout: {timeout}"
        f"{of_submitters}}}}}\n"
        f"processors: {{w: {{count: {processors}, service: {service}{of_processors}}}}}\n"
    )


def _exponential(mean: float) -> str:
    return f"{{distribution: exponential, mean: {_seconds(mean)}}}"


def _cases(
    queue: str, expected: Expected, measures: str, text: str, rate: float, until: float | None = None
) -> list[Case]:
    return [Case(queue, measure, expected[measure], text, rate, until) for measure in measures.split()]


def _erlang() -> list[Case]:
    found = []
    flows = (
        "utilisation mean(queued) mean(waiting) mean(response) p95(waiting) p99(waiting) p95(response) p99(response)"
    )
    for processors, load in ((1, 0.5), (1, 0.8), (2, 0.7), (4, 0.8), (8, 0.85)):
        rate = processors * load
        text = _scenario(_exponential(1 / rate), processors, POISSON_SERVICE)
        queue = f"M/M/{processors}, load {load}"
        found += _cases(queue, unbounded(rate, 1, processors), flows, text, rate)
    for processors, places, rate in ((1, 2, 0.9), (3, 4, 3.5), (8, 16, 10.0)):
        text = _scenario(_exponential(1 / rate), processors, POISSON_SERVICE, places=places, timeout="0s")
        queue = f"M/M/{processors}/{processors + places}, load {rate / processors:.3g}"
        expected = bounded(rate, 1, processors, places)
        found += _cases(queue, expected, "drop_rate utilisation mean(queued) mean(waiting) mean(response)", text, rate)
    for processors, rate in ((1, 1.0), (5, 3.0), (10, 8.0)):
        text = _scenario(_exponential(1 / rate), processors, POISSON_SERVICE, places=0, timeout="0s")
        queue = f"Erlang B, {processors} processors, {rate:g} erlangs"
        found += _cases(queue, bounded(rate, 1, processors, 0), "drop_rate utilisation", text, rate)
    return found


def _other_services() -> list[Case]:
    found = []
    for processors, load in ((1, 0.5), (1, 0.8), (2, 0.7), (4, 0.8)):
        rate = processors * load
        text = _scenario(_exponential(1 / rate), processors, "1s")
        expected = constant_service(rate, 1, processors)
        measures = "mean(queued) mean(waiting) p95(waiting) p99(waiting)"
        found += _cases(f"M/D/{processors}, load {load}", expected, measures, text, rate)
    for stages, processors, load in ((2, 2, 0.7), (3, 2, 0.8), (2, 4, 0.8)):
        rate = processors * load
        text = _scenario(_exponential(1 / rate), processors, f"{{distribution: erlang, shape: {stages}, mean: 1s}}")
        expected = staged_service(rate, 1, processors, stages)
        found += _cases(f"M/E{stages}/{processors}, load {load}", expected, "mean(queued) mean(waiting)", text, rate)
    for name, service, variance in (
        ("lognormal, cv 1.5", "{distribution: lognormal, mean: 1s, cv: 1.5}", 1.5**2),
        ("hyperexponential, cv 2", "{distribution: hyperexponential, mean: 1s, cv: 2.0}", 2.0**2),
        ("uniform 0 to 2 s", "{distribution: uniform, min: 0s, max: 2s}", 1 / 3),
    ):
        rate = 0.6
        text = _scenario(_exponential(1 / rate), 1, service)
        measures = "mean(queued) mean(waiting) mean(response)"
        found += _cases(f"M/G/1, {name}, load 0.6", one_processor(rate, 1, variance), measures, text, rate)
    for processors, load in ((1, 0.7), (3, 0.8)):
        cadence = 1 / (processors * load)
        text = _scenario(_seconds(cadence), processors, POISSON_SERVICE)
        expected = constant_arrivals(cadence, 1, processors)
        measures = "mean(queued) mean(waiting) p95(waiting)"
        found += _cases(f"D/M/{processors}, load {load}", expected, measures, text, 1 / cadence)
    return found


def _put_timeouts() -> list[Case]:
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
        text = _scenario(_exponential(1 / rate), processors, POISSON_SERVICE, places=places, timeout=_seconds(timeout))
        queue = f"put timeout {timeout:g} s, c {processors}, Q {places}, rate {rate:g}, open"
        found += _cases(queue, open_line(rate, 1, processors, places, fixed(timeout)), flows(places), text, rate)
    rate, processors, places, timeout = 3.0, 2, 1, 0.8
    text = _scenario(_exponential(1 / rate), processors, POISSON_SERVICE, places=places, timeout=_exponential(timeout))
    queue = f"put timeout exponential {timeout:g} s, c {processors}, Q {places}, rate {rate:g}, open"
    found += _cases(queue, open_line(rate, 1, processors, places, exponential(timeout)), flows(places), text, rate)
    for submitters, cadence, processors, places, timeout in (
        (4, 1.0, 2, 3, 0.7),
        (6, 2.0, 1, 2, 1.5),
        (10, 3.0, 3, 0, 0.5),
        (20, 4.0, 4, 4, 1.0),
    ):
        text = _scenario(
            _exponential(cadence),
            processors,
            POISSON_SERVICE,
            places=places,
            timeout=_seconds(timeout),
            submitters=submitters,
            pacing="after_put",
        )
        queue = f"put timeout {timeout:g} s, c {processors}, Q {places}, {submitters} submitters, cadence {cadence:g} s"
        expected = closed_line(submitters, cadence, 1, processors, places, fixed(timeout))
        found += _cases(queue, expected, flows(places), text, submitters / cadence)
    return found


def _batches() -> list[Case]:
    found = []
    for name, law, rate, mean, variance in (
        ("batches of 3", "3", 0.25, 3.0, 0.0),
        ("batches geometric, mean 2", "{distribution: geometric, mean: 2}", 0.3, 2.0, 2.0),
    ):
        text = _scenario(_exponential(1 / rate), 1, POISSON_SERVICE, of_submitters=f", batch: {law}")
        measures = "utilisation mean(queued) mean(waiting) mean(response)"
        found += _cases(
            f"M^X/M/1, {name}, rate {rate:g}", batches(rate, mean, variance, 1), measures, text, rate * mean
        )
    return found


def _refusals_and_expiries() -> list[Case]:
    found = []
    for processors, places, rate in ((1, 2, 0.9), (4, 6, 4.5)):
        text = _scenario(
            _exponential(1 / rate), processors, POISSON_SERVICE, places=places, of_queue=", overflow: reject"
        )
        expected = bounded(rate, 1, processors, places)
        expected["loss_rate"] = expected["drop_rate"]
        queue = f"refusals, c {processors}, Q {places}, rate {rate:g}"
        found += _cases(queue, expected, "loss_rate utilisation mean(queued) mean(waiting)", text, rate)
    for name, processors, rate, expire, patience in (
        ("Erlang A, mean 1.5 s", 3, 3.5, _exponential(1.5), exponential(1.5)),
        ("Erlang A, mean 0.5 s", 1, 0.9, _exponential(0.5), exponential(0.5)),
        ("expiry after 1 s", 2, 2.2, "1s", fixed(1.0)),
        ("expiry after 2 s", 5, 4.5, "2s", fixed(2.0)),
    ):
        text = _scenario(_exponential(1 / rate), processors, POISSON_SERVICE, of_queue=f", expire: {expire}")
        expected = expiring(rate, 1, processors, patience)
        queue = f"{name}, c {processors}, rate {rate:g}"
        found += _cases(queue, expected, "loss_rate utilisation mean(queued)", text, rate)
    return found


def _priorities() -> list[Case]:
    high, low = 0.3, 0.4
    size = "{distribution: hyperexponential, mean: 1500ms, cv: 2.0}"
    text = (
        "queue: {discipline: priority}\n"
        f"submitters:\n  high: {{pacing: fixed, cadence: {_exponential(1 / high)}, size: 800ms, priority: 1}}\n"
        f"  low: {{pacing: fixed, cadence: {_exponential(1 / low)}, size: {size}}}\nprocessors: {{w: {{}}}}\n"
    )
    waits = priorities([(high, 0.8, 0.0), (low, 1.5, (2.0 * 1.5) ** 2)])
    return [
        Case("M/G/1, two priorities, load 0.84", "mean(waiting)", wait, text, high + low, of=f"submitter:{name}")
        for name, wait in zip(("high", "low"), waits, strict=True)
    ]


def _finite_populations() -> list[Case]:
    found = []
    for submitters, cadence, processors in ((6, 5.0, 2), (12, 4.0, 3)):
        text = _scenario(
            _exponential(cadence), processors, POISSON_SERVICE, submitters=submitters, pacing="after_response"
        )
        queue = f"machine repair, {submitters} submitters, cadence {cadence:g} s, c {processors}"
        expected = machine_repair(submitters, cadence, 1, processors)
        measures = "throughput utilisation mean(queued) mean(waiting) mean(response)"
        found += _cases(queue, expected, measures, text, expected["throughput"])
    return found


def _finite_runs() -> list[Case]:
    found = []
    for processors, places, rate, until in ((1, 5, 1.5, 10.0), (2, 3, 1.2, 50.0), (5, 10, 6.0, 20.0)):
        text = _scenario(_exponential(1 / rate), processors, POISSON_SERVICE, places=places, timeout="0s")
        queue = f"M/M/{processors}/{processors + places} from empty, rate {rate:g}, first {until:g} s"
        expected = from_empty(rate, 1, processors, places, until)
        found += _cases(queue, expected, "completed dropped utilisation mean(queued)", text, rate, until)
    return found


def _failures() -> list[Case]:
    found = []
    measures = "loss_rate mean(attempts) waste_rate utilisation mean(queued) mean(waiting) p95(waiting) mean(response)"
    for processors, rate, failure, attempts, law, delay in (
        (1, 0.5, 0.3, 3, None, 0.0),
        (3, 1.5, 0.4, 5, "2s", 2.0),
    ):
        text = _scenario(
            _exponential(1 / rate),
            processors,
            POISSON_SERVICE,
            of_queue=f", redelivery: {{attempts: {attempts}{f', delay: {law}' if law else ''}}}",
            of_processors=f", failure: {failure}",
        )
        queue = f"feedback, c {processors}, rate {rate:g}, {failure:g} fail, {attempts} attempts, delay {delay:g} s"
        expected = feedback(rate, 1, processors, failure, attempts, delay)
        found += _cases(queue, expected, measures, text, rate)
    rate, failure, after = 0.8, 0.3, 0.5
    text = _scenario(
        _exponential(1 / rate),
        1,
        POISSON_SERVICE,
        of_processors=f", failure: {{probability: {failure}, after: {after}}}",
    )
    queue = f"M/G/1, {failure:g} fail half way, rate {rate:g}"
    expected = failing_early(rate, 1, failure, after)
    found += _cases(queue, expected, "loss_rate waste_rate utilisation mean(waiting) mean(response)", text, rate)
    return found


def _retries() -> list[Case]:
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
            f"{{attempts: 10000, delay: {_exponential(2.0)}}}",
            retried_for_ever(0.6, 1, 2.0),
            "utilisation mean(puts) mean(response)",
        ),
        (
            "one retry, delay 1.5 s",
            3,
            2.5,
            f"{{attempts: 2, delay: {_exponential(1.5)}}}",
            retried_once(2.5, 1, 3, 1.5),
            "loss_rate utilisation mean(puts)",
        ),
    ):
        text = _scenario(
            _exponential(1 / rate),
            processors,
            POISSON_SERVICE,
            places=0,
            of_queue=", overflow: reject",
            of_submitters=f", retry: {retry}",
        )
        found += _cases(f"retrials, c {processors}, rate {rate:g}, {name}", expected, measures, text, rate)
    return found


def _time_limits() -> list[Case]:
    rate, limit = 0.8, 1.5
    text = _scenario(_exponential(1 / rate), 1, POISSON_SERVICE, of_processors=f", time_limit: {_seconds(limit)}")
    measures = "loss_rate waste_rate utilisation mean(waiting) mean(service) mean(response)"
    return _cases(f"time limit {limit:g} s, c 1, rate {rate:g}", time_limited(rate, 1, limit), measures, text, rate)


def _give_ups() -> list[Case]:
    rate, patience = 0.7, 3.0
    text = _scenario(_exponential(1 / rate), 1, POISSON_SERVICE, of_submitters=f", give_up: {_seconds(patience)}")
    measures = "loss_rate waste_rate utilisation mean(queued) mean(waiting) mean(response)"
    queue = f"M/M/1, giving up after {patience:g} s, rate {rate:g}"
    found = _cases(queue, given_up(rate, 1, patience), measures, text, rate)
    # A put that is withdrawn is a put that timed out, and one that was admitted is served.
    processors, places, rate, patience = 2, 3, 2.2, 0.5
    text = _scenario(
        _exponential(1 / rate),
        processors,
        POISSON_SERVICE,
        places=places,
        of_submitters=f", give_up: {_seconds(patience)}",
    )
    expected = open_line(rate, 1, processors, places, fixed(patience))
    queue = f"puts given up after {patience:g} s, c {processors}, Q {places}, rate {rate:g}"
    found += _cases(queue, expected, "utilisation mean(blocked) mean(queued)", text, rate)
    processors, rate, patience, attempts, delay = 60, 4.0, 1.2, 4, 0.7
    text = _scenario(
        _exponential(1 / rate),
        processors,
        POISSON_SERVICE,
        of_submitters=f", give_up: {_seconds(patience)}, retry: {{attempts: {attempts}, delay: {_seconds(delay)}}}",
    )
    expected = put_again(rate, 1, processors, patience, attempts, delay)
    queue = f"giving up after {patience:g} s, {attempts} attempts, delay {delay:g} s, nobody waits"
    return found + _cases(queue, expected, "loss_rate mean(puts) waste_rate mean(response)", text, rate)


def _limits() -> list[Case]:
    found = []
    rate, limit = 0.8, 1.0
    for burst in (1, 4):
        text = _scenario(_exponential(1 / rate), 1, "0s", of_processors=f", limit: {limit:g}/s, burst: {burst}")
        expected, measures = token_bucket(rate, limit, burst), "utilisation mean(queued) mean(response)"
        if burst == 1:
            expected["p95(response)"] = constant_service(rate, 1 / limit, 1)["p95(waiting)"]
            measures += " p95(response)"
        found += _cases(f"token bucket, {limit:g}/s, burst {burst}, rate {rate:g}", expected, measures, text, rate)
    rate, processors, shared = 2.4, 5, 3
    expected = slots(rate, 1, processors, shared)
    expected["p95(response)"] = unbounded(rate, 1, shared)["p95(response)"]
    text = _scenario(_exponential(1 / rate), processors, POISSON_SERVICE, of_processors=f", slots: {shared}")
    measures = "utilisation limited_rate mean(queued) mean(response) p95(response)"
    queue = f"{shared} slots, c {processors}, rate {rate:g}"
    found += _cases(queue, expected, measures, text, rate)
    pool = f"service: {POISSON_SERVICE}, slots: {{shared: db, slots: {shared}}}"
    text = text[: text.index("processors:")] + f"processors: {{v: {{count: 2, {pool}}}, w: {{count: 3, {pool}}}}}\n"
    return found + _cases(f"{queue} in two pools", expected, "utilisation limited_rate mean(response)", text, rate)


def _breakdowns() -> list[Case]:
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
        breakdowns = f", breakdowns: {{every: {_exponential(up)}, repair: {repair}, job: {job}}}"
        text = _scenario(_exponential(1 / rate), processors, service, of_processors=breakdowns)
        found.extend(_cases(f"breakdowns, {job}, {name}, rate {rate:g}", expected, measures, text, rate))

    up, repair = 10.0, 2.0
    by_chance, constant = Outages(up, repair, 2 * repair**2), Outages(up, repair, repair**2)
    add(
        "M/M/1, exponential repairs",
        resumed(0.5, 1, 1, by_chance),
        "utilisation mean(processors) mean(service) mean(queued) mean(waiting) mean(response)",
        "resume",
        _exponential(repair),
        POISSON_SERVICE,
        0.5,
    )
    add(
        "M/D/1, constant repairs",
        resumed(0.6, 1, 0, constant),
        "mean(service) mean(waiting) mean(response)",
        "resume",
        _seconds(repair),
        "1s",
        0.6,
    )
    add(
        "M/M/1, constant repairs",
        {**resumed(0.5, 1, 1, constant), "mean(attempts)": 1 + 1 / up, "waste_rate": 1 / (1 + up)},
        "mean(attempts) waste_rate mean(queued) mean(response)",
        "restart",
        _seconds(repair),
        POISSON_SERVICE,
        0.5,
    )
    add(
        "M/M/1, constant repairs",
        lost(0.6, 1, constant),
        "loss_rate waste_rate utilisation mean(waiting) mean(response)",
        "lose",
        _seconds(repair),
        POISSON_SERVICE,
        0.6,
    )
    add(
        "M/M/3, exponential repairs",
        handed_back(1.8, 1, 3, up, repair),
        "mean(attempts) utilisation mean(queued) mean(response)",
        "requeue",
        _exponential(repair),
        POISSON_SERVICE,
        1.8,
        3,
    )
    return found


CASES = [
    *_erlang(),
    *_other_services(),
    *_put_timeouts(),
    *_batches(),
    *_refusals_and_expiries(),
    *_priorities(),
    *_finite_populations(),
    *_finite_runs(),
    *_failures(),
    *_retries(),
    *_time_limits(),
    *_give_ups(),
    *_limits(),
    *_breakdowns(),
]
