"""From a scenario file to a validated Scenario: read, extend, override, bring in what it names, judge.

Whatever is wrong is raised as one ScenarioError with all problems in it.
"""

import os
import re
import stat
from collections.abc import Iterable
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from jobsim.errors import LONGEST_SHOWN_PATH, Problem, ScenarioError
from jobsim.scenario.consistency import find_contradictions
from jobsim.scenario.reading.budget import MOST_BYTES, Budget
from jobsim.scenario.reading.columns import bring_in_columns
from jobsim.scenario.reading.extending import lay_over, override, take_away_nulls
from jobsim.scenario.reading.nameless import nameless
from jobsim.scenario.reading.parsing import read_tree
from jobsim.scenario.reading.problems import locate, translate
from jobsim.scenario.reading.shared import say_slots_everywhere
from jobsim.scenario.reading.tree import Mapping, Place, Scalar, duplicate_mapping, plain, planted
from jobsim.scenario.schema import Scenario

MOST_EXTENDS = 10


def load(path: str | Path, overrides: SequenceOf[str] = ()) -> Scenario:
    """Read and validate a scenario file.

    `overrides` are assignments such as `queue.capacity=5`, laid over the file in their order.
    Raises ScenarioError with every problem found.
    """
    return read_draft(path).finish(overrides)


def loads(text: str, name: str = "scenario", overrides: SequenceOf[str] = ()) -> Scenario:
    """Read and validate a scenario given as YAML text; files it names are looked for in the current folder."""
    return draft_of(text, name).finish(overrides)


def load_all(paths: Iterable[str | Path], overrides: SequenceOf[str] = ()) -> list[Scenario]:
    """Read and validate several files; raises one ScenarioError with the problems of all."""
    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            scenarios.append(load(path, overrides))
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)
    return scenarios


@dataclass(frozen=True)
class Draft:
    """A scenario as its file says it, before anything is laid over it and it is judged."""

    tree: Mapping
    name: str
    problems: list[Problem]
    budget: Budget

    def copy(self) -> "Draft":
        """Another one, to be finished otherwise. Both know the columns of files that either has read."""
        return Draft(duplicate_mapping(self.tree), self.name, [*self.problems], replace(self.budget))

    def lay_over(self, assignment: str, written: str | None = None) -> None:
        """Lay an assignment over it; `written` is how it was said, if not by an option."""
        override(self.tree, assignment, self.problems, self.budget, written)

    def finish(self, overrides: SequenceOf[str] = ()) -> Scenario:
        """The scenario; the draft is used up. Raises ScenarioError with every problem found."""
        tree, problems = self.tree, self.problems
        for assignment in [overrides] if isinstance(overrides, str) else overrides:
            self.lay_over(assignment)
        if "name" not in tree.entries:
            place = Place(f"{tree.place.file} (the file's name; write name: in it)")
            tree.entries["name"], tree.key_places["name"] = Scalar(place, self.name), place
        bring_in_columns(tree, problems, self.budget)
        say_slots_everywhere(tree)
        scenario = _validated(tree, problems)
        for loc, message in find_contradictions(scenario):
            _, place, steps = locate(tree, loc)
            problems.append(place.problem(".".join(steps), message))
        if problems:
            raise ScenarioError(problems)
        return scenario


def read_draft(path: str | Path) -> Draft:
    """Read a scenario file. Raises ScenarioError where nothing can be read at all."""
    path = Path(path)
    problems: list[Problem] = []
    budget = Budget()
    tree = _read_file(path, Place(str(path)), problems, (), budget)
    return _draft(tree, re.sub(r"\.(ya?ml|json)$", "", path.name), problems, budget)


def draft_of(text: str, name: str) -> Draft:
    """Read a scenario given as YAML text. Raises ScenarioError where nothing can be read at all."""
    problems: list[Problem] = []
    budget = Budget()
    return _draft(_read_text(text, name, (), problems, budget), name, problems, budget)


def draft_again(scenario: Scenario) -> Draft:
    """A scenario as if it had just been read."""
    tree = planted(scenario.model_dump(mode="json"), Place(scenario.name))
    assert isinstance(tree, Mapping)
    return Draft(tree, scenario.name, [], Budget())


def scenario_of(data: object, file: str) -> Scenario:
    """A scenario as a file of results holds it. It has been run, so it is not judged again.

    Raises ScenarioError with every problem found.
    """
    tree = planted(data, Place(file))
    if not isinstance(tree, Mapping):
        raise ScenarioError([tree.place.problem("scenario", "must be a mapping (keys with values)")])
    return _validated(tree, [])


