"""The tree of a scenario file: mappings, lists and words that know where they were written."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from jobsim.errors import LONGEST_PATH, Problem


class Place(NamedTuple):
    """Where a node was written; line and column count from 1, and are 0 for an option of the command line."""

    file: str
    line: int = 0
    column: int = 0

    @property
    def folder(self) -> Path:
        """Where the files it names are looked for: beside the file, or for an option, here."""
        return Path(self.file).parent if self.line else Path()

    def problem(self, path: str, message: str) -> Problem:
        return Problem(self.file, self.line, self.column, path[: LONGEST_PATH + 1], message)


class Unreadable:
    """Stands for a value whose problem is already known."""

    def __repr__(self) -> str:
        return "(unreadable)"


UNREADABLE: Final = Unreadable()


@dataclass(slots=True)
class Scalar:
    place: Place
    value: Any
    size: int = 1
    height: int = 0


@dataclass(slots=True)
class Sequence:
    place: Place
    items: list["Node"] = field(default_factory=list)
    size: int = 1
    height: int = 1


@dataclass(slots=True)
class Mapping:
    place: Place
    entries: dict[str, "Node"] = field(default_factory=dict)
    key_places: dict[str, Place] = field(default_factory=dict)
    size: int = 1
    height: int = 1


Node = Scalar | Sequence | Mapping


def duplicate(node: Node) -> Node:
    """A copy that can be changed without changing what else the anchor stands for."""
    if isinstance(node, Mapping):
        return duplicate_mapping(node)
    if isinstance(node, Sequence):
        return Sequence(node.place, [duplicate(item) for item in node.items], node.size, node.height)
    return Scalar(node.place, node.value)


def duplicate_mapping(node: Mapping) -> Mapping:
    """The same of a mapping."""
    entries = {key: duplicate(value) for key, value in node.entries.items()}
    return Mapping(node.place, entries, dict(node.key_places), node.size, node.height)


def planted(data: Any, place: Place) -> Node:
    """The tree of dicts, lists and words, all written at one place: what `plain` undoes."""
    if isinstance(data, dict):
        entries = {key: planted(value, place) for key, value in data.items()}
        return Mapping(place, entries, dict.fromkeys(entries, place))
    if isinstance(data, list):
        return Sequence(place, [planted(item, place) for item in data])
    return Scalar(place, data)


def plain(node: Node) -> Any:
    """The tree as dicts, lists and words, for validation."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value
