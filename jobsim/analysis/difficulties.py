"""What makes runs hard to compare: told beside their figures."""

from collections.abc import Iterator, Sequence
from typing import Any

from jobsim.errors import printable
from jobsim.results.figures import Figures

_SHOWN_DIFFERENCES = 6
_NO_DIFFERENCE = ("name", "description", "engine", "record", "expect", "precision")
"""Keys of a scenario in which runs may differ; engines that do are told otherwise."""


def difficulties(runs: Sequence[Figures], names: Sequence[str]) -> list[str]:
    """All of them, the baseline's first."""
    notes = [note for run, name in zip(runs, names, strict=True) for note in _of_one(run, name)]
    for run, name in zip(runs[1:], names[1:], strict=True):
        notes.extend(_of_two(runs[0], run, names[0], name))
    said = {name: run.run["engine"] for run, name in zip(runs, names, strict=True) if "engine" in run.run}
    if len(set(map(repr, said.values()))) > 1:
        notes.append("the engines differ: " + ", ".join(f"{name} {value}" for name, value in said.items()))
    return list(map(printable, notes))


def _of_one(run: Figures, name: str) -> Iterator[str]:
    yield from (f"{name}: {doubt}" for doubt in run.doubts)
    if run.run.get("ending") in ("interrupted", "terminated", "late"):
        precise, asked = run.scenario.get("precision"), run.scenario.get("replications", 1)
        of = "replications" if precise else f"of {asked} replications"
        several = precise or asked != 1
        when = f"after {run.run.get('replications')} {of}" if several else f"at {run.run.get('ended_at')} s"
        yield f"{name} did not come to its end ({run.run['ending']} {when})"
    if run.scenario.get("record") == "summary":
        yield f"{name} kept figures only: its percentiles are within 0.1 %"


def _of_two(baseline: Figures, run: Figures, first: str, name: str) -> Iterator[str]:
    different = list(_differences(baseline.run.get("scenario"), run.run.get("scenario")))
    if different:
        more = f", and {len(different) - _SHOWN_DIFFERENCES} more" if len(different) > _SHOWN_DIFFERENCES else ""
        yield f"{name} differs from {first} in " + ", ".join(different[:_SHOWN_DIFFERENCES]) + more
    yield from _other_figures(baseline, run, first, name)
    if baseline.confidence and run.confidence and baseline.confidence != run.confidence:
        asked, other = (f"{100 * one:g} %" for one in (baseline.confidence, run.confidence))
        yield f"intervals and verdicts are at {first}'s confidence of {asked}; {name} asks for {other}"
    if (baseline.run.get("warmup") or 0) != (run.run.get("warmup") or 0):
        yield f"{first} and {name} leave out different warm-ups: their figures are of other stretches of time"


def _other_figures(baseline: Figures, run: Figures, first: str, name: str) -> Iterator[str]:
    """What has nothing to stand beside: another unit, or no such figure."""
    units = [{(key.metric, key.of): key.unit for key in one.values} for one in (baseline, run)]
    both = units[0].keys() & units[1].keys()
    other = [figure for figure in units[0] if figure in both and units[0][figure] != units[1][figure]]
    if other:
        metric, of = other[0]
        yield (
            f"{metric} of {of} is in {units[0][metric, of]} in {first}, in {units[1][metric, of]} in {name}: "
            f"{_figures(len(other))} in other units cannot be compared"
        )
    for one, there, missing in ((baseline, first, name), (run, name, first)):
        alone = [key for key in one.values if (key.metric, key.of) not in both]
        if alone:
            many = f"{_figures(len(alone))} of {there} {'is' if len(alone) == 1 else 'are'} missing in {missing}"
            yield f"{many}, like {alone[0].metric} of {alone[0].of}"


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count} figures"


def _differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """The keys in which two scenarios differ, with both values."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            if path or key not in _NO_DIFFERENCE:
                yield from _differences(one.get(key), other.get(key), f"{path}.{key}" if path else key)
    elif one != other and path:
        yield f"{path} ({_brief(one)} -> {_brief(other)})"


def _brief(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("distribution", "there"))
    return "none" if value is None else str(value)[:40]
