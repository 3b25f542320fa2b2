"""The shape of a key's value, as editors understand it best: few alternatives, and what recurs said once.

An editor tells of several alternatives which one it takes to be meant, and why that does not fit. So there are two at
most: what is no mapping, all in one, and what is.
"""

from typing import Any

from jobsim.scenario.values.kinds import DURATION, NAME, PART, RATE, SHARE, SOME_DURATION, SOME_RATE, VALUE, Said

_KINDS: dict[str, Said] = {
    "Duration": DURATION,
    "DurationAbove0": SOME_DURATION,
    "Rate": RATE,
    "RateAbove0": SOME_RATE,
    "Share": SHARE,
    "ShareBetween": PART,
    "Name": NAME,
    "Value": VALUE,
}
KINDS: dict[str, Said] = {
    **_KINDS,
    **{f"{name}OrNull": {**said, "type": [*said["type"], "null"]} for name, said in _KINDS.items() if name != "Name"},
}
"""What recurs, by its name among the definitions."""


def alternatives(said: Said) -> list[Said]:
    """What a value may be, in one list, however deep pydantic has it; a set of laws is one of them."""
    inner = [] if "discriminator" in said else [*said.get("anyOf", ()), *said.get("oneOf", ())]
    return [one for each in inner for one in alternatives(each)] if inner else [said]


def joined(said: Said) -> Said:
    """The same with two alternatives at most."""
    if "anyOf" not in said:
        return said
    rest = {key: value for key, value in said.items() if key != "anyOf"}
    plain: Said = {}
    mappings = [one for one in said["anyOf"] if "type" not in one]
    for one in said["anyOf"]:
        if "type" in one:
            types = one["type"] if isinstance(one["type"], list) else [one["type"]]
            plain |= {**one, "type": [*plain.get("type", ()), *types]}
    return {"anyOf": [plain, *mappings], **rest} if mappings else {**plain, **rest}


def share(said: Any) -> Any:
    """A piece of schema with a reference in the place of each of the kinds."""
    if isinstance(said, list):
        return [share(one) for one in said]
    if not isinstance(said, dict):
        return said
    for name, kind in KINDS.items():
        if all(said.get(key) == value for key, value in kind.items()):
            return {"$ref": f"#/$defs/{name}", **{key: value for key, value in said.items() if key not in kind}}
    return {key: share(value) for key, value in said.items()}


def silent(said: Any) -> Any:
    """A rule whose keys an editor does not offer, since they are offered where they are told."""
    if isinstance(said, list):
        return [silent(one) for one in said]
    if not isinstance(said, dict):
        return said
    made = {key: silent(value) for key, value in said.items()}
    for key, value in made.get("properties", {}).items():
        if isinstance(value, dict):
            made["properties"][key] = {**value, "doNotSuggest": True}
    return made
