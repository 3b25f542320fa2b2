"""The page of all keys is what the schema says, and has every key that a scenario may have."""

import jsonschema
import pytest

from jobsim.scenario.asked.precision import Precision
from jobsim.scenario.parts.arrivals import Bursts, Phase, Ramp, Trace
from jobsim.scenario.parts.failure import Failure
from jobsim.scenario.parts.limits import Shared
from jobsim.scenario.parts.outages import Breakdowns, Shift
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.queue import Queue
from jobsim.scenario.parts.retry import Backoff, Retry
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.schema import Scenario
from jobsim.scenario.values.fields import Strict
from tests.manual import keys
from tests.manual.schema import WITHOUT_WORDS, Schema

PAGE = keys.PAGE.read_text(encoding="utf-8")
PARTS: dict[str, type[Strict]] = {
    "At the top": Scenario,
    "`precision`": Precision,
    "`queue`": Queue,
    "`queue.redelivery`, `submitters.NAME.retry`": Retry,
    "`queue.redelivery.backoff`, `submitters.NAME.retry.backoff`": Backoff,
    "`submitters.NAME`": Submitter,
    "`submitters.NAME.phases[]`": Phase,
    "`submitters.NAME.phases[].rate`": Ramp,
    "`submitters.NAME.trace`": Trace,
    "`submitters.NAME.bursts`": Bursts,
    "`processors.NAME`": Pool,
    "`processors.NAME.failure`": Failure,
    "`processors.NAME.schedule[]`": Shift,
    "`processors.NAME.breakdowns`": Breakdowns,
    "`processors.NAME.slots`": Shared,
}


def test_the_page_is_what_the_schema_says() -> None:
    assert keys.page() == PAGE, "write it again: python -m tests.manual.keys"


@pytest.mark.parametrize("title", PARTS)
def test_every_key_of_a_part_has_a_row(title: str) -> None:
    part = PARTS[title]
    _, _, after = PAGE.partition(f"\n## {title}\n")
    section = after.partition("\n## ")[0]
    known = {field.alias or name for name, field in part.model_fields.items()} - WITHOUT_WORDS
    assert {name for name in known if f"\n| `{name}` |" in section} == known


def test_every_part_and_distribution_is_known() -> None:
    assert [line.removeprefix("## ") for line in PAGE.splitlines() if line.startswith("## ")][:-2] == list(PARTS)
    for law in Schema().defs.values():
        name = law.get("properties", {}).get("distribution", {}).get("const")
        assert name is None or f"\n| `{name}` |" in PAGE, name


@pytest.mark.parametrize(
    ("node", "takes"),
    [
        ({"$ref": "#/$defs/Jitter"}, "`none`, `full`, `equal`"),
        (
            {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 10**9}, {"type": "null"}]},
            "whole number from 0 or `null`",
        ),
        ({"type": "number", "exclusiveMinimum": 0, "maximum": 1e6}, "number above 0 to 1,000,000"),
        ({"type": ["string", "number"], "pattern": "^[0-9]+(s|ms)$", "minimum": 0}, "duration"),
        ({"type": ["string", "number"], "pattern": "^[a-z0-9]*$"}, "text or number"),
        ({"type": ["string", "number", "null"], "pattern": "^[0-9]+(s|ms)$"}, "duration or `null`"),
        ({"type": ["array", "null"], "items": {"type": "integer"}}, "list of whole number or `null`"),
        ({"type": "array", "items": {"type": "string", "pattern": "^[0-9]+/s$"}}, "list of rate"),
        ({"anyOf": [{"type": "string", "pattern": "^[0-9]+%$"}, {"const": "auto"}]}, "share or `auto`"),
        ({"type": "boolean"}, "`true` or `false`"),
        ({"type": "object"}, "mapping"),
        ({"$ref": "#/$defs/Backoff"}, "[mapping](#queueredeliverybackoff-submittersnameretrybackoff)"),
    ],
)
def test_what_a_key_takes_in_words(node: dict[str, object], takes: str) -> None:
    assert Schema().takes(node) == takes


def test_examples_in_the_schema_are_shown() -> None:
    node = {"type": "string", "description": "A <b> of `c_d`.", "examples": ["1s", {"on": 2.0}], "default": 2.0}
    row = keys._row(Schema(), "key", node, required=False)
    assert row == "| `key` | text | `2` | A \\<b\\> of `c_d`. | `1s`, `{on: 2.0}` |\n"


def test_what_a_description_tells_editors_has_its_own_columns() -> None:
    node = {"type": "integer", "description": "How many.\n\nA whole number. Default: 3."}
    assert keys._row(Schema(), "key", node, required=False) == "| `key` | whole number | `3` | How many. |  |\n"
    node = {"type": "integer", "description": "How many.\n\nA whole number. Required."}
    assert keys._row(Schema(), "key", node, required=False) == "| `key` | whole number | required | How many. |  |\n"


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(Schema().root)
