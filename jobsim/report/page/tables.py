"""The figures of a result as tables for a page."""

from collections.abc import Iterator

from jobsim.analysis.forms.beside import beside
from jobsim.analysis.forms.words import figure, name
from jobsim.analysis.verdicts import judge
from jobsim.report.expectations import measured_in_words
from jobsim.report.figures import number, percent_spread, spread
from jobsim.report.page.page import Grid
from jobsim.report.times import timed
from jobsim.results.findings import Findings
from jobsim.results.metrics import STATISTICS
from jobsim.results.outcomes import LOSSES


def verdicts(findings: Findings) -> Grid | None:
    """What was expected, and whether it came true; None where nothing was."""
    judged = judge(findings)
    if not judged:
        return None
    why = ["why"] * any(one.why for one in judged)
    rows = [
        (
            str(one.verdict),
            one.expectation.text,
            measured_in_words(one.estimate).replace(" ", "\u00a0"),
            *[one.why] * len(why),
        )
        for one in judged
    ]
    return Grid(("", "expected", "measured", *why), rows, words=4, marks=[str(one.verdict) for one in judged])


def jobs(findings: Findings) -> Grid:
    """How many there were of each submitter, and what became of them."""
    submitters = [f"submitter:{one}" for one in sorted(findings.scenario.submitters)]
    groups = ["all", *(submitters if len(submitters) > 1 else [])]
    losses = [one for one in (*LOSSES, "unfinished") if findings.value(one)]
    due = any(part.deadline is not None for part in findings.scenario.submitters.values())
    rates = {"lost": "loss_rate", **({"missed": "missed_rate"} if due else {})}
    tries = {"puts": "mean(puts)", "tries": "mean(attempts)"} if findings.scenario.keeps_attempts else {}
    rows = [
        (
            of,
            *(number(findings.value(one, of)) for one in ("jobs", "completed", *losses)),
            *(_share(findings, one, of) for one in rates.values()),
            *(_figure(findings, one, of) for one in tries.values()),
            _figure(findings, "throughput", of),
        )
        for of in groups
    ]
    return Grid(("", "jobs", "completed", *losses, *rates, *tries, "done/s"), rows)


def times(findings: Findings) -> Grid:
    """How long each part of a job's way took."""
    rows = [
        (
            title,
            *(_figure(findings, f"{statistic}({kind})", of) for statistic in STATISTICS[:-1]),
            number(findings.largest(f"max({kind})", of)),
        )
        for title, kind, of in timed(findings.scenario)
    ]
    return Grid(("seconds", *STATISTICS), rows)


def pools(findings: Findings) -> Grid:
    """How busy the processors were."""
    scenario = findings.scenario
    rates = {"busy": "utilisation"}
    if scenario.keeps_attempts:
        rates |= {"wasted": "waste_rate", "limited": "limited_rate"}
    rows = []
    for pool, asked in sorted(scenario.processors.items()):
        of = f"processor:{pool}"
        there = number(findings.value("mean(processors)", of)) if scenario.changes_presence else str(asked.count)
        rows.append(
            (
                of,
                there,
                *(_share(findings, rate, of) for rate in rates.values()),
                number(findings.value("completed", of)),
                _figure(findings, "mean(service)", of),
            )
        )
    return Grid(("", "number", *rates, "completed", "mean service, s"), rows)


def theory(findings: Findings) -> Iterator[Grid]:
    """What theory says, beside what was simulated; nothing where it says nothing."""
    found = beside(findings)
    if found is None:
        return
    off = ["standard errors"] * any(row.errors_off is not None for row in found.rows)
    rows = []
    for row in found.rows:
        said = " ".join(filter(None, [str(row.nature), figure(row.metric, row.theory)]))
        simulated = "-" if row.simulated is None else figure(row.metric, row.simulated)
        apart = "-" if row.errors_off is None else f"{row.errors_off:+.1f}"
        rows.append((name(row.metric, row.of), said, simulated, *[apart] * len(off)))
    yield Grid(("", "theory", "simulated", *off), rows, note=found.form.title)


def _figure(findings: Findings, metric: str, of: str) -> str:
    found = findings.estimate(metric, of)
    return spread(found.mean, found.half)


def _share(findings: Findings, metric: str, of: str) -> str:
    found = findings.estimate(metric, of)
    return percent_spread(found.mean, found.half)
