"""Columns of CSV files that a scenario names, brought into it when it is loaded: so a Scenario is whole in itself.

Measured durations, `{distribution: empirical, file: measured.csv, column: seconds}`, and recordings to replay,
`trace: {file: arrivals.csv, at: time, size: took}`.
"""

from collections.abc import Callable
from collections.abc import Mapping as MappingOf

from jobsim.errors import LONGEST_PATH, LONGEST_SHOWN_PATH, Problem
from jobsim.scenario.reading.budget import Budget
from jobsim.scenario.reading.recordings import Read, duration, payload, read_columns, rising, take, whole_number
from jobsim.scenario.reading.tree import UNREADABLE, Mapping, Node, Place, Scalar, Sequence

_OF_TRACE: dict[str, Callable[[], Read]] = {
    "at": rising,
    "size": lambda: duration,
    "value": lambda: payload,
    "priority": lambda: whole_number,
}
"""How the cells of a trace's columns are read."""

Wanted = MappingOf[str, tuple[str, Read]]
"""Key of the scenario to column of the file, and how its cells are read."""


def bring_in_columns(node: Node, problems: list[Problem], budget: Budget, path: str = "") -> None:
    """Replace every column that is named in the tree by its values."""
    if not isinstance(node, Mapping):
        return
    name = node.entries.get("distribution")
    if isinstance(name, Scalar) and name.value == "empirical" and ("file" in node.entries or "column" in node.entries):
        _bring_in_law(node, problems, budget, path)
    for key, child in node.entries.items():
        below = (f"{path}.{key}" if path else key)[: LONGEST_PATH + 1]
        if key == "trace" and isinstance(child, Mapping) and "file" in child.entries:
            _bring_in_trace(child, problems, budget, below)
        bring_in_columns(child, problems, budget, below)


def _bring_in_law(node: Mapping, problems: list[Problem], budget: Budget, path: str) -> None:
    file, column = node.entries.pop("file", None), node.entries.pop("column", None)
    place = node.key_places.get("file") or node.key_places.get("column") or node.place
    found: dict[str, Node] = {"values": Scalar(place, UNREADABLE)}
    if "values" in node.entries:
        problems.append(place.problem(path, "an empirical distribution has values, or file and column, not both"))
    elif not (isinstance(file, Scalar) and isinstance(file.value, str)):
        problems.append(place.problem(path, "file must name a CSV file, beside column"))
    elif not (isinstance(column, Scalar) and isinstance(column.value, str)):
        problems.append(place.problem(path, "column must name a column of the file"))
    else:
        found |= _read(place, file.value, {"values": (column.value, duration)}, problems, budget, path)
    _put(node, found, place)


def _bring_in_trace(node: Mapping, problems: list[Problem], budget: Budget, path: str) -> None:
    file, place = node.entries.pop("file"), node.key_places["file"]
    wanted: dict[str, tuple[str, Read]] = {}
    found: dict[str, Node] = {}
    for key, reader in _OF_TRACE.items():
        column = node.entries.get(key)
        if column is not None:
            found[key] = Scalar(place, UNREADABLE)
            if isinstance(column, Scalar) and isinstance(column.value, str):
                wanted[key] = (column.value, reader())
            else:
                problems.append(column.place.problem(f"{path}.{key}", "must name a column of the file"))
    if not (isinstance(file, Scalar) and isinstance(file.value, str)):
        problems.append(place.problem(f"{path}.file", "must name a CSV file"))
    elif wanted:
        found |= _read(place, file.value, wanted, problems, budget, path)
    _put(node, found, place)


def _put(node: Mapping, found: MappingOf[str, Node], place: Place) -> None:
    for key, value in found.items():
        node.entries[key] = value
        node.key_places.setdefault(key, place)


def _read(
    place: Place, file: str, wanted: Wanted, problems: list[Problem], budget: Budget, path: str
) -> dict[str, Node]:
    """The nodes of the columns wanted, and of their source; none, with a problem, where they cannot be read."""
    # Beside the scenario that names it: a base scenario's beside the base.
    target = place.folder / file
    names = ",".join(column for column, _ in wanted.values())
    asked = (target, names, ",".join(wanted))
    try:
        if asked not in budget.columns:
            budget.columns[asked] = read_columns(target, wanted, budget)
        else:
            take(budget, sum(map(len, budget.columns[asked][0].values())))
        columns, digest = budget.columns[asked]
    except (ValueError, OSError) as error:  # a ValueError also for a name that no file can have
        reason = error.strerror if isinstance(error, OSError) else str(error)
        problems.append(place.problem(f"{path}.file", f"{str(target)[:LONGEST_SHOWN_PATH]}: {reason}"))
        return {}
    nodes: dict[str, Node] = {key: Sequence(place, [Scalar(place, cell) for cell in columns[key]]) for key in wanted}
    return {**nodes, "source": Scalar(place, f"{file}:{names} sha256:{digest}")}
