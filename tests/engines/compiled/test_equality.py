"""The compiled engine gives the tables of `simpy`, to the bit, whatever the scenario."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import jobsim
from tests.engines.compiled.alike import assert_alike
from tests.model.scenarios import DETERMINISTIC, WHOLE_LANGUAGE, scenario

ROOT = Path(__file__).parent.parent.parent.parent
FILES = sorted([*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "tests" / "timelines").glob("*.yaml")])

many = settings(max_examples=1_500, deadline=None, suppress_health_check=list(HealthCheck))
very_many = settings(many, max_examples=50_000)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_of_the_files_at_hand(file: Path) -> None:
    assert_alike(jobsim.load(file))


@many
@given(DETERMINISTIC)
def test_where_everything_ties(data: dict[str, Any]) -> None:
    assert_alike(scenario(data))


@many
@given(WHOLE_LANGUAGE)
def test_of_any_scenario(data: dict[str, Any]) -> None:
    assert_alike(scenario(data))


@pytest.mark.long
@pytest.mark.timeout(0)
@very_many
@given(DETERMINISTIC)
def test_where_everything_ties_very_often(data: dict[str, Any]) -> None:
    assert_alike(scenario(data))


@pytest.mark.long
@pytest.mark.timeout(0)
@very_many
@given(WHOLE_LANGUAGE)
def test_of_any_scenario_very_often(data: dict[str, Any]) -> None:
    assert_alike(scenario(data))
