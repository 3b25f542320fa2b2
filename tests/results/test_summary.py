"""What `record: summary` gives is what the tables give."""

from typing import Any

import pytest
from hypothesis import given

import jobsim
from jobsim.results.groups import PERCENTS
from tests.model.scenarios import DETERMINISTIC, WHOLE_LANGUAGE, scenario


def assert_same(asked: jobsim.Scenario) -> None:
    """Counts, sums, extremes and the timeline are equal, and percentiles within 0.1 %."""
    tables, figures = jobsim.run(asked), jobsim.run(asked, record="summary")
    assert [metric[:3] for metric in figures.metrics] == [metric[:3] for metric in tables.metrics]
    for found, exact in zip(figures.metrics, tables.metrics, strict=True):
        if found.metric.partition("(")[0] in PERCENTS.keys() - {"max"} and exact.value is not None:
            assert found.value == pytest.approx(exact.value, rel=1e-3), found
        else:
            assert found == exact
    assert figures.timeline.equals(tables.timeline, null_equal=True)
    assert figures.groups.all.tries == tables.groups.all.tries


@given(DETERMINISTIC)
def test_of_any_deterministic_scenario(data: dict[str, Any]) -> None:
    assert_same(scenario(data))


@given(WHOLE_LANGUAGE)
def test_of_any_scenario(data: dict[str, Any]) -> None:
    assert_same(scenario(data))
