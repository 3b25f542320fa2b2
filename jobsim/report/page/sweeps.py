"""The report of a sweep."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from jobsim.analysis.description import describe
from jobsim.analysis.forms.form import Nature
from jobsim.analysis.forms.recognising import theory_of
from jobsim.analysis.words import replications_in_words
from jobsim.report.page.page import Grid, Lines, Page, Part, Section, Verbatim
from jobsim.report.pictures.curves import Key, Seen, curve, heat_map
from jobsim.report.sweep_figures import SweepFigure, columns_of, expected
from jobsim.report.sweep_summary import short_keys
from jobsim.results.sweep import Sweep
from jobsim.scenario.writing import as_yaml

_USUAL = (
    SweepFigure("p95(response)", "The 95th percentile of the response time", "s"),
    SweepFigure("mean(waiting)", "The mean waiting time", "s"),
    SweepFigure("loss_rate", "The share of jobs lost", ""),
    SweepFigure("utilisation", "How busy the processors are", ""),
    SweepFigure("throughput", "Jobs done", "jobs/s"),
    SweepFigure("mean(queued)", "Jobs waiting in the queue, on average", "jobs"),
)
"""What is shown beside what is expected."""
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


def _figures(sweep: Sweep) -> list[SweepFigure]:
    """What the scenario expects something of, and what is usual, with its limit where it is expected."""
    asked = {figure.column: figure for figure in expected(sweep.grid.base, sweep.columns)}
    limits = {column: figure.limit for column, figure in asked.items()}
    usual = [replace(figure, limit=limits.get(figure.column)) for figure in _USUAL]
    return [*(asked[column] for column in asked if column not in {one.column for one in usual}), *usual]


def _seen(sweep: Sweep, keys: Sequence[Key], rest: Sequence[str]) -> Iterator[Seen]:
    figures = _figures(sweep)
    rows = sweep.only(["point", *columns_of(figures)]).to_dicts()
    values = {row["point"]: tuple(value.text for value in sweep.grid.values(row["point"])) for row in rows}
    rows = [row for row in rows if list(values[row["point"]][2:]) == list(rest)]
    theory = _theory(sweep, rows) if len(keys) == 1 and len(rows) <= _MOST_POINTS_OF_THEORY else {}
    for one in figures:
        points = {values[row["point"]][:2]: one.values(row) for row in rows if row[one.column] is not None}
        if any(mean for mean, _, _ in points.values()):
            known = {values[point][:2]: of[one.column] for point, of in theory.items() if one.column in of}
            yield Seen(one.title, one.unit, points, known, one.limit if len(keys) == 1 else None)


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
    figures = _figures(sweep)
    cells = []
    for row in sweep.only(["point", "replications", *columns_of(figures)]).head(_MOST_ROWS).to_dicts():
        values = [value.text for value in sweep.grid.values(row["point"])]
        cells.append((*values, str(row["replications"]), *(figure.said(row) for figure in figures)))
    note = "" if sweep.ended <= _MOST_ROWS else f"The first {_MOST_ROWS}; sweep.csv has all."
    heads = [f"{one.column}, {one.unit}" if one.unit else one.column for one in figures]
    return Grid([*short_keys(sweep.grid.keys), "replications", *heads], cells, words=0, note=note)
