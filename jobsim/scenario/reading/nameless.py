"""Pools and submitters written without a name: `processors: {count: 4}` for `processors: {worker: {count: 4}}`."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from jobsim.errors import Problem
from jobsim.scenario.parts.pool import Pool
from jobsim.scenario.parts.submitter import Submitter
from jobsim.scenario.reading.tree import Mapping

_GROUPS: dict[str, tuple[type[BaseModel], str, str]] = {
    "submitters": (Submitter, "submitter", "clients"),
    "processors": (Pool, "pool", "worker"),
}
"""What each group holds: the model, the word for it, and a name for an example."""


class Nameless(NamedTuple):
    """A group with keys that belong into a part, and what to do about it."""

    group: str
    keys: frozenset[str]
    problem: Problem


def nameless(tree: Mapping) -> Iterator[Nameless]:
    """Each group in which a key of a part stands where a name should, with no mapping as its value."""
    for group, (part, word, example) in _GROUPS.items():
        written = tree.entries.get(group)
        if not isinstance(written, Mapping):
            continue
        keys = [key for key in written.entries if key in part.model_fields]
        bare = [key for key in keys if not isinstance(written.entries[key], Mapping)]
        if not bare:
            continue
        named = [name for name, node in written.entries.items() if name not in keys and isinstance(node, Mapping)]
        key = bare[0]
        remedy = (
            f"did you mean {group}.{named[0]}.{key}?"
            if named
            else f"put it below one, as in {group}: {{{example}: {{{key}: ...}}}}"
        )
        message = f"{key} is a key of a {word}, and {word}s have names; {remedy}"
        yield Nameless(group, frozenset(keys), written.key_places[key].problem(group, message))
