"""YAML text to a tree that knows where each of its nodes was written.

The tree is built from PyYAML's event stream, which never nests our own calls and can be stopped at a budget.
Only mappings with plain names as keys, lists, and words exist; tags and YAML 1.1's surprises are problems. All
problems are collected; a node that could not be read is kept as `Scalar(UNREADABLE)`, so that the rest is
judged all the same.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from jobsim.errors import LONGEST_PATH, Problem
from jobsim.scenario.reading.budget import LONGEST_KEY, LONGEST_SCALAR, MOST_DEPTH, MOST_NODES, Budget
from jobsim.scenario.reading.letters import find_foreign
from jobsim.scenario.reading.scalars import SurpriseError, resolve
from jobsim.scenario.reading.tree import UNREADABLE, Mapping, Node, Place, Scalar, Sequence, duplicate

_TOO_DEEP = f"the scenario is nested more than {MOST_DEPTH} deep"
_OF_BURSTS = ("on", "off")
"""Keys of ours that some YAML readers take for true and false; where they belong, they are what they seem."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_tree(text: str, file: str, budget: Budget, path: str = "") -> tuple[Node | None, list[Problem]]:
    """Read one YAML document, or what stands at a path of one.

    The tree is None where the text holds none, or does not parse at all.
    """
    if foreign := find_foreign(text):
        return None, [Place(file, *foreign[:2]).problem("", foreign[2])]
    composer = _Composer(file, budget, path)
    try:
        return composer.compose(yaml.parse(text, Loader=_Loader)), composer.problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        message = " ".join(part for part in (error.context, error.problem) if part)
        if "maximum nesting depth" in message:  # libyaml's own limit, which it may meet before an event comes to us
            return None, [*composer.problems, place.problem("", _TOO_DEEP)]
        if "".join(text.split("\n")[place.line - 1 : place.line])[: place.column].endswith("\t"):
            message += " (YAML is indented with spaces, never with tabs)"
        else:
            line = (error.context_mark or mark).line + 1 if mark else 0
            message += next((remedy.format(line) for what, remedy in _REMEDIES if what in message), "")
        return None, [*composer.problems, place.problem("", f"this is not YAML: {message}")]
    except (
        yaml.YAMLError,
        UnicodeError,
    ) as error:  # pragma: no cover - letters are looked at before; a parser may differ
        return None, [*composer.problems, Place(file).problem("", f"this is not YAML: {error}")]
    except _BudgetError as error:
        return None, [*composer.problems, error.problem]


_REMEDIES = (
    ("mapping values are not allowed", " (is it indented as the line before it? A text with a colon needs quotes)"),
    ("block mapping did not find expected key", " (is it indented as the other keys that begin in line {0}?)"),
    ("block collection did not find", " (is it indented as the other entries that begin in line {0}?)"),
    ("escape character", " (in double quotes a backslash is doubled, or the text is put in single quotes)"),
    ("quoted scalar", " (the quote in line {0} has no end)"),
    ("flow sequence", " (the bracket in line {0} has no end, or a comma is missing)"),
    ("flow mapping", " (the brace in line {0} has no end, or a comma is missing)"),
)
"""By what the parser says: what it probably is, given the line in which that began."""


