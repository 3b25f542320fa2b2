"""Pydantic's findings in a scenario's own words: where it stands in the text, what is wrong, what would be right."""

import re
from heapq import nsmallest
from typing import Any, NamedTuple

from jobsim.errors import Problem
from jobsim.scenario.nearest import nearest
from jobsim.scenario.reading.tree import UNREADABLE, Mapping, Node, Place, Scalar, Sequence

_SHOWN = 60
_MOST_HINTS = 1000
"""So many unknown keys, the first in the text, are answered with the nearest known one; to look for it takes time."""

_MESSAGES = {
    "missing": "is missing",
    "int_type": "must be a whole number, not {got}",
    "int_from_float": "must be a whole number, not {got}",
    "bool_type": "must be true or false, not {got}",
    "bool_parsing": "must be true or false, not {got}",
    "float_type": "must be a number, not {got}",
    "string_type": "must be a text, not {got}; write it in quotes",
    "dict_type": "must be a mapping (keys with values), not {got}",
    "model_type": "must be a mapping (keys with values), not {got}",
    "model_attributes_type": "must be a mapping (keys with values), not {got}",
    "list_type": "must be a list, not {got}",
    "enum": "must be {expected}, not {got}",
    "literal_error": "must be {expected}, not {got}",
    "greater_than": "must be more than {gt}, not {got}",
    "greater_than_equal": "must be {ge} or more, not {got}",
    "less_than": "must be less than {lt}, not {got}",
    "less_than_equal": "must be {le} or less, not {got}",
    "finite_number": "must be a finite number",
    "too_short": "must have at least {min_length} entry",
    "too_long": "must have {max_length} entries at most",
    "string_too_long": "has {max_length} characters at most",
    "union_tag_not_found": "must say which distribution it is, like distribution: exponential",
}


_OF_MAPPINGS = ("dict_type", "model_type", "model_attributes_type")
_KEY_AND_VALUE = re.compile(r"[a-z_]+:\S")
_IS_CADENCE = "the time from one job to the next is its cadence"
_MEANT = {
    "rate": "a rate is that of a cadence: {distribution: exponential, rate: 5/s}",
    **dict.fromkeys(("interval", "every", "period", "gap"), _IS_CADENCE),
}
"""What others call what a submitter has."""


def translate(details: list[Any], tree: Mapping, known_keys: dict[int, list[str]], data: Any) -> list[Problem]:
    """One Problem for each finding, except at nodes whose problem was already known when they were read.

    The findings (pydantic's `errors()`) are used up: they are large, and there may be a hundred thousand.
    """
    unknown = (locate(tree, detail["loc"]).place for detail in details if detail["type"] == "extra_forbidden")
    hinted = set(nsmallest(_MOST_HINTS, unknown))
    problems = []
    while details:
        problem = _problem(details.pop(), tree, known_keys, data, hinted)
        if problem is not None:
            problems.append(problem)
    return problems


def _problem(
    detail: Any, tree: Mapping, known_keys: dict[int, list[str]], data: Any, hinted: set[Place]
) -> Problem | None:
    node, place, steps = locate(tree, detail["loc"])
    if isinstance(node, Scalar) and node.value is UNREADABLE:
        return None
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "default_factory_not_called":
        return None  # it follows from another problem of the same part
    if kind == "extra_forbidden":
        parent, _, _ = locate(tree, detail["loc"][:-1])
        known = known_keys.get(id(_part(data, steps[:-1])), []) + (["extends"] if len(steps) == 1 else [])
        hint = _hint(steps[-1], known) if place in hinted else ""
        place = parent.key_places[steps[-1]] if isinstance(parent, Mapping) else place
        split = "; a comma in brackets splits what is not in quotes" if set("()") & set(steps[-1]) else ""
        return place.problem(".".join(steps), f"is not a key here{hint}{split}")
    if kind == "value_error":
        message = str(context["error"])
    elif kind == "union_tag_invalid":
        message = f"there is no distribution {_shown(context['tag'])}"
        message += nearest(context["tag"], context["expected_tags"].replace("'", "").split(", "))
    elif kind in _MESSAGES:
        message = _MESSAGES[kind].format(**context, got=_shown(given))
        if kind in _OF_MAPPINGS and isinstance(given, str) and _KEY_AND_VALUE.match(given):
            message += "; a colon needs a space behind it"
    else:
        message = detail["msg"]
    if kind == "missing":
        steps = (*steps, str(detail["loc"][-1]))
    return place.problem(".".join(steps), message)


def _hint(key: str, known: list[str]) -> str:
    return f"; {_MEANT[key]}" if key in _MEANT and "cadence" in known else nearest(key, known)


class Located(NamedTuple):
    """A node of the tree, where it was written, and its path."""

    node: Node
    place: Place
    steps: tuple[str, ...]


def locate(tree: Node, loc: tuple[int | str, ...]) -> Located:
    """The node nearest to a location, where it was written, and its path. Steps not in the text are skipped."""
    node, place = tree, tree.place
    steps: tuple[str, ...] = ()
    for step in loc:
        if isinstance(node, Mapping) and str(step) in node.entries:
            place = node.key_places[str(step)]
            node = node.entries[str(step)]
            steps = (*steps, str(step))
            # A mapping is pointed at by its key, a word by itself.
            place = node.place if isinstance(node, Scalar) and node.place.line else place
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
            steps = (*steps, str(step))
    return Located(node, place, steps)


def _part(data: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
