"""The report of a sweep."""

from collections.abc import Iterator, Sequence
from typing import Any

from jobsim.analysis.description import describe
from jobsim.analysis.forms.form import Nature
from jobsim.analysis.forms.recognising import theory_of
from jobsim.analysis.words import replications_in_words
from jobsim.report.figures import percent_spread, spread
from jobsim.report.page.page import Grid, Lines, Page, Part, Section, Verbatim
from jobsim.report.pictures.curves import Key, Seen, curve, heat_map
from jobsim.report.sweep_summary import short_keys
from jobsim.results.sweep import Sweep
from jobsim.scenario.writing import as_yaml

_METRICS = {
    "p95(response)": ("The 95th percentile of the response time", "s"),
    "mean(waiting)": ("The mean waiting time", "s"),
    "loss_rate": ("The share of jobs lost", ""),
    "utilisation": ("How busy the processors are", ""),
    "throughput": ("Jobs done", "jobs/s"),
    "mean(queued)": ("Jobs waiting in the queue, on average", "jobs"),
}
"""What is shown, with what it is called, and its unit."""
_COLUMNS = [f"{metric}{end}" for metric in _METRICS for end in ("", " low", " high")]
_MOST_LINES = 6
"""So many curves are told apart in one picture."""
_MOST_ROWS = 200
_MOST_POINTS_OF_THEORY = 1_000


def page_of_sweep(sweep: Sweep) -> Page:
    """Curves with bands, or maps for two keys and more; and the table."""
    base = sweep.grid.base
    points = f"{sweep.ended:,} of {len(sweep.grid):,} points"
    many = "" if base.most_replications == 1 else f", {replications_in_words(base)} replications at each"
    lead = [line for line in (base.description.strip(), f"A sweep: {points}, seed {base.seed}{many}.") if line]
    warned = [f"Point {point} failed: {why}" for point, why in sweep.failed.items()]
    keys = [Key(axis.key, [value.text for value in axis.values]).in_order() for axis in sweep.grid.axes]
    pictures: list[Part] = list(_pictures(sweep, keys))
    return Page(
        base.name,
        lead,
        [
            Section("pictures", "Pictures", [*([Lines(warned, warning=True)] if warned else []), *pictures]),
            Section("points", "The points", [_table(sweep)]),
            Section(
                "scenario",
                "The scenario",
                [
                    Verbatim("The scenario in words, without what is varied", describe(base)),
                    Verbatim("The scenario as YAML", as_yaml(base)),
                ],
            ),
        ],
    )


def _pictures(sweep: Sweep, keys: Sequence[Key]) -> Iterator[Part]:
    rest = [key.values[0] for key in keys[2:]]
    if rest:
        fixed = ", ".join(f"{key.name} {key.values[0]}" for key in keys[2:])
        yield Lines([f"All pictures are of the points with {fixed}; the table has all."])
    for at, seen in enumerate(_seen(sweep, keys, rest)):
        if len(keys) == 1:
            yield curve(seen, keys[0], None, f"curve-{at}")
            continue
        first, second = keys[:2]
        if min(len(first.values), len(second.values)) <= _MOST_LINES:
            # The key with fewer values has the lines.
            if len(second.values) > len(first.values):
                yield curve(_turned(seen), second, first, f"curve-{at}")
            else:
                yield curve(seen, first, second, f"curve-{at}")
        yield heat_map(seen, first, second, f"map-{at}")


def _turned(seen: Seen) -> Seen:
    return Seen(
        seen.title,
        seen.unit,
        {key[::-1]: point for key, point in seen.points.items()},
        {key[::-1]: value for key, value in seen.theory.items()},
    )


def _seen(sweep: Sweep, keys: Sequence[Key], rest: Sequence[str]) -> Iterator[Seen]:
    rows = sweep.only(["point", *_COLUMNS]).to_dicts()
    values = {row["point"]: tuple(value.text for value in sweep.grid.values(row["point"])) for row in rows}
    rows = [row for row in rows if list(values[row["point"]][2:]) == list(rest)]
    theory = _theory(sweep, rows) if len(keys) == 1 and len(rows) <= _MOST_POINTS_OF_THEORY else {}
    for metric, (title, unit) in _METRICS.items():
        points = {
            values[row["point"]][:2]: (row[metric], row[f"{metric} low"], row[f"{metric} high"])
            for row in rows
            if row[metric] is not None
        }
        if any(mean for mean, _, _ in points.values()):
            known = {values[point][:2]: of[metric] for point, of in theory.items() if metric in of}
            yield Seen(title, unit, points, known)


def _theory(sweep: Sweep, rows: Sequence[dict[str, Any]]) -> dict[int, dict[str, float]]:
    """The exact values over all jobs, point by point."""
    found = {}
    for row in rows:
        form = theory_of(sweep.grid.scenario(row["point"]))
        values = [] if form is None else form.values
        exact = {one.metric: one.value for one in values if one.of == "all" and one.nature is Nature.EXACT}
        if exact:
            found[row["point"]] = exact
    return found


def _table(sweep: Sweep) -> Grid:
    rows = sweep.only(["point", "replications", *_COLUMNS]).head(_MOST_ROWS).to_dicts()
    cells = []
    for row in rows:
        values = [value.text for value in sweep.grid.values(row["point"])]
        cells.append((*values, str(row["replications"]), *(_cell(row, metric) for metric in _METRICS)))
    note = "" if sweep.ended <= _MOST_ROWS else f"The first {_MOST_ROWS}; sweep.csv has all."
    heads = [f"{metric}, {unit}" if unit else metric for metric, (_, unit) in _METRICS.items()]
    return Grid([*short_keys(sweep.grid.keys), "replications", *heads], cells, words=0, note=note)


def _cell(row: dict[str, Any], metric: str) -> str:
    mean, low, high = (row[f"{metric}{end}"] for end in ("", " low", " high"))
    half = None if low is None else (high - low) / 2
    if _METRICS[metric][1]:
        return spread(mean, half)
    return percent_spread(mean, half)
