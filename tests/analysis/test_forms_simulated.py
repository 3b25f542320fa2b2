"""Forms beyond those of `tests/theory/cases/`: each value that theory gives is held against a simulation."""

import pytest

import jobsim
from jobsim.analysis.forms.form import Nature
from jobsim.analysis.forms.recognising import known_form
from tests.analysis.forms import scenario

LOGNORMAL = "{distribution: lognormal, mean: 1s, cv: 1.5}"
ONE, TWO = "w: {service: exp(1s)}", "w: {count: 2, service: exp(1s)}"

FORMS = {  # by the name of the form, and what there is to this one: queue, submitters, processors
    "M/M/2 | lifo": ("discipline: lifo", "a: {cadence: exp(1s)}", TWO),
    "M/G/1 | at random": ("discipline: random", "a: {cadence: exp(2s)}", f"w: {{service: {LOGNORMAL}}}"),
    "M/M/3 | two submitters, one by phases, and two pools": (
        "",
        "a: {count: 2, cadence: exp(2s), pacing: fixed}, "
        "b: {phases: [{for: 1s, rate: 1/s}], repeat: true, spacing: poisson}",
        f"{ONE}, x: {{count: 2, service: exp(1s)}}",
    ),
    "M/M/2, 1 place, puts wait for ever": ("capacity: 1", "a: {cadence: exp(1s), pacing: fixed}", TWO),
    "M/D/1, 1 place, puts wait for ever": (
        "capacity: 1",
        "a: {cadence: exp(2s), pacing: fixed}",
        "w: {service: 1200ms}",
    ),
    "M/G/1 | services by submitter": (
        "",
        "a: {cadence: exp(4s), size: 1s}, b: {cadence: exp(2s), size: exp(500ms)}",
        "w: {speed: 2}",
    ),
    "M/G/1, priorities | two submitters of one priority": (
        "discipline: priority",
        "a: {cadence: exp(4s), size: 1s, priority: 1}, b: {cadence: exp(4s), priority: 1}, "
        "c: {cadence: exp(2s), size: exp(500ms)}",
        ONE,
    ),
    "M/G/3/3": ("capacity: 0", "a: {cadence: exp(500ms), timeout: 0s}", f"w: {{count: 3, service: {LOGNORMAL}}}"),
    "M/M/2/5 | the oldest goes, lifo": (
        "capacity: 3, overflow: drop_oldest, discipline: lifo",
        "a: {cadence: exp(500ms)}",
        TWO,
    ),
    "M^X/M/1 | batches by submitter, some of them empty": (
        "",
        "a: {cadence: exp(4s), batch: {distribution: uniform, min: 0, max: 2}}, b: {cadence: exp(4s)}",
        ONE,
    ),
    "M/M/2, 1 place, puts wait exp. 1s": (
        "capacity: 1, discipline: random",
        "a: {cadence: exp(500ms), pacing: fixed, timeout: exp(1s)}",
        TWO,
    ),
    "M/M/1, 1 place, puts given up after exp. 1s": (
        "capacity: 1",
        "a: {cadence: exp(1s), pacing: fixed, give_up: exp(1s)}",
        ONE,
    ),
    "M/M/2, 1 place, 5 submitters, puts wait for ever": ("capacity: 1", "a: {count: 5, cadence: exp(2s)}", TWO),
    "M/M/1+M, expiry after exp. 1s | lifo": ("expire: exp(1s), discipline: lifo", "a: {cadence: exp(1s)}", ONE),
    "M/M/2//6, machine repair | few places": (
        "capacity: 1",
        "a: {count: 6, cadence: exp(2s), pacing: after_response}",
        TWO,
    ),
    "M/M/2//6, machine repair | places enough, at random": (
        "capacity: 4, overflow: reject, discipline: random",
        "a: {count: 4, cadence: exp(2s), pacing: after_response}, "
        "b: {count: 2, cadence: exp(2s), pacing: after_response}",
        TWO,
    ),
    "3 submitters, a processor for each": (
        "capacity: 0",
        f"a: {{count: 2, cadence: 1s, pacing: after_response, size: {LOGNORMAL}}}, "
        "b: {cadence: exp(2s), pacing: after_response}",
        "w: {count: 4, service: exp(1s)}",
    ),
    "M/M/2, feedback | no job comes back": (
        "",
        "a: {cadence: exp(1s)}",
        "w: {count: 2, service: exp(1s), failure: 20%}",
    ),
    "M/M/2/2, retrials | at once, of what timed out at once": (
        "capacity: 0",
        "a: {cadence: exp(1s), pacing: fixed, timeout: 0s, retry: {attempts: 3}}",
        TWO,
    ),
    "M/M/1, breakdowns | restart": (
        "",
        "a: {cadence: exp(4s)}",
        "w: {service: exp(1s), breakdowns: {every: exp(4s), repair: 500ms, job: restart}}",
    ),
    "D/D/2, 4 puts at once": (
        "",
        "a: {cadence: 2s, batch: 3, pacing: fixed}, b: {cadence: 2s}",
        "w: {count: 2, service: 700ms}",
    ),
    "D/D/3 | without places": ("capacity: 0", "a: {cadence: 1s, timeout: 5s}", "w: {count: 3, service: 2500ms}"),
}


@pytest.mark.parametrize("name", FORMS)
def test_theory_and_simulation_agree(name: str) -> None:
    asked = scenario(*FORMS[name], ending="until: 4000s\nreplications: 20\nrecord: summary\nseed: 5")
    form, result = known_form(asked), jobsim.run(asked)
    assert form is not None
    assert form.name == name.split(" | ", maxsplit=1)[0]
    assert form.nature is Nature.EXACT
    for metric, of, expected, _ in form.values:
        found = result.estimate(metric, of)
        assert found.mean is not None, metric
        # Figures only: their percentiles are within 0.1 %.
        assert found.mean == pytest.approx(expected, abs=max(4 * (found.error or 0), 1e-3 * expected, 1e-12)), metric