def _validated(tree: Mapping, problems: list[Problem]) -> Scenario:
    """The scenario of a whole tree. Raises ScenarioError with what is wrong in it, after the problems known before."""
    data = plain(tree)
    known_keys: dict[int, list[str]] = {}
    try:
        return Scenario.model_validate(data, context=known_keys)
    except ValidationError as error:
        findings = error.errors(include_url=False)
    # By now the error itself, as large as they are, is gone.
    for group, keys, problem in nameless(tree):
        problems = [*problems, problem]
        findings = [one for one in findings if one["loc"][:1] != (group,) or keys.isdisjoint(one["loc"][1:2])]
    raise ScenarioError(problems + translate(findings, tree, known_keys, data))


def _draft(tree: Mapping | None, name: str, problems: list[Problem], budget: Budget) -> Draft:
    if tree is None:
        raise ScenarioError(problems)
    return Draft(tree, name, problems, budget)


def _read_file(
    path: Path, asked_at: Place, problems: list[Problem], chain: tuple[str, ...], budget: Budget
) -> Mapping | None:
    asked_for = asked_at.file != str(path)  # by another file, at that place in it
    key, said = ("extends", f"{str(path)[:LONGEST_SHOWN_PATH]}: ") if asked_for else ("", "")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            problems.append(asked_at.problem(key, f"{said}is not a file"))
            return None
        with path.open("rb") as file:
            content = file.read(budget.bytes + 1)  # whatever its size is said to be
        if len(content) > budget.bytes:
            together = " together with what extends it" if budget.bytes < MOST_BYTES else ""
            message = f"{said}is larger than {MOST_BYTES} bytes{together}, too large for a scenario"
            problems.append(asked_at.problem(key, message))
            return None
        budget.bytes -= len(content)
    except (OSError, ValueError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        problems.append(asked_at.problem(key, f"{said}{reason}{_instead(path)}"))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        place = Place(str(path), line, column)
        problems.append(place.problem("", "the file is not UTF-8 text; save it as UTF-8"))
        return None
    return _read_text(text, str(path), (*chain, os.path.realpath(path)), problems, budget)


def _instead(path: Path) -> str:
    """A hint at a scenario of nearly that name, if there is one."""
    stem = str(path).removesuffix(path.suffix)
    names = [name for name in (f"{path}.yaml", f"{stem}.yaml", f"{stem}.yml") if name != str(path)]
    # os.path.isfile, since Path's own fails on names that no file can have.
    return next((f"; did you mean {name}?" for name in names if os.path.isfile(name)), "")


def _read_text(text: str, file: str, chain: tuple[str, ...], problems: list[Problem], budget: Budget) -> Mapping | None:
    tree, found = read_tree(text, file, budget)
    problems.extend(found)
    if isinstance(tree, Mapping):
        return _extended(tree, chain, problems, budget)
    if not found:
        place = tree.place if tree is not None else Place(file)
        what = "a list or a single word" if tree is not None else "empty"
        problems.append(
            place.problem("", f"a scenario is a mapping (queue:, submitters:, processors:); this is {what}")
        )
    return None


def _extended(tree: Mapping, chain: tuple[str, ...], problems: list[Problem], budget: Budget) -> Mapping | None:
    """The tree laid over the scenario it extends, if it does."""
    if "extends" not in tree.entries:
        return tree
    node = tree.entries.pop("extends")
    place = tree.key_places.pop("extends")
    if not (isinstance(node, Scalar) and isinstance(node.value, str)):
        problems.append(place.problem("extends", "must name the scenario file to build on, like base.yaml"))
        return None
    target = place.folder / node.value
    if ("\0" not in node.value and os.path.realpath(target) in chain) or len(chain) > MOST_EXTENDS:
        shown = str(target)[:LONGEST_SHOWN_PATH]
        problems.append(place.problem("extends", f"{shown} extends itself, or through more than {MOST_EXTENDS} files"))
        return None
    base = _read_file(target, place, problems, chain, budget)
    if base is None:
        return None
    # The variant is its own scenario: it does not take over the base's name.
    base.entries.pop("name", None)
    lay_over(base, tree)
    take_away_nulls(base, tree)
    base.place = tree.place
    return base
