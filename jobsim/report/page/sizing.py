"""The report of a sizing: what was found, and the evidence."""

from collections.abc import Iterator

from jobsim.analysis.description import describe
from jobsim.analysis.sized import Looked, Sizing
from jobsim.report.figures import is_share, number
from jobsim.report.page.page import Grid, Lines, Page, Part, Section, Verbatim
from jobsim.report.pictures.curves import Key, Seen, curve
from jobsim.report.sizing import headline, remarks, value_with_half
from jobsim.report.sweep_summary import short_keys
from jobsim.scenario.writing import as_yaml


def page_of_sizing(sizing: Sizing) -> Page:
    """Of one key, a curve for each expectation, with its limit; and all that was looked at."""
    base = sizing.grid.base
    lead = [line for line in (base.description.strip(), headline(sizing)) if line]
    pictures: list[Part] = list(_pictures(sizing))
    sections = [Section("evidence", "The evidence", [_evidence(sizing), Lines(list(remarks(sizing)))])]
    if pictures:
        sections.insert(0, Section("pictures", "Pictures", pictures))
    words = Verbatim("The scenario in words, without what is varied", describe(base))
    sections.append(Section("scenario", "The scenario", [words, Verbatim("The scenario as YAML", as_yaml(base))]))
    return Page(base.name, lead, sections)


def _evidence(sizing: Sizing) -> Grid:
    texts = [one.text for one in sizing.grid.base.expect]
    cost = ["cost"] * (len(sizing.grid.keys) > 1)
    rows = [
        (
            _verdict(one, sizing),
            *one.values,
            *map(value_with_half, one.judged),
            *([one.error] + [""] * (len(texts) - 1) if one.error else []),
            *[number(one.cost)] * len(cost),
            f"{one.replications:,}",
        )
        for one in sizing.looked
    ]
    heads = ("", *short_keys(sizing.grid.keys), *texts, *cost, "replications")
    return Grid(heads, rows, words=1, marks=[str(one.verdict) for one in sizing.looked])


def _verdict(one: Looked, sizing: Sizing) -> str:
    return f"{one.verdict} (chosen)" if one is sizing.best else str(one.verdict)


def _pictures(sizing: Sizing) -> Iterator[Part]:
    if len(sizing.grid.axes) > 1:
        return
    [axis] = sizing.grid.axes
    looked = [one for one in sizing.looked if one.judged]
    values = {one.values[0] for one in looked}
    key = Key(axis.key, [value.text for value in axis.values if value.text in values]).in_order()
    for at, expectation in enumerate(sizing.grid.base.expect):
        found = {one.values: one.judged[at].estimate for one in looked}
        points = {values: (one.mean, one.low, one.high) for values, one in found.items()}
        if any(mean is not None for mean, _, _ in points.values()):
            unit = next(iter(found.values())).unit
            unit = "" if is_share(expectation.measure.metric, unit) else unit
            yield curve(Seen(expectation.text, unit, points, limit=expectation.limit), key, None, f"expected-{at}")
