"""What a file must say that builds on no other: a variant may leave it out, since the file below says it."""

from jobsim.scenario.editors.rules import WHOLE
from jobsim.scenario.values.kinds import Said

_NAMELESS = {
    "required": ["distribution"],
    "errorMessage": "must say which distribution it is, like distribution: exponential",
}


def whole_file(root: Said, parts: dict[str, Said]) -> Said:
    """Take out of a scenario, and of all that is a mapping in it, what is required; a schema that says just that.

    Entries of lists keep it, and so do distributions: they replace what is below as a whole.
    """
    return _whole("Scenario", {**parts, "Scenario": root}, {})


def _whole(name: str, parts: dict[str, Said], done: dict[str, Said]) -> Said:
    if name not in done:
        part = parts[name]
        whole = done[name] = {"required": part.pop("required")} if "required" in part else {}
        keys = {key: _of_value(said, parts, done) for key, said in part["properties"].items()}
        if keys := {key: said for key, said in keys.items() if said}:
            whole["properties"] = keys
        if name in WHOLE:
            whole["allOf"] = WHOLE[name]
    return done[name]


def _of_value(said: Said, parts: dict[str, Said], done: dict[str, Said]) -> Said:
    if "propertyNames" in said and said["additionalProperties"].get("anyOf"):
        each = _of_value(said["additionalProperties"], parts, done)
        return {"minProperties": 1, "additionalProperties": {"type": "object", **each}}
    for one in said.get("anyOf", [said]):
        name = str(one.get("$ref", "")).rpartition("/")[2]
        if name.startswith("Distribution"):
            return _NAMELESS
        if "properties" in parts.get(name, {}):
            return _whole(name, parts, done)
    return {}
