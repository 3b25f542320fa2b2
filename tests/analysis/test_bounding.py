"""What is sure where no queue of theory is met, and what an overload costs."""

import math

import pytest

from jobsim.analysis.capacity import Load
from jobsim.analysis.forms.bounding import bound
from jobsim.analysis.forms.form import Form, Nature, Value, leading
from jobsim.analysis.forms.overload import lost_as_fluid, overload
from jobsim.analysis.forms.recognising import theory_of
from jobsim.analysis.forms.words import in_words
from jobsim.analysis.load import Phase
from tests.analysis.forms import scenario

close = pytest.approx
UNIFORM = "{distribution: uniform, min: 0s, max: 4s}"


def test_kingmans_bound() -> None:
    # Gaps of variance 16/12, services of 1: (4/3 + 1) / 2 of a half, over a half.
    found = bound(scenario("", f"a: {{cadence: {UNIFORM}}}", "w: {service: exp(1s)}"))
    assert found is not None
    assert found.title == "bound, in the long run (GI/G/1; Kingman 1962)"
    assert found.value("utilisation") == close(0.5)
    assert found.values[-1] == Value("mean(waiting)", "all", close(0.5 * (4 / 3 + 1) / (2 * 0.5)), Nature.AT_MOST)
    # At two processors with Poisson puts: 1 (1 + 2.25 / 2) / (2 x 1/2).
    service = "{distribution: lognormal, mean: 1s, cv: 1.5}"
    found = bound(scenario("", "a: {cadence: exp(2s)}, b: {cadence: exp(2s)}", f"w: {{count: 2, service: {service}}}"))
    assert found is not None
    assert found.title == "bound, in the long run (M/G/2; Kingman 1962, Wolff 1977)"
    assert found.values[-1].value == close(2.125)
    assert in_words(found).endswith(": mean(waiting) at most 2.125 s, utilisation 50%")


HALF_BUSY = [
    ("", "a: {cadence: exp(2s), bursts: {on: 5s, off: 5s}}", "w: {service: 2s}"),
    ("", "a: {cadence: exp(4s)}, b: {cadence: 4s}", "w: {service: 1s}"),
    ("", "a: {cadence: {distribution: empirical, values: [1s, 3s]}, batch: 2}", "w: {service: 500ms}"),
    ("", f"a: {{cadence: {UNIFORM}}}", "w: {count: 2, service: {distribution: pareto, shape: 2, scale: 1s}}"),
    ("", "a: {cadence: {distribution: pareto, shape: 2, scale: 1s}}", "w: {service: 1s}"),
    ("", "a: {phases: [{for: 1s, rate: 1/s}, {for: 1s, rate: 0/s}], repeat: true}", "w: {service: 1s}"),
    ("", "a: {phases: [{for: 1s, rate: 2/s}, {for: 3s, rate: 0/s}], repeat: true, count: 2}", "w: {service: 500ms}"),
    ("capacity: 3", f"a: {{cadence: {UNIFORM}, pacing: fixed}}", "w: {service: 1s}"),
    ("discipline: shortest", f"a: {{cadence: {UNIFORM}, size: exp(1s)}}", "w: {}"),
    ("", "a: {cadence: exp(4s), size: 1s}, b: {cadence: exp(4s), size: 3s}", "w: {}, v: {}"),
]


@pytest.mark.parametrize(("queue", "submitters", "processors"), HALF_BUSY)
def test_processors_are_as_busy_as_the_load_says_where_nothing_is_lost(
    queue: str, submitters: str, processors: str
) -> None:
    found = bound(scenario(queue, submitters, processors))
    assert found is not None
    assert found.value("utilisation") == close(0.5)


@pytest.mark.parametrize(
    ("queue", "submitters", "processors"),
    [
        ("", "a: {cadence: exp(1s)}", "w: {service: 1s}"),  # never settles
        ("", "a: {cadence: exp(900ms)}", "w: {service: 1s}"),
        ("", "a: {cadence: exp(2s)}", "w: {}"),
        ("", "a: {cadence: exp(2s)}", "w: {service: {distribution: pareto, shape: 1, scale: 1s}}"),
        ("", "a: {cadence: exp(2s)}, b: {cadence: {distribution: pareto, shape: 1, scale: 1s}}", "w: {service: 1s}"),
        ("", "a: {cadence: exp(2s)}, b: {cadence: exp(2s), start: 9s}", "w: {service: 500ms}"),
        ("", "a: {phases: [{for: 9s, rate: 1/s}, {for: 9s, rate: 2/s}]}", "w: {service: 100ms}"),
        ("", "a: {cadence: exp(2s), pacing: after_response}", "w: {service: 1s}"),
        ("capacity: 3", "a: {cadence: exp(2s)}", "w: {service: 1s}"),
        ("expire: 9s", "a: {cadence: exp(2s)}", "w: {service: 1s}"),
    ],
)
def test_nothing_is_sure_where_some_are_lost_or_held_up(queue: str, submitters: str, processors: str) -> None:
    assert bound(scenario(queue, submitters, processors)) is None


FLOOD = "a: {cadence: exp(100ms), start: 100s, stop: 110s, pacing: fixed, timeout: 2s}"
TWO_A_SECOND = "w: {count: 2, service: exp(1s)}"


def lost(queue: str, submitters: str, processors: str, *overrides: str, ending: str = "until: 1000s") -> float | None:
    found = overload(scenario(queue, submitters, processors, *overrides, ending=ending))
    return None if found is None else found.value("lost")


