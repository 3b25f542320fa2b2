"""Results held against each other, figure by figure."""

import math
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jobsim.analysis.compared import Comparison, Row
from jobsim.analysis.difficulties import difficulties
from jobsim.analysis.judging import Judgement, judge, samples
from jobsim.analysis.manner import Manner, manner
from jobsim.errors import UsageError, printable
from jobsim.results.figures import Figures, Key
from jobsim.results.stored.reading import read_figures
from jobsim.scenario.asked.expectation import parse_expectation
from jobsim.scenario.values.share import share_of

if TYPE_CHECKING:
    from jobsim.results.result import Result

_USUAL_CONFIDENCE = 0.95


def compare(
    results: "Sequence[str | Path | Result]",
    *,
    margin: float | str = 0.05,
    baseline: "str | Path | Result | None" = None,
) -> Comparison:
    """Hold two or more results against one of them, the baseline: the first, or the one that `baseline` names.

    Each is a folder of results, one of its CSVs, or a Result. What differs by less than `margin`, a share of the
    baseline's value (0.05, or "5%"), is equivalent. Raises UsageError or FileAccessError for what cannot be compared.
    """
    if len(results) < 2:
        raise UsageError("compare takes two results or more")
    try:
        share = share_of(margin)
    except ValueError as error:
        raise UsageError(f"margin: {error}") from error
    runs = [read_figures(result) if isinstance(result, (str, Path)) else result.figures for result in results]
    names = _names(runs)
    first = 0 if baseline is None else _place(baseline, results, runs, names)
    order = [first, *(at for at in range(len(runs)) if at != first)]
    found = _compare([runs[at] for at in order], [names[at] for at in order], share)
    return replace(found, order=tuple(order))


def _compare(runs: Sequence[Figures], names: list[str], margin: float) -> Comparison:
    baseline = runs[0]
    confidence = baseline.confidence or _USUAL_CONFIDENCE
    keys = list(dict.fromkeys(key for run in runs for key in run.values))
    rows: list[Row] = []
    manners: list[Manner] = []
    for run, name in zip(runs[1:], names[1:], strict=True):
        how = manner(baseline, run, name)
        judged: dict[Key, Judgement] = {}
        if how.method is not None:
            judged, narrower = judge(samples(baseline, run, how.method), how.method, confidence, margin)
            how = how.with_gain(narrower)
        manners.append(how)
        rows += [_row(key, (baseline, run), (names[0], name), how, judged.get(key)) for key in keys]
    return Comparison(names, rows, difficulties(runs, names), manners, confidence, margin, _expected(runs))


def _expected(runs: Sequence[Figures]) -> frozenset[tuple[str, str | None]]:
    found = set()
    for run in runs:
        texts = run.scenario.get("expect")
        for text in texts if isinstance(texts, list) else ():
            with suppress(ValueError):  # of a file that was edited
                measure = parse_expectation(str(text)).measure
                found.add((measure.metric, measure.group))
    return frozenset(found)


def _row(key: Key, runs: tuple[Figures, Figures], names: tuple[str, str], how: Manner, found: Judgement | None) -> Row:
    if found is None:
        before, after = (run.values.get(key) for run in runs)
        row = Row(*key, *names, before, after, *_beside(before, after))
        return row._replace(baseline_replications=_measured(runs[0], key), replications=_measured(runs[1], key))
    return Row(
        *key,
        *names,
        found.baseline_value,
        found.value,
        *_beside(found.baseline_value, found.value),
        _finite(found.low),
        _finite(found.high),
        found.p,
        found.p_holm,
        found.p_equivalent,
        found.verdict,
        how.method,
        _finite(found.narrower),
        found.baseline_replications,
        found.replications,
    )


def _beside(before: float | None, after: float | None) -> tuple[float | None, float | None]:
    """Difference and ratio, where there are."""
    difference = after - before if before is not None and after is not None else None
    ratio = after / before if before and after is not None else None
    return difference, _finite(ratio)


def _finite(value: float | None) -> float | None:
    """Nothing where a figure next to 0 was divided by, or certainty was asked for."""
    return value if value is not None and math.isfinite(value) else None


def _measured(run: Figures, key: Key) -> int | None:
    """How many replications had anything to measure, where that is known."""
    return sum(value is not None for value in run.each[key].values()) if key in run.each else None


def _names(runs: Sequence[Figures]) -> list[str]:
    """The folders' names, with as much of the path before them as tells them apart."""
    folders = [run.folder for run in runs]
    for length in range(1, max(len(folder.parts) for folder in folders) + 1):
        names = [printable("/".join(folder.parts[-length:])) for folder in folders]
        if len(set(names)) == len(names):
            return names
    return [printable(f"{run.path} ({number})") for number, run in enumerate(runs, start=1)]


def _place(
    baseline: "str | Path | Result", results: "Sequence[str | Path | Result]", runs: Sequence[Figures], names: list[str]
) -> int:
    """Where the baseline is among the runs: itself, or by its name, its path, or the end of its folder's path."""
    for number, (result, name) in enumerate(zip(results, names, strict=True)):
        if result is baseline or name == baseline or _same_place(result, baseline):
            return number
    if isinstance(baseline, (str, Path)):
        end = f"/{Path(baseline)}"
        places = [number for number, run in enumerate(runs) if f"/{run.folder}".endswith(end)]
        if len({runs[number].folder for number in places}) == 1:
            return places[0]
    told = printable(str(baseline), 100)
    raise UsageError(f"baseline: there is no run {told} among those to compare; there are {', '.join(names)}")


def _same_place(one: object, other: object) -> bool:
    paths = (str, Path)
    return isinstance(one, paths) and isinstance(other, paths) and os.path.abspath(one) == os.path.abspath(other)