class _BudgetError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been read yet."""

    node: Sequence | Mapping
    path: str
    anchor: str | None
    key: str | None = None
    key_place: Place | None = None
    merges: list[tuple[Place, Node]] = field(default_factory=list)


class _Composer:
    def __init__(self, file: str, budget: Budget, at: str) -> None:
        self.file, self.at = file, at
        self.budget = budget
        self.problems: list[Problem] = []
        self.anchors: dict[str, Node] = {}
        self.stack: list[_Open] = []
        self.root: Node | None = None

    def compose(self, events: Iterator[yaml.Event]) -> Node | None:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.complain(event, "a scenario is one YAML document; this is a second one")
                    break
            elif isinstance(event, yaml.AliasEvent):
                self.attach(self.alias(event), event)
            elif isinstance(event, yaml.ScalarEvent):
                self.count(event, 1)
                node = self.scalar(event)
                if event.anchor:
                    self.anchors[event.anchor] = node
                self.attach(node, event)
            elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                self.open(event)
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                self.close(event)
        return self.root

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file)

    def path(self) -> str:
        if not self.stack:
            return self.at
        top = self.stack[-1]
        step = str(len(top.node.items)) if isinstance(top.node, Sequence) else top.key
        # Cut, since every one of a hundred thousand problems may have one.
        return ".".join(part for part in (top.path, step) if part)[: LONGEST_PATH + 1]

    def complain(self, event: yaml.Event, message: str) -> Scalar:
        place = self.place(event)
        self.problems.append(place.problem(self.path(), message))
        return Scalar(place, UNREADABLE)

    def count(self, event: yaml.Event, size: int) -> None:
        self.budget.nodes -= size
        if self.budget.nodes < 0:
            message = f"the scenario has more than {MOST_NODES} nodes, aliases counted as often as they are used"
            raise _BudgetError(self.place(event).problem(self.path(), message))

    def check_depth(self, event: yaml.Event, height: int) -> None:
        if len(self.stack) + height > MOST_DEPTH:
            raise _BudgetError(self.place(event).problem(self.path()[:200], _TOO_DEEP))

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if event.tag is not None:
            return self.complain(event, f"tags like {event.tag[:40]} are not read; write the value plainly")
        if len(event.value) > LONGEST_SCALAR:
            return self.complain(event, f"a text has {LONGEST_SCALAR} characters at most, this one {len(event.value)}")
        if not event.implicit[0]:
            return Scalar(self.place(event), event.value)
        try:
            return Scalar(self.place(event), resolve(event.value))
        except SurpriseError as error:
            if self.awaits_key() and event.value in _OF_BURSTS and self.stack[-1].path.endswith(".bursts"):
                return Scalar(self.place(event), event.value)
            unreadable = self.complain(event, str(error))
            # As a key the word is plain enough for the rest to be judged under it.
            return Scalar(unreadable.place, event.value) if self.awaits_key() else unreadable

    def awaits_key(self) -> bool:
        """Whether the next node is a key of the mapping that is being read."""
        return bool(self.stack) and isinstance(self.stack[-1].node, Mapping) and self.stack[-1].key_place is None

    def alias(self, event: yaml.AliasEvent) -> Node:
        self.count(event, 1)
        name = (event.anchor or "")[:40]
        if any(opened.anchor == event.anchor for opened in self.stack):
            return self.complain(event, f"*{name} stands inside itself")
        node = self.anchors.get(event.anchor or "")
        if node is None:
            return self.complain(event, f"*{name} has no anchor &{name} before it")
        self.count(event, node.size - 1)
        self.check_depth(event, node.height)
        return duplicate(node)

    def open(self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent) -> None:
        self.count(event, 1)
        self.check_depth(event, 1)
        if event.tag is not None:
            self.complain(event, f"tags like {event.tag[:40]} are not read; write the value plainly")
        place = self.place(event)
        node = Sequence(place) if isinstance(event, yaml.SequenceStartEvent) else Mapping(place)
        self.stack.append(_Open(node, self.path(), event.anchor))

    def close(self, event: yaml.Event) -> None:
        opened = self.stack.pop()
        node = opened.node
        if isinstance(node, Mapping):
            for place, source in opened.merges:
                self.merge(node, source, place, opened.path)
        children = node.items if isinstance(node, Sequence) else list(node.entries.values())
        keys = len(node.entries) if isinstance(node, Mapping) else 0
        node.size = 1 + keys + sum(child.size for child in children)
        node.height = 1 + max((child.height for child in children), default=0)
        if opened.anchor:
            self.anchors[opened.anchor] = node
        self.attach(node, event)

    def attach(self, node: Node, event: yaml.Event) -> None:
        """Put a finished node where it belongs: the root, the next item, the next key, or a key's value."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key_place is None:
            top.key_place = node.place
            top.key = self.key(node, top, event)
        else:
            if top.key == "<<":
                top.merges.append((top.key_place, node))
            elif top.key is not None and top.key not in top.node.entries:
                top.node.entries[top.key] = node
                top.node.key_places[top.key] = top.key_place
            top.key = top.key_place = None

    def key(self, node: Node, top: _Open, event: yaml.Event) -> str | None:
        assert isinstance(top.node, Mapping)
        if isinstance(node, Scalar) and isinstance(node.value, str):
            # Letters with accents can be written in two ways; as names they are the same.
            name = unicodedata.normalize("NFC", node.value)
            if len(name) > LONGEST_KEY:
                message = f"a key has {LONGEST_KEY} characters at most, this one {len(name)}"
                self.problems.append(node.place.problem(top.path, message))
                return None
            earlier = top.node.key_places.get(name)
            if earlier is not None:
                message = f"the key {name[:64]!r} stands here twice (first in line {earlier.line})"
                self.problems.append(node.place.problem(top.path, message))
            return name
        if not (isinstance(node, Scalar) and node.value is UNREADABLE):
            hint = (
                f"; write it in quotes: '{node.value}'" if isinstance(node, Scalar) and node.value is not None else ""
            )
            self.problems.append(node.place.problem(top.path, f"a key must be a name{hint}"))
        return None

    def merge(self, node: Mapping, source: Node, place: Place, path: str) -> None:
        """`<<: *base`: keys that `node` does not have itself, the first source first."""
        for mapping in source.items if isinstance(source, Sequence) else [source]:
            if not isinstance(mapping, Mapping):
                self.problems.append(place.problem(path, "<< merges a mapping, or a list of mappings"))
                continue
            for key, value in mapping.entries.items():
                if key not in node.entries:
                    node.entries[key] = duplicate(value)
                    node.key_places[key] = mapping.key_places[key]
