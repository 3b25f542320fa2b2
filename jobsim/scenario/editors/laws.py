"""Distributions, as editors read them: first the name, then the parameters of the one that is named."""

from collections.abc import Iterator
from typing import Any

from jobsim.scenario.values.kinds import Said

_SETS = {
    "Constant": ("Distribution", "a distribution of durations ({distribution: exponential, mean: 2s})"),
    "ConstantNumber": ("DistributionOfNumbers", "a distribution of whole numbers ({distribution: geometric, mean: 3})"),
    "EmpiricalValue": ("DistributionOfValues", "a distribution of values ({distribution: empirical, values: [a, b]})"),
}
"""The sets of laws, by one that no other has: what they are called here, and in words."""


def gather_laws(every: list[Said], parts: dict[str, Said]) -> dict[str, Said]:
    """Put a reference to its set of laws wherever one may stand in these values; the sets by their names."""
    sets: dict[str, Said] = {}
    for said in every:
        among = said.get("anyOf", [])
        for at, one in enumerate(among):
            if "discriminator" in one:
                of = {word: _last(law) for word, law in one["discriminator"]["mapping"].items()}
                name, kind = next(_SETS[law] for law in of.values() if law in _SETS)
                sets[name] = _set_of(of, parts)
                among[at] = {"$ref": f"#/$defs/{name}", "kind": kind}
    for law in {law for each in sets.values() for law in _laws_of(each)}:
        _tell_name(parts[law])
    return sets


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]


def _laws_of(each: Said) -> Iterator[str]:
    return (_last(rule["then"]["$ref"]) for rule in each["allOf"] if "$ref" in rule["then"])


def _set_of(laws: dict[str, str], parts: dict[str, Said]) -> Said:
    parameters = [key for law in laws.values() for key in parts[law]["properties"] if key != "source"]
    rules: list[Said] = [
        {"if": _where({"distribution": {"const": word}}), "then": {"$ref": f"#/$defs/{law}"}}
        for word, law in laws.items()
    ]
    # In a variant, a law without its name changes parameters of the one before it.
    nameless: Said = {"if": {"not": {"required": ["distribution"]}}, "then": {"propertyNames": {"enum": []}}}
    nameless["then"]["propertyNames"]["enum"] = sorted({*parameters, "distribution"})
    names = {
        "enum": list(laws),
        "enumDescriptions": [_meaning(parts[law]) for law in laws.values()],
        "description": "Which distribution it is; each has parameters of its own.\n\nRequired.",
        "examples": [next(iter(laws))],
    }
    return {"type": "object", "properties": {"distribution": names}, "allOf": [*rules, nameless]}


def _where(keys: dict[str, Any]) -> Said:
    return {"required": list(keys), "properties": keys}


def _meaning(law: Said) -> str:
    keys = ", ".join(key for key in law["properties"] if key not in ("distribution", "source"))
    return f"{law['description'].replace('`', '')} Parameters: {keys}."


def _tell_name(law: Said) -> None:
    name = law["properties"]["distribution"]
    name["description"] = f"The name of the distribution. {_meaning(law)}"
    name["examples"] = [name["const"]]
