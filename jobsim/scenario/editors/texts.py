"""What an editor shows of a key: what it means, what its value is, and what holds without it."""

import json
from typing import Any

from jobsim.scenario.values.kinds import Said

_MANY = 1_000_000_000
"""A bound from here on is that of the machine, and not worth a word."""


def tell(part: Said, words: set[str]) -> None:
    """Complete the description of every key of an object; `words` are the references to lists of words."""
    required = part.get("required", ())
    for key, said in part.get("properties", {}).items():
        default = said.get("default")
        if isinstance(default, dict) and default.get("distribution") == "constant":
            said["default"] = default["value"]
        elif isinstance(default, (dict, list)):  # editors would write all of it
            del said["default"]
        alternatives = [one for one in said.get("anyOf", [said]) if one.get("$ref") not in words]
        kinds = [kind for kind in map(_kind, alternatives) if kind]
        text = said.get("description", "")  # a test wants one
        said["description"] = "\n\n".join([text, *_second_line(said, text, kinds, key in required)])
        if said.get("default", ...) is None:  # it is no better than nothing to be written
            del said["default"]
        _make_snippets(said)


def _make_snippets(said: Said) -> None:
    """Mappings beside other examples become snippets, to which editors give a label."""
    examples = said.get("examples", [])
    mappings = [one for one in examples if isinstance(one, dict)]
    if len(mappings) < len(examples):
        said["examples"] = [one for one in examples if not isinstance(one, dict)]
        if mappings:  # at the alternative that is no mapping, to be offered before there is one
            said["anyOf"][0]["defaultSnippets"] = [{"label": _in_a_line(one), "body": one} for one in mappings]


def _in_a_line(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_in_a_line(one)}" for key, one in value.items()) + "}"
    return f"[{', '.join(map(_in_a_line, value))}]" if isinstance(value, list) else str(value)


def without_notes(said: Any) -> Any:
    """A piece of schema without pydantic's titles, and without what only stood there to be told.

    A part has no description of its own: an editor would show it in the place of that of the key.
    """
    if isinstance(said, list):
        return [without_notes(one) for one in said]
    if not isinstance(said, dict):
        return said
    kept = {key: value for key, value in said.items() if key not in ("kind", "discriminator")}
    if "properties" in said or "enum" in said:
        kept.pop("title", None)
        if said.get("title") is not None:
            kept.pop("description", None)
    for key, value in kept.items():
        if key in ("properties", "$defs"):
            kept[key] = {name: _without_title(without_notes(one)) for name, one in value.items()}
        elif key not in ("default", "examples", "enum"):
            kept[key] = without_notes(value)
    return kept


def _without_title(said: Any) -> Any:
    return {key: value for key, value in said.items() if key != "title"} if isinstance(said, dict) else said


def _second_line(said: Said, text: str, kinds: list[str], required: bool) -> list[str]:
    value = ", or ".join(kinds)
    sentences = [value[0].upper() + value[1:]] if kinds else []
    if required:
        sentences.append("Required")
    elif not any(word in text for word in ("Default: ", "Required, ")):
        sentences.append(f"Default: {_written(said['default'])}")
    return [" ".join(f"{sentence}." for sentence in sentences)] if sentences else []


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _kind(said: Said) -> str:
    if "kind" in said:
        return str(said["kind"])
    kind = said.get("type")
    if kind in ("integer", "number"):
        return f"a {'whole ' * (kind == 'integer')}number{_bounds(said)}"
    if kind == "array":
        return "a list"
    if kind == "object":
        return "a mapping"
    if kind in ("string", "boolean") and "const" not in said:
        return {"string": "a text", "boolean": "true or false"}[kind]
    return "a mapping" if "$ref" in said else ""


def _bounds(said: Said) -> str:
    least, most = said.get("minimum"), said.get("maximum")
    if "exclusiveMinimum" in said:
        return f" above {said['exclusiveMinimum']:,}, {most:,.0f} at most"
    if least is None or abs(least) >= _MANY:
        return ""
    return f", {least:,} or more" if most is None or most >= _MANY else f" from {least:,} to {most:,.0f}"
