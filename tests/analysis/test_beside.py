"""Theory beside what a run came to."""

from dataclasses import replace

import pytest

import jobsim
from jobsim.analysis.forms.beside import Row, beside
from jobsim.analysis.forms.form import Nature
from jobsim.results.run import Ending
from tests.analysis.forms import scenario

MM1 = ("", "a: {cadence: exp(2s)}", "w: {service: exp(1s)}")


def test_several_replications_lie_so_many_standard_errors_off() -> None:
    result = jobsim.run(scenario(*MM1, ending="until: 2000s\nreplications: 5"))
    found = beside(result)
    assert found is not None
    assert found.form.name == "M/M/1"
    assert [row.metric for row in found.rows] == (
        "mean(waiting) p95(waiting) mean(response) p95(response) utilisation mean(queued)".split()
    )
    row, measured = found.rows[0], result.estimate("mean(waiting)")
    assert (row.theory, row.simulated, row.error) == (pytest.approx(1), measured.mean, measured.error)
    assert measured.mean is not None
    assert measured.error is not None
    assert row.errors_off == (measured.mean - row.theory) / measured.error


def test_a_single_run_has_no_standard_error() -> None:
    found = beside(jobsim.run(scenario(*MM1)))
    assert found is not None
    assert all(row.simulated is not None and row.errors_off is None for row in found.rows)


def test_priorities_are_told_by_submitter() -> None:
    queue, submitters = "discipline: priority", "a: {cadence: exp(4s), priority: 1}, b: {cadence: exp(4s)}"
    found = beside(jobsim.run(scenario(queue, submitters, "w: {service: exp(1s)}", ending="until: 9000s")))
    assert found is not None
    # At load 1/4 each: the residual 1/2, over 3/4, and over 3/4 of a half.
    of_each = [(row.of, row.theory) for row in found.rows if row.metric == "mean(waiting)"]
    waits = {"all": 1.0, "submitter:a": 2 / 3, "submitter:b": 4 / 3}
    assert of_each == [(of, pytest.approx(wait)) for of, wait in waits.items()]
    for row in found.rows:
        assert row.simulated == pytest.approx(row.theory, rel=0.2)


def test_an_estimate_of_what_is_lost(scenarios: object) -> None:
    result = jobsim.run(f"{scenarios}/burst.yaml")
    found = beside(result)
    assert found is not None
    # 51.5 a second come for 10 s, 5 a second are served; 10 wait in the queue, and 5 will have a place in a second.
    assert found.rows == [Row("lost", "all", Nature.ABOUT, pytest.approx(450), result.value("dropped"), None)]


def test_a_bound_lies_nothing_off() -> None:
    law = "{distribution: uniform, min: 1s, max: 3s}"
    asked = scenario("", f"a: {{cadence: {law}}}", "w: {service: exp(1s)}", ending="until: 2000s\nreplications: 3")
    found = beside(jobsim.run(asked))
    assert found is not None
    rows = {row.metric: row for row in found.rows}
    assert rows["mean(waiting)"].nature is Nature.AT_MOST
    assert rows["mean(waiting)"].errors_off is None
    assert rows["mean(waiting)"].simulated is not None
    assert rows["mean(waiting)"].simulated < rows["mean(waiting)"].theory
    assert rows["utilisation"].errors_off is not None


def test_nothing_measured_and_no_spread_are_no_distance() -> None:
    assert Row("mean(waiting)", "all", Nature.EXACT, 1.0, None, None).errors_off is None
    assert Row("mean(waiting)", "all", Nature.EXACT, 1.0, 1.0, 0.0).errors_off is None


def test_a_run_that_was_stopped_shows_none() -> None:
    result = jobsim.run(scenario(*MM1))
    assert beside(replace(result, ending=Ending.INTERRUPTED)) is None
    unknown = scenario("", "a: {cadence: exp(1s)}", "w: {service: exp(1s)}")
    assert beside(jobsim.run(unknown)) is None
