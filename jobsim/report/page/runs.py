"""The report of one result, or of several beside each other."""

from collections.abc import Iterator, Sequence

from jobsim.analysis.compared import Comparison
from jobsim.analysis.description import describe
from jobsim.analysis.warnings import warnings
from jobsim.report.page import tables
from jobsim.report.page.comparison import comparison_parts
from jobsim.report.page.page import Grid, Lines, Page, Part, Section, Verbatim
from jobsim.report.pictures.all import PICTURES
from jobsim.report.pictures.runs import shown
from jobsim.results.findings import Findings
from jobsim.scenario.writing import as_yaml
from jobsim.units import format_duration, format_seconds

_MOST_LINES = 400


def page_of_one(name: str, findings: Findings) -> Page:
    """The page of one result."""
    lead = [line for line in (findings.scenario.description.strip(), *_how(findings)) if line]
    return Page(name, lead, _one(findings))


def page_of_several(results: Sequence[tuple[str, Findings]], comparison: Comparison) -> Page:
    """The page of results by name, the baseline first, with how they compare."""
    names = [name for name, _ in results]
    lead = [f"{len(names)} results beside each other; the first is the baseline.", *_each(results)]
    return Page(" · ".join(names), lead, list(_several(results, comparison)))


def _one(findings: Findings) -> list[Section]:
    verdicts = tables.verdicts(findings)
    sections = [Section("expected", "What was expected", [verdicts])] if verdicts is not None else []
    sections.append(Section("figures", "Figures", list(_figures(findings))))
    if theory := list(tables.theory(findings)):
        sections.append(Section("theory", "Beside theory", theory))
    pictures: list[Part] = list(_pictures([("", findings)]))
    sections.append(Section("pictures", "Pictures", pictures))
    sections.append(Section("scenario", "The scenario", _scenario(findings)))
    return sections


def _figures(findings: Findings) -> Iterator[Part]:
    if warned := [*findings.doubts, *warnings(findings.scenario)]:
        yield Lines([f"Beware: {one}" for one in warned], warning=True)
    yield from (tables.jobs(findings), tables.times(findings), tables.pools(findings))
    yield Lines(list(_notes(findings)))


def _several(results: Sequence[tuple[str, Findings]], comparison: Comparison) -> Iterator[Section]:
    yield Section("comparison", "The comparison", comparison_parts(comparison))
    for number, (name, findings) in enumerate(results, start=1):
        if (verdicts := tables.verdicts(findings)) is not None:
            yield Section(f"expected-{number}", f"What was expected of {name}", [verdicts])
    yield Section("pictures", "Pictures", list(_pictures(results)))
    for number, (name, findings) in enumerate(results, start=1):
        theory: list[Grid] = list(tables.theory(findings))
        yield Section(f"result-{number}", name, [*_figures(findings), *theory, *_scenario(findings)])


def _pictures(results: Sequence[tuple[str, Findings]]) -> Iterator[Part]:
    runs = shown(results)
    for picture in PICTURES.values():
        if (made := picture(runs)) is not None:
            yield made


def _scenario(findings: Findings) -> list[Part]:
    words = describe(findings.scenario).splitlines()
    text = as_yaml(findings.scenario).splitlines(keepends=True)
    if len(text) > _MOST_LINES:
        text = [*text[:_MOST_LINES], f"# and {len(text) - _MOST_LINES:,} lines more, in run.json\n"]
    return [Verbatim("The scenario in words", "\n".join(words)), Verbatim("The scenario as YAML", "".join(text))]


def _how(findings: Findings) -> Iterator[str]:
    scenario = findings.scenario
    count = "one run" if findings.replicated == 1 else f"{findings.replicated:,} replications"
    time = "computed time" if findings.computed else "real time"
    ended = format_seconds(findings.ended_at // 1000 * 1000)
    last = "it" if findings.replicated == 1 else "the last one"
    yield f"{count[0].upper()}{count[1:]} in {time}, seed {scenario.seed}; {last} ended after {ended} s."
    if not findings.complete:
        yield "It was stopped before its end: the figures are of what had happened by then."
    if findings.warmup:
        yield f"Figures from {format_duration(findings.warmup)} on: what was due before is left out of them."


def _each(results: Sequence[tuple[str, Findings]]) -> Iterator[str]:
    for name, findings in results:
        yield f"{name}: {' '.join(_how(findings))}"


def _notes(findings: Findings) -> Iterator[str]:
    estimate = findings.estimate("throughput")
    if estimate.half is not None:
        sure = f"{100 * findings.scenario.confidence:g} %"
        over = "over the replications" if findings.replicated > 1 else "by batches of the one long run"
        yield f"Means; after ±, half the width of a {sure} confidence interval {over}."
    if findings.replicated > 1:
        yield "max is the largest of all replications."
