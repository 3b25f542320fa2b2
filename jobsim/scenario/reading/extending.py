"""One scenario over another: `extends: base.yaml` in a file, `--set a.b=c` on the command line.

Mappings are merged key by key and everything else is replaced. Two exceptions, both for what a reader expects: a
distribution that names itself replaces the whole one before it, and `null` in the place of a submitter or a pool
takes it away.
"""

import re
import unicodedata

from jobsim.errors import Problem, printable
from jobsim.scenario.nearest import nearest
from jobsim.scenario.reading.budget import MOST_DEPTH, Budget
from jobsim.scenario.reading.parsing import read_tree
from jobsim.scenario.reading.tree import Mapping, Node, Place, Scalar

_GROUPS = ("submitters", "processors")
_OPTIONS = ("seed", "engine", "record", "replications")
_LONGEST_OPTION = 100


def lay_over(base: Mapping, variant: Mapping) -> None:
    """Change `base` into what it becomes under `variant`."""
    for key, node in variant.entries.items():
        below = base.entries.get(key)
        if isinstance(below, Mapping) and isinstance(node, Mapping) and "distribution" not in node.entries:
            lay_over(below, node)
        else:
            base.entries[key] = node
        base.key_places[key] = variant.key_places[key]


def take_away_nulls(tree: Mapping, variant: Mapping) -> None:
    """Remove the submitters and pools that the variant, which has been laid over the tree, sets to null."""
    for group in _GROUPS:
        parts, changes = tree.entries.get(group), variant.entries.get(group)
        if isinstance(parts, Mapping) and isinstance(changes, Mapping):
            for name, node in list(changes.entries.items()):
                if isinstance(node, Scalar) and node.value is None:
                    del parts.entries[name], parts.key_places[name]


def place_of(written: str) -> Place:
    """The place of something that was said elsewhere than in a file, by how it was said."""
    return Place(printable(written, _LONGEST_OPTION))


def override(
    tree: Mapping, assignment: str, problems: list[Problem], budget: Budget, written: str | None = None
) -> None:
    """Lay one assignment such as `queue.capacity=5` over the tree.

    `written` is how it was said, if not by an option of that kind.
    """
    path, _, text = assignment.partition("=")
    # Some keys have options of their own; whichever the user wrote, this is the one to mend.
    option = f"--{path} {text}" if path in _OPTIONS else f"--set {assignment}"
    place = place_of(option if written is None else written)
    path = unicodedata.normalize("NFC", path)
    if re.search("[\ud800-\udfff]", assignment):
        problems.append(place.problem("", "must be UTF-8 text"))
        return
    if not path or not text:
        problems.append(place.problem("", "must be a path and a value, like queue.capacity=5 or until=null"))
        return
    if path.partition(".")[0] == "extends":
        problems.append(place.problem("", "which scenario a file builds on is said in the file only"))
        return
    if path.partition(".")[0] == "sweep":
        problems.append(place.problem("", "what a sweep goes through is said by --vary KEY=VALUES, or in the file"))
        return
    if path.count(".") > MOST_DEPTH:
        problems.append(place.problem("", f"goes more than {MOST_DEPTH} deep"))
        return
    value, found = read_tree(text, place.file, budget, path)
    problems.extend(Problem(place.file, 0, 0, problem.path, problem.message) for problem in found)
    if found:
        return
    steps = _steps(tree, path)
    if len(steps) > 2 and steps[0] in _GROUPS and (stranger := _stranger(tree, steps)):
        problems.append(place.problem(".".join(steps[:2]), stranger))
        return
    variant: Node = _without_lines(value, place) if value is not None else Scalar(place, None)
    for step in reversed(steps):
        variant = Mapping(place, {step: variant}, {step: place})
    assert isinstance(variant, Mapping)
    lay_over(tree, variant)
    take_away_nulls(tree, variant)


def _stranger(tree: Mapping, steps: list[str]) -> str | None:
    """What is wrong with changing one key of a submitter or pool that there is not."""
    parts = tree.entries.get(steps[0])
    if isinstance(parts, Mapping) and steps[1] in parts.entries:
        return None
    known = list(parts.entries) if isinstance(parts, Mapping) else []
    whole = f"to add it, set it as a whole: {'.'.join(steps[:2])}={{...}}"
    return f"there is none of that name{nearest(steps[1], known)} ({whole})"


def _steps(tree: Node, path: str) -> list[str]:
    """Cut a path at its dots; a name that itself holds dots is found in the tree, longest first."""
    steps: list[str] = []
    rest, node = path, tree
    while rest:
        known = node.entries if isinstance(node, Mapping) else {}
        matches = [key for key in known if rest == key or rest.startswith(f"{key}.")]
        step = max(matches, key=len) if matches else rest.split(".", 1)[0]
        steps.append(step)
        node = known.get(step, Scalar(tree.place, None))
        rest = rest[len(step) + 1 :]
    return steps


def _without_lines(node: Node, place: Place) -> Node:
    node.place = place
    if isinstance(node, Mapping):
        node.key_places = dict.fromkeys(node.entries, place)
        for child in node.entries.values():
            _without_lines(child, place)
    elif not isinstance(node, Scalar):
        for child in node.items:
            _without_lines(child, place)
    return node
