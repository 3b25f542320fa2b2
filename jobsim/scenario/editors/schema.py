"""The whole JSON Schema of scenario files: pydantic's, with texts, rules and variants, which it cannot know."""

import json

from jobsim.scenario.editors.laws import gather_laws
from jobsim.scenario.editors.rules import ALWAYS
from jobsim.scenario.editors.shapes import KINDS, alternatives, joined, share, silent
from jobsim.scenario.editors.texts import tell, without_notes
from jobsim.scenario.editors.variants import whole_file
from jobsim.scenario.schema import Scenario
from jobsim.scenario.values.kinds import NAME, Said

MARK = "Written by jobsim schema."
"""By this comment a schema file is known to be ours."""
_OF_COLUMNS = {"at", "size", "value", "priority"}
_NAMED = {
    "submitters": ("Submitter", "A submitter, or several alike: when its jobs come, and how long its puts wait."),
    "processors": ("Pool", "A pool of processors, all alike: how many, and how long a job takes them."),
}
_STARTER = {
    "label": "scenario",
    "description": "A whole scenario to begin with.",
    "body": {
        "until": "10m",
        "queue": {"capacity": 10},
        "submitters": {"clients": {"count": 4, "cadence": "2s", "timeout": "5s"}},
        "processors": {"worker": {"count": 3, "service": {"distribution": "exponential", "mean": "1s"}}},
    },
}


def schema_text() -> str:
    """The schema as a file holds it, in ASCII, so that its bytes are the same whatever writes them."""
    return json.dumps(json_schema(), indent=1) + "\n"


def json_schema() -> Said:
    """What a scenario file may say, as JSON Schema 2020-12. A file with `extends` need not say everything."""
    root = Scenario.model_json_schema(mode="validation")
    parts: dict[str, Said] = root.pop("$defs")
    root["required"].remove("name")  # a file has one
    parts["Shared"]["required"].remove("slots")  # another pool may say it
    _add_files(root["properties"], parts)
    _name_parts(root["properties"])
    every = [said for part in (root, *parts.values()) for said in part.get("properties", {}).values()]
    for said in every:
        if len(among := alternatives(said)) > 1:
            said.pop("oneOf", None)
            said["anyOf"] = among
    laws = gather_laws(every, parts)
    words = {f"#/$defs/{name}" for name, part in parts.items() if "enum" in part}
    for part in (root, *parts.values()):
        tell(part, words)
    for part in (root, *parts.values()):
        for key, said in part.get("properties", {}).items():
            part["properties"][key] = joined(said)
    whole = silent(whole_file(root, parts))
    for name, rules in ALWAYS.items():
        (root if name == "Scenario" else parts[name])["allOf"] = silent(rules)
    root["if"] = {"required": ["extends"]}
    root["else"] = {"$ref": "#/$defs/Whole"}
    root["defaultSnippets"] = [_STARTER]
    definitions = {**share({**parts, **laws, "Whole": whole}), **KINDS}
    made: Said = without_notes({**share(root), "$defs": dict(sorted(definitions.items()))})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": MARK,
        **made,
        "description": "A scenario of jobsim: one question to a job queue.",
    }


def _add_files(keys: dict[str, Said], parts: dict[str, Said]) -> None:
    """The keys that are read away before the models see a scenario: files that it builds on, or takes columns from."""
    keys["extends"] = {
        "type": "string",
        "minLength": 1,
        "description": "The scenario file that this one builds on: mappings are merged key by key, all else is "
        "replaced. Default: none; the file is whole in itself.",
        "examples": ["base.yaml"],
    }
    file = {
        "type": "string",
        "description": "A CSV file, looked for beside the scenario; the other keys name its columns. Default: none.",
        "examples": ["measured.csv"],
    }
    empirical, trace = parts["Empirical"], parts["Trace"]
    empirical["required"].remove("values")
    empirical["properties"]["file"] = {**file}
    empirical["properties"]["column"] = {
        "type": "string",
        "description": "The column of the file with the durations; a bare number is seconds. Default: none.",
        "examples": ["seconds"],
    }
    trace["properties"]["file"] = {**file}
    for key in _OF_COLUMNS:
        said = trace["properties"][key]
        texts = {name: said.pop(name) for name in ("description", "examples", "default") if name in said}
        column = {"type": "string", "kind": "the name of a column"}
        trace["properties"][key] = {"anyOf": [column, said], **texts}


def _name_parts(keys: dict[str, Said]) -> None:
    """Submitters and pools by name; in a variant, null takes one away."""
    for key, (part, text) in _NAMED.items():
        said = keys[key]
        del said["patternProperties"]
        del said["minProperties"]
        # Of any type: an editor takes the name 7 for a number.
        said["propertyNames"] = {**{key: value for key, value in NAME.items() if key != "type"}, "title": "NAME"}
        said["additionalProperties"] = {
            "anyOf": [{"$ref": f"#/$defs/{part}"}, {"type": "null"}],
            "description": f"{text} Its name is that in the tables.",
            "examples": list(said["examples"][0].values()),
        }
