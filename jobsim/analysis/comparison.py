"""Results side by side: value, value, difference, ratio."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jobsim.errors import FileAccessError, UsageError
from jobsim.results.figures import Figures, Key
from jobsim.results.reading import read_figures
from jobsim.results.whole import write_file

if TYPE_CHECKING:
    from jobsim.results.result import Result

_SHOWN_DIFFERENCES = 6
COLUMNS = ("metric", "of", "unit", "baseline", "run", "baseline_value", "value", "difference", "ratio")


class Row(NamedTuple):
    """One figure of a run beside the baseline's. None where a run has no such figure, or there is no ratio."""

    metric: str
    of: str
    unit: str
    baseline: str
    run: str
    baseline_value: float | None
    value: float | None
    difference: float | None
    ratio: float | None


@dataclass(frozen=True)
class Comparison:
    """Every run after the first, beside the first."""

    names: list[str]
    rows: list[Row]
    notes: list[str]
    """What makes the runs hard to compare: one was interrupted, another engine, another seed, a changed file."""

    def write(self, file: str | Path) -> None:
        """Write all rows as CSV, whole or not at all; nothing but an older comparison is replaced.

        Raises FileAccessError.
        """
        file = Path(file)
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self.rows)
        head = ",".join(COLUMNS).encode()
        try:
            with file.open("rb") as earlier:
                if earlier.read(len(head)) != head:
                    raise FileAccessError(f"{file} exists and is no earlier comparison; nothing was written")
        except FileNotFoundError:
            pass
        except OSError as error:
            raise FileAccessError(f"{file}: {error.strerror}") from error
        write_file(file, lines.getvalue())


def compare(results: "Sequence[str | Path | Result]") -> Comparison:
    """Put two or more results side by side, the first as the baseline.

    Each is a folder of results, one of its CSVs, or a Result. Raises UsageError or FileAccessError for what cannot be
    compared.
    """
    if len(results) < 2:
        raise UsageError("compare takes two results or more")
    runs = [read_figures(result) if isinstance(result, (str, Path)) else result.figures for result in results]
    names = _names(runs)
    baseline = runs[0]
    keys = list(dict.fromkeys(key for run in runs for key in run.values))
    rows = [
        _row(key, names[0], name, baseline.values.get(key), run.values.get(key))
        for run, name in zip(runs[1:], names[1:], strict=True)
        for key in keys
    ]
    return Comparison(names, rows, _notes(runs, names))


def _row(key: Key, baseline: str, run: str, before: float | None, after: float | None) -> Row:
    difference = after - before if before is not None and after is not None else None
    ratio = after / before if before and after is not None else None
    return Row(*key, baseline, run, before, after, difference, ratio)


def _names(runs: Sequence[Figures]) -> list[str]:
    """The folders' names, with as much of the path before them as tells them apart."""
    folders = [run.folder for run in runs]
    for length in range(1, max(len(folder.parts) for folder in folders) + 1):
        names = ["/".join(folder.parts[-length:]) for folder in folders]
        if len(set(names)) == len(names):
            return names
    return [f"{run.path} ({number})" for number, run in enumerate(runs, start=1)]


def _differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """The keys in which two scenarios differ, with both values."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            if path or key not in ("name", "description", "engine", "record"):
                yield from _differences(one.get(key), other.get(key), f"{path}.{key}" if path else key)
    elif one != other and path:
        yield f"{path} ({_brief(one)} -> {_brief(other)})"


def _brief(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("distribution", "there"))
    return "none" if value is None else str(value)[:40]


def _notes(runs: Sequence[Figures], names: Sequence[str]) -> list[str]:
    notes: list[str] = []
    for run, name in zip(runs, names, strict=True):
        notes.extend(f"{name}: {doubt}" for doubt in run.doubts)
        if run.run.get("ending") in ("interrupted", "terminated", "late"):
            asked = scenario.get("replications", 1) if isinstance(scenario := run.run.get("scenario"), dict) else 1
            through = f"after {run.run.get('replications')} of {asked} replications"
            when = through if asked != 1 else f"at {run.run.get('ended_at')} s"
            notes.append(f"{name} did not come to its end ({run.run['ending']} {when})")
        scenario = run.run.get("scenario")
        if isinstance(scenario, dict) and scenario.get("record") == "summary":
            notes.append(f"{name} kept figures only: its percentiles are within 0.1 %")
    for run, name in zip(runs[1:], names[1:], strict=True):
        different = list(_differences(runs[0].run.get("scenario"), run.run.get("scenario")))
        if different:
            more = f", and {len(different) - _SHOWN_DIFFERENCES} more" if len(different) > _SHOWN_DIFFERENCES else ""
            notes.append(f"{name} differs from {names[0]} in " + ", ".join(different[:_SHOWN_DIFFERENCES]) + more)
    said = {name: run.run["engine"] for run, name in zip(runs, names, strict=True) if "engine" in run.run}
    if len(set(map(repr, said.values()))) > 1:
        notes.append("the engines differ: " + ", ".join(f"{name} {value}" for name, value in said.items()))
    return notes
