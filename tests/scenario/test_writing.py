"""A scenario that is written is read as the same."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

import jobsim
from jobsim.scenario.writing import as_yaml
from tests.model.scenarios import WHOLE_LANGUAGE, scenario

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_one(file: Path) -> None:
    shipped = jobsim.load(file)
    assert jobsim.loads(as_yaml(shipped)) == shipped


@settings(deadline=None)
@given(WHOLE_LANGUAGE)
def test_every_one(data: dict[str, Any]) -> None:
    drawn = scenario(data)
    assert scenario(yaml.safe_load(as_yaml(drawn))) == drawn


def test_what_goes_without_saying_is_not_said() -> None:
    text = "name: tiny\nsubmitters:\n  a: {cadence: 1s, pacing: after_put, jobs: 3}\nprocessors:\n  w: {service: 2s}\n"
    assert as_yaml(jobsim.loads(text)) == text
