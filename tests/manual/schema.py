"""The JSON Schema of scenarios, gone through part by part: which keys there are, and what each takes."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

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
        self.root: Node = json.loads(_printed())
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
        found: dict[int, tuple[list[str], Node]] = {}
        self._collect("", self.root, found)
        return [Part(tuple(paths), schema) for paths, schema in found.values()]

    def _collect(self, path: str, mapping: Node, found: dict[int, tuple[list[str], Node]]) -> None:
        paths, _ = found.setdefault(id(mapping), ([], mapping))
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
        options = list(self.options(node))
        words = list(dict.fromkeys(word for option in options if not law(option) for word in self._words(option)))
        if any(word in words for word in _TEXTS.values()):
            # Each may be a bare number, too, which is said once for all.
            words = [word for word in words if not word.startswith("number")]
        if any(map(law, options)):
            if "duration" in words:
                words[words.index("duration")] = "[delay](#delays)"
            else:
                words.append("[drawn](#what-is-drawn-but-no-delay)")
        return " or ".join(sorted(words, key=lambda word: word == "`null`"))

    def _words(self, option: Node) -> Iterator[str]:
        if "const" in option:
            yield f"`{option['const']}`"
        elif "enum" in option:
            yield ", ".join(f"`{word}`" for word in option["enum"])
        else:
            kinds = option.get("type", "object")
            for kind in [kinds] if isinstance(kinds, str) else kinds:
                if kind == "array":
                    yield f"list of {self.takes(option['items'])}" if "items" in option else "list"
                elif kind == "object":
                    yield self._mapping(option)
                elif kind == "string":
                    yield _text(option.get("pattern", ""))
                else:
                    yield _PLAIN[kind] + (_bounds(option) if kind in ("integer", "number") else "")

    def _mapping(self, option: Node) -> str:
        part = next((part for part in self.parts if part.schema is option), None)
        return f"[mapping](#{part.anchor})" if part else "mapping"


def _text(pattern: str) -> str:
    if re.search(pattern, "hello"):
        return "text"
    return next((word for text, word in _TEXTS.items() if re.search(pattern, text)), "text")


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


@cache
def _printed() -> str:
    # What a user has of it, wherever it comes from.
    return subprocess.run([sys.executable, "-m", "jobsim", "schema"], check=True, capture_output=True, text=True).stdout


def law(option: Node) -> str | None:
    """The word of a distribution, if it is one; the first of the words, if it may be several."""
    named: Node = option.get("properties", {}).get("distribution", {})
    word: str | None = named.get("const") or next(iter(named.get("enum", [])), None)
    return word
