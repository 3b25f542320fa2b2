"""The schema flags what `check` refuses, as far as a schema can."""

import jsonschema
import pytest

import jobsim
from jobsim.scenario.editors.schema import json_schema
from tests.editor.wrong import BEYOND, FLAGGED
from tests.editor.yaml12 import as_editors_read

SCHEMA = jsonschema.Draft202012Validator(json_schema())


@pytest.mark.parametrize("text", FLAGGED)
def test_what_is_refused_is_flagged(text: str) -> None:
    with pytest.raises(jobsim.ScenarioError):
        jobsim.loads(text)
    assert not SCHEMA.is_valid(as_editors_read(text))


@pytest.mark.parametrize("text", [text for texts in BEYOND.values() for text in texts])
def test_what_a_schema_cannot_tell(text: str) -> None:
    """It is here to be known; what the schema learns to tell moves to the others."""
    with pytest.raises(jobsim.ScenarioError):
        jobsim.loads(text)
    assert SCHEMA.is_valid(as_editors_read(text))