def test_an_overload_as_a_fluid() -> None:
    # 100 come in 10 s, 20 are served, 5 wait in the queue and 4 before it, since 2 a second are served.
    assert lost("capacity: 5", FLOOD, TWO_A_SECOND) == close(100 - 20 - 5 - 4)
    found = theory_of(scenario("capacity: 5", FLOOD, TWO_A_SECOND))
    assert found is not None
    assert in_words(found) == "estimate (overload as a fluid): lost about 71 jobs"
    refused = FLOOD.replace(", timeout: 2s", "")
    assert lost("capacity: 5, overflow: reject", refused, TWO_A_SECOND) == close(75)
    assert lost("capacity: 5, overflow: drop_oldest", refused, TWO_A_SECOND) == close(75)
    assert lost("expire: 3s", refused, TWO_A_SECOND) == close(80 - 6)
    assert lost("expire: 3s, capacity: 5", FLOOD, TWO_A_SECOND) == close(80 - 5 - 4)
    # Who keeps on in turn, and is stopped now and then, adds little: 0.5 a second.
    steady = "b: {cadence: 2s, timeout: 20s}"
    assert lost("capacity: 5", f"{FLOOD}, {steady}", TWO_A_SECOND) == close(105 - 20 - 5 - 4)


def test_a_fluid_flows_off_between_two_floods() -> None:
    def flood(start: float, end: float, rate: float, able: float = 2) -> Load:
        return Load(Phase(start, end, rate), able)

    def room(able: float) -> float:
        return 5

    assert lost_as_fluid([], room) == 0
    assert lost_as_fluid([flood(0, 1, 12)], room) == 5
    assert lost_as_fluid([flood(0, 1, 12), flood(2, 3, 12)], room) == 5 + 8  # 3 wait still
    assert lost_as_fluid([flood(0, 1, 12), flood(9, 10, 12)], room) == 5 + 5
    assert lost_as_fluid([flood(0, 1, 12), flood(1, 2, 1), flood(2, 3, 12)], room) == 5 + 9
    assert lost_as_fluid([flood(0, 1, 12), flood(1, 9, 1), flood(9, 10, 12, able=0)], room) == 5 + 7
    assert lost_as_fluid([Load(Phase(0, None, 12), 2)], room) is None


@pytest.mark.parametrize(
    ("queue", "submitters", "processors"),
    [
        ("", FLOOD, TWO_A_SECOND),  # it all waits
        ("capacity: 5", FLOOD.replace("timeout: 2s", "timeout: null"), TWO_A_SECOND),
        ("capacity: 5", f"{FLOOD}, b: {{cadence: 9s, pacing: fixed, timeout: 9s}}", TWO_A_SECOND),
        ("capacity: 5", FLOOD.replace("2s", "{distribution: pareto, shape: 1, scale: 1s}"), TWO_A_SECOND),
        ("expire: {distribution: pareto, shape: 1, scale: 1s}", FLOOD, TWO_A_SECOND),
        ("capacity: 500", FLOOD, TWO_A_SECOND),  # there is room for all
        ("capacity: 5", FLOOD, "w: {count: 9, service: 1s}"),  # hardly more than can be done
        ("capacity: 5", FLOOD, "w: {}"),
        ("capacity: 5", FLOOD, "w: {service: {distribution: pareto, shape: 1, scale: 1s}}"),
        ("capacity: 5", f"{FLOOD}, b: {{cadence: 250ms, timeout: 9s}}", TWO_A_SECOND),  # many are stopped
        ("capacity: 5", f"{FLOOD}, b: {{cadence: 9s, pacing: after_response}}", TWO_A_SECOND),
        ("capacity: 5", "a: {cadence: 100ms, timeout: 2s}", TWO_A_SECOND),
        ("capacity: 5", FLOOD.replace("timeout", "give_up"), TWO_A_SECOND),
        ("capacity: 5", FLOOD.replace("timeout: 2s", "timeout: 2s, retry: {attempts: 2}"), TWO_A_SECOND),
        ("capacity: 5", FLOOD, "w: {service: 1s, failure: 10%}"),
        ("capacity: 5", FLOOD, "w: {service: 1s, breakdowns: {every: 9s, repair: 9s}}"),
        ("capacity: 5, redelivery: [1s]", FLOOD, TWO_A_SECOND),
    ],
)
def test_no_estimate_where_means_do_not_tell(queue: str, submitters: str, processors: str) -> None:
    assert lost(queue, submitters, processors) is None


def test_few_values_lead() -> None:
    values = [Value(metric, "all", 1.0) for metric in "throughput mean(queued) utilisation loss_rate drop_rate".split()]
    assert [value.metric for value in leading(Form("", "", tuple(values)))] == [
        "drop_rate",
        "utilisation",
        "mean(queued)",
    ]
    nothing = [Value(metric, "all", 0.0) for metric in "loss_rate drop_rate mean(waiting)".split()]
    assert [value.metric for value in leading(Form("", "", tuple(nothing)))] == ["mean(waiting)"]
    many = [Value("mean(waiting)", f"submitter:{number}", math.pi) for number in range(9)]
    assert [value.of for value in leading(Form("", "", tuple(many)))] == [f"submitter:{number}" for number in range(6)]
    assert in_words(Form("x", "", tuple(many[:1]))) == (
        "theory, in the long run (x): mean(waiting) of submitter:0 3.142 s"
    )
