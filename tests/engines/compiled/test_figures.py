"""On `compiled`, `record: summary` gives the very figures it gives on SimPy, and tells the same story meanwhile."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import jobsim
from jobsim.model.event import Event
from tests.model.scenarios import DETERMINISTIC, WHOLE_LANGUAGE, scenario

ROOT = Path(__file__).parents[3]
FILES = [*sorted((ROOT / "scenarios").glob("*.yaml")), *sorted((ROOT / "tests" / "timelines").glob("*.yaml"))]
many = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def assert_same_figures(asked: jobsim.Scenario) -> None:
    """Percentiles too: the same histograms are filled."""
    told: dict[str, list[Event]] = {"compiled": [], "simpy": []}
    ours, theirs = (
        jobsim.run(asked, engine=engine, record="summary", listener=story.append) for engine, story in told.items()
    )
    assert ours.metrics == theirs.metrics
    assert ours.timeline.equals(theirs.timeline, null_equal=True)
    for name in ("totals", "ending", "ended_at"):
        assert getattr(ours.run, name) == getattr(theirs.run, name), name
    assert told["compiled"] == told["simpy"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_of_every_file(file: Path) -> None:
    assert_same_figures(jobsim.load(file))


@many
@given(DETERMINISTIC)
def test_where_everything_ties(data: dict[str, Any]) -> None:
    assert_same_figures(scenario(data))


@many
@given(WHOLE_LANGUAGE)
def test_of_any_scenario(data: dict[str, Any]) -> None:
    assert_same_figures(scenario(data))
