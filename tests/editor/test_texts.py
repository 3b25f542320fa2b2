"""Every key tells what it means, in which unit, what holds without it, and gives an example."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from jobsim.scenario.editors.schema import json_schema
from jobsim.scenario.values.word import Word

SCHEMA = json_schema()
PARTS = {"Scenario": SCHEMA, **SCHEMA["$defs"]}


def keys_of(name: str, part: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each key of a part by its path, with what is said of it; rules beside it offer none, and say nothing new."""
    for key, said in part.get("properties", {}).items():
        if not said.get("doNotSuggest") or "description" in said:
            yield f"{name}.{key}", said
            yield from keys_of(f"{name}.{key}", said)
    for inner in ("items", "additionalProperties"):
        if isinstance(part.get(inner), dict):
            if inner == "additionalProperties":
                yield f"{name}.NAME", part[inner]
            yield from keys_of(f"{name}.{inner}", part[inner])
    for alternative in part.get("anyOf", ()):
        yield from keys_of(name, alternative)


KEYS = {path: said for name, part in PARTS.items() for path, said in keys_of(name, part)}


def test_the_walk_comes_to_every_key_of_every_model() -> None:
    from jobsim.scenario.values.fields import Strict

    models, found = [Strict], dict[str, type[Strict]]()
    while models:
        model = models.pop()
        models.extend(model.__subclasses__())
        found[model.__name__] = model
    assert found.keys() >= {"Scenario", "Submitter", "Pool", "Lognormal", "Backoff"}
    for name in PARTS:
        if name in found:
            fields = {field.alias or key for key, field in found[name].model_fields.items()}
            added = {"Scenario": {"extends"}, "Empirical": {"file", "column"}, "Trace": {"file"}}.get(name, set())
            assert {path.split(".")[1] for path in KEYS if path.startswith(f"{name}.")} - {"NAME"} == fields | added


@pytest.mark.parametrize("path", KEYS)
def test_a_key_says_what_it_means(path: str) -> None:
    said = KEYS[path]
    text = said["description"]
    means, _, rest = text.partition("\n\n")
    assert re.match(r"[A-Z0-9].{7,}\.$", means), "a sentence or two"
    assert len(re.findall(r"[.:;] ", means)) <= 5
    assert len(means) < 300
    assert said.get("examples")
    if path.endswith(".NAME"):
        return
    assert len(re.findall("Default: |Required[.,]", text)) == 1
    if "Default: " in text and "default" in said:
        assert f"default: {'none' if said['default'] == '' else said['default']}".lower() in text.lower()
    assert "default" not in said or "Required" not in text
    for kind, unit in (
        ("Duration", "a duration"),
        ("Rate", "a rate"),
        ("Share", "a share"),
        ("Distribution", "a distribution of"),
        ("Name", "a name"),
    ):
        if any(re.search(rf"\$defs/{kind}(?!d)", str(one.get("$ref", ""))) for one in (said, *said.get("anyOf", ()))):
            assert unit in rest.lower(), path
    if "integer" in str(said.get("type")):
        assert "whole number" in rest


def test_every_word_says_what_it_means() -> None:
    lists = [part for part in PARTS.values() if "enum" in part]
    assert len(lists) == len(Word.__subclasses__()) == 9
    for each in lists:
        assert len(each["enumDescriptions"]) == len(each["enum"])
        assert all(re.match(r"[a-zA-Z].*\.$", meaning) for meaning in each["enumDescriptions"])


def test_every_distribution_says_what_it_is() -> None:
    for name, count in (("Distribution", 12), ("DistributionOfNumbers", 5), ("DistributionOfValues", 4)):
        names = PARTS[name]["properties"]["distribution"]
        assert len(names["enum"]) == len(names["enumDescriptions"]) == count
        assert all(" Parameters: " in meaning for meaning in names["enumDescriptions"])
