"""The JSON Schema of scenarios, gone through part by part: which keys there are, and what each takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jobsim.scenario.starting import json_schema

Node = dict[str, Any]

_TEXTS = {"250ms": "duration", "50/s": "rate", "5%": "share"}
"""What a text is that has a pattern, but takes no word: the first of these that it takes tells."""
_PLAIN = {
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
    "string": "text",
    "null": "`null`",
}
_UNION = ("anyOf", "oneOf")
WITHOUT_WORDS = {"source"}
"""Keys that are no user's: jobsim writes them."""


@dataclass(frozen=True)
class Part:
    """A mapping of a scenario: the places where it may stand, and its keys with what the schema says of them."""

    paths: tuple[str, ...]
    schema: Node

    @property
    def keys(self) -> dict[str, Node]:
        """The keys that a user may write."""
        return {key: node for key, node in self.schema["properties"].items() if key not in WITHOUT_WORDS}

    @property
    def title(self) -> str:
        """The heading of its section."""
        return ", ".join(f"`{path}`" for path in self.paths) if self.paths[0] else "At the top"

    @property
    def anchor(self) -> str:
        """What GitHub and Sphinx call the place of that heading."""
        return re.sub(r"[^\w -]", "", self.title).replace(" ", "-").lower()


class Schema:
    """The schema, whose references are followed."""

    def __init__(self) -> None:
        self.root = json_schema()
        self.defs: dict[str, Node] = self.root["$defs"]
        self.parts = self._parts()

    def options(self, node: Node) -> Iterator[Node]:
        """All that may stand in a place: the branches of its unions, however deep, and what references lead to."""
        if "$ref" in node:
            yield from self.options(self.defs[node["$ref"].rsplit("/", 1)[1]])
        elif union := next((node[word] for word in _UNION if word in node and "properties" not in node), None):
            for branch in union:
                yield from self.options(branch)
        else:
            yield node

    def _parts(self) -> list[Part]:
        # The mappings of a scenario, in the order in which they come; each once, with all its places.
        found: dict[str, tuple[list[str], Node]] = {}
        self._collect("", self.root, found)
        return [Part(tuple(paths), schema) for paths, schema in found.values()]

    def _collect(self, path: str, mapping: Node, found: dict[str, tuple[list[str], Node]]) -> None:
        paths, _ = found.setdefault(mapping["title"], ([], mapping))
        paths.append(path)
        for key, node in mapping["properties"].items():
            below = f"{path}.{key}".lstrip(".")
            for option in self.options(node):
                named = option.get("additionalProperties")
                places = [(below, option), (f"{below}[]", option.get("items"))]
                places += [(f"{below}.NAME", named)] if isinstance(named, dict) else []
                for place, inner in places:
                    for one in self.options(inner) if inner else ():
                        if "properties" in one and not law(one):
                            self._collect(place, one, found)

    def takes(self, node: Node) -> str:
        """What a key takes, in words."""
        words: list[str] = []
        laws = [option for option in self.options(node) if law(option)]
        for option in self.options(node):
            word = None if law(option) else self._word(option)
            words += [word] if word and word not in words else []
        if any(word in words for word in _TEXTS.values()):
            # Each may be a bare number, too, which is said once for all.
            words = [word for word in words if not word.startswith("number")]
        if laws and "duration" in words:
            words[words.index("duration")] = "[delay](#delays)"
        elif laws:
            words.append("[drawn](#what-is-drawn-but-no-delay)")
        return " or ".join(sorted(words, key=lambda word: word == "`null`"))

    def _word(self, option: Node) -> str:
        if "const" in option:
            return f"`{option['const']}`"
        if "enum" in option:
            return ", ".join(f"`{word}`" for word in option["enum"])
        kinds = option.get("type", "anything")
        if "string" in kinds and "pattern" in option and not re.search(option["pattern"], "hello"):
            pattern = option["pattern"]
            return next((word for text, word in _TEXTS.items() if re.search(pattern, text)), "text")
        if isinstance(kinds, list):
            return " or ".join(_PLAIN.get(kind, f"`{kind}`") for kind in kinds)
        if kinds == "array":
            return f"list of {self.takes(option['items'])}" if "items" in option else "list"
        bounds = _bounds(option) if kinds in ("integer", "number") else ""
        return _PLAIN.get(kinds, self._mapping(option)) + bounds

    def _mapping(self, option: Node) -> str:
        part = next((part for part in self.parts if part.schema is option), None)
        return f"[mapping](#{part.anchor})" if part else "mapping"


def _bounds(option: Node) -> str:
    """The bounds of a number; not those that only keep absurd ones away."""
    least, above, most = (option.get(word) for word in ("minimum", "exclusiveMinimum", "maximum"))
    if most is not None and most >= 10**9:
        most = None
    if least is not None and least <= -(10**9):
        least = None
    if least is not None and most is not None:
        return f" from {_plain(least)} to {_plain(most)}"
    low = f" from {_plain(least)}" if least is not None else f" above {_plain(above)}" if above is not None else ""
    return low + (f" to {_plain(most)}" if most is not None else "")


def _plain(number: float) -> str:
    return f"{int(number):,}" if number == int(number) else str(number)


def law(option: Node) -> str | None:
    """The word of a distribution, if it is one."""
    name: str | None = option.get("properties", {}).get("distribution", {}).get("const")
    return name
