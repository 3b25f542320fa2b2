"""The points of a sweep: a scenario, and every combination of the values that some of its keys take."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from math import prod
from pathlib import Path

from jobsim.errors import Problem, ScenarioError, UsageError
from jobsim.scenario.grids.sweep import Value, Values, values_of
from jobsim.scenario.loading import Draft, draft_again, read_draft
from jobsim.scenario.reading.extending import place_of
from jobsim.scenario.schema import Scenario

MOST_POINTS = 100_000
_MOST_PROBLEMS = 1_000
"""So many are enough to know what is wrong."""

Vary = Sequence[str] | MappingOf[str, object]
"""Keys with their values: `KEY=VALUES`, or as `sweep:` of a scenario has them."""


@dataclass(frozen=True)
class Axis:
    """A key and the values it takes."""

    key: str
    values: Values
    file: str | None
    """Where it was said; None for an option."""

    def written(self, value: Value) -> str:
        """How a value of it was said."""
        said = f"{self.key}={value.text}"
        return f"--vary {said}" if self.file is None else f"{self.file}: sweep {said}"


@dataclass(frozen=True)
class Grid:
    """All points, numbered from 1; the last key changes from each point to the next."""

    base: Scenario
    """The scenario without what is varied."""
    axes: tuple[Axis, ...]
    draft: Draft

    def __len__(self) -> int:
        return prod(len(axis.values) for axis in self.axes)

    @property
    def keys(self) -> tuple[str, ...]:
        """What is varied."""
        return tuple(axis.key for axis in self.axes)

    def values(self, point: int) -> tuple[Value, ...]:
        """The values of a point, key by key."""
        rest, found = point - 1, list[Value]()
        for axis in reversed(self.axes):
            rest, at = divmod(rest, len(axis.values))
            found.append(axis.values[at])
        return tuple(reversed(found))

    def scenario(self, point: int) -> Scenario:
        """The scenario of a point. Raises ScenarioError, the first time one is asked for."""
        draft = self.draft.copy()
        for axis, value in zip(self.axes, self.values(point), strict=True):
            draft.lay_over(f"{axis.key}={value.yaml}", axis.written(value))
        return draft.finish()

    def scenarios(self) -> Iterator[Scenario]:
        """All of them, each made when it is asked for."""
        return map(self.scenario, range(1, len(self) + 1))


def read_grid(scenario: Scenario | str | Path, vary: Vary = (), overrides: Sequence[str] = ()) -> Grid:
    """The grid of a scenario, or of the scenario file of that path; `vary` goes before what the file says.

    `overrides` are assignments such as `queue.capacity=5`, laid over the file. Every point is validated. Raises
    ScenarioError with every problem found, UsageError where there is nothing to vary, or too much.
    """
    if isinstance(scenario, Scenario):
        draft, file = draft_again(scenario), scenario.name
        said = scenario.sweep
    else:
        draft, file = read_draft(scenario), str(scenario)
        said = {}
    for assignment in overrides:
        draft.lay_over(assignment)
    base = draft.copy().finish()
    draft.tree.entries.pop("sweep", None)
    axes = {key: Axis(key, values, file) for key, values in (said or base.sweep).items()}
    axes |= {axis.key: axis for axis in _axes(vary)}
    for assignment in overrides:
        if (key := assignment.partition("=")[0]) in axes:
            raise UsageError(f"{key} is varied, and cannot be set as well (--set {assignment})")
    if "replications" in axes:
        raise UsageError("every point has as many replications, which cannot be varied; say how many with -r")
    if not axes:
        raise UsageError(
            "nothing is varied: say --vary KEY=VALUES, like --vary queue.capacity=5,10,20, or sweep: in the file"
        )
    grid = Grid(base.model_copy(update={"sweep": {}}), tuple(axes.values()), draft)
    if len(grid) > MOST_POINTS:
        raise UsageError(f"{len(grid):,} points are more than the {MOST_POINTS:,} that a sweep may have")
    _check(grid)
    return grid


def grid_again(base: Scenario, varied: MappingOf[str, Sequence[str]]) -> Grid:
    """The grid of a sweep that has been run: each key with its values as they were written."""
    axes = (Axis(key, tuple(Value(text, text) for text in texts), None) for key, texts in varied.items())
    return Grid(base, tuple(axes), draft_again(base))


def _axes(vary: Vary) -> list[Axis]:
    pairs: Iterable[tuple[str, object]]
    if isinstance(vary, MappingOf):
        pairs = vary.items()
    else:
        parted = (one.partition("=") for one in ([vary] if isinstance(vary, str) else vary))
        pairs = [(key, text) for key, _, text in parted]
    axes: dict[str, Axis] = {}
    problems: list[Problem] = []
    for key, said in pairs:
        place = place_of(f"--vary {key}={said}")
        if not key or said == "":
            problems.append(place.problem("", "must be a key and its values, like queue.capacity=5,10,20"))
        elif key in axes:
            problems.append(place.problem("", f"{key} is varied twice; write all its values in one list"))
        else:
            try:
                axes[key] = Axis(key, values_of(said), None)
            except ValueError as error:
                problems.append(place.problem("", str(error)))
    if problems:
        raise ScenarioError(problems)
    return list(axes.values())


def _check(grid: Grid) -> None:
    """Raise ScenarioError with what is wrong with any point, and with values that make the same point."""
    problems: dict[object, Problem] = {}
    for point in range(1, len(grid) + 1):
        try:
            grid.scenario(point)
        except ScenarioError as error:
            for problem in error.problems:
                problems.setdefault(_whatever_the_value(problem, grid, point), _with_point(problem, grid, point))
            if len(problems) > _MOST_PROBLEMS:
                break
    if found := list(problems.values()) or list(_doubles(grid)):
        raise ScenarioError(found)


def _whatever_the_value(problem: Problem, grid: Grid, point: int) -> Problem:
    """The problem, as it would stand at any other value of what is varied: a wrong key is told once."""
    for axis, value in zip(grid.axes, grid.values(point), strict=True):
        if problem.file == place_of(axis.written(value)).file:
            return problem._replace(file=axis.key)
    return problem


def _with_point(problem: Problem, grid: Grid, point: int) -> Problem:
    """The problem; if it stands elsewhere than in what is varied, with the first point that has it."""
    values = list(zip(grid.axes, grid.values(point), strict=True))
    if any(problem.file == place_of(axis.written(value)).file for axis, value in values):
        return problem
    where = ", ".join(f"{axis.key}={value.text}" for axis, value in values)
    return problem._replace(message=f"{problem.message} (where {where})")


def _doubles(grid: Grid) -> Iterator[Problem]:
    stride = len(grid)
    for axis in grid.axes:
        stride //= len(axis.values)
        seen: dict[bytes, Value] = {}
        for at, value in enumerate(axis.values):
            whole = grid.scenario(1 + at * stride).model_dump_json()
            first = seen.setdefault(hashlib.sha256(whole.encode()).digest(), value)
            if first is not value:
                message = f"makes the same scenario as {axis.key}={first.text}; write each value once"
                yield place_of(axis.written(value)).problem("", message)
