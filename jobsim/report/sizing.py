"""What a search for the least has found, with its evidence, for the terminal."""

from collections.abc import Callable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from jobsim.analysis.sized import Looked, Sizing
from jobsim.analysis.verdicts import Judged, Verdict
from jobsim.report.expectations import measured_in_words
from jobsim.report.figures import fits, number, percent, table
from jobsim.report.sweep_summary import short_keys
from jobsim.results.outcomes import LOSSES

_OF_LOSSES = {"loss_rate", "drop_rate", "completed", "throughput", *LOSSES}
_SIGNS = {Verdict.MET: "", Verdict.MISSED: " !", Verdict.UNDECIDED: " ~"}


def sizing(found: Sizing) -> RenderableType:
    """The answer, and the points it was judged by."""
    return Group(Text(headline(found)), *_evidence(found), *map(Text, remarks(found)))


def headline(found: Sizing) -> str:
    """The answer in one line."""
    name, expectations = found.grid.base.name, found.grid.base.expect
    many = "what is expected" if len(expectations) == 1 else f"all {len(expectations)} expectations"
    if found.best is not None:
        values = ", ".join(f"{key}={value}" for key, value in zip(found.grid.keys, found.best.values, strict=True))
        cost = f" (cost {number(found.best.cost)})" if len(found.grid.keys) > 1 else ""
        least = "meets" if found.complete else "is the least so far that meets"
        return f"{name}: {values}{cost} {least} {many}"
    if found.complete:
        run, points = len(found.looked), len(found.grid)
        ruled_out = "" if run == points else f"; the other {points - run} are ruled out by them"
        return f"{name}: none of the {run} points that were run meets {many}{ruled_out}"
    return f"{name}: stopped before anything was found that meets {many}"


def _evidence(found: Sizing) -> Iterator[RenderableType]:
    if not found.looked:
        return
    letters = [f"({at})" for at in range(1, len(found.grid.base.expect) + 1)]
    tables = [_table(found, letters, cell) for cell in (value_with_half, _value, _sign)]
    yield next((made for made in tables if fits(made)), tables[-1])
    for letter, expectation in zip(letters, found.grid.base.expect, strict=True):
        yield Text(f"{letter} {expectation.text}")


def _table(found: Sizing, letters: list[str], cell: Callable[[Judged], str]) -> Table:
    """With so much of what was judged as the cell tells."""
    several = len(found.grid.keys) > 1
    made = table(*short_keys(found.grid.keys), *["cost"] * several, "runs", *letters, "", left=0)
    for one in found.looked:
        cost = [number(one.cost)] * several
        cells = [cell(each) for each in one.judged] or ["-"] * len(letters)
        made.add_row(*map(Text, (*one.values, *cost, str(one.replications), *cells, _verdict(one))))
    return made


def value_with_half(judged: Judged) -> str:
    """What was measured, with half its interval, and a sign unless it is met."""
    return f"{measured_in_words(judged.estimate)}{_SIGNS[judged.verdict]}"


def _value(judged: Judged) -> str:
    return f"{measured_in_words(judged.estimate._replace(low=None, high=None))}{_SIGNS[judged.verdict]}"


def _sign(judged: Judged) -> str:
    return _SIGNS[judged.verdict].strip() or "+"


def _verdict(one: Looked) -> str:
    return "failed" if one.error else str(one.verdict)


def remarks(found: Sizing) -> Iterator[str]:
    """How sure it is, and what to beware of."""
    verdicts = {judged.verdict for one in found.looked for judged in one.judged}
    signs = [f"{sign.strip()} {verdict}" for verdict, sign in _SIGNS.items() if sign and verdict in verdicts]
    sure = f"each verdict at {100 * found.grid.base.confidence:g} % confidence"
    yield f"{'; '.join([*signs, sure])}; {len(found.looked)} of {len(found.grid):,} points were run"
    if Verdict.UNDECIDED in {one.verdict for one in found.looked}:
        yield f"what is undecided after {found.most} replications counts as not met: --most allows more"
    yield from (f"{', '.join(one.values)} failed: {one.error}" for one in found.looked if one.error)
    yield from _ends(found)
    if not found.as_assumed:
        yield "beware: expectations do not go one way along a key here, so no point was ruled out unseen"
    yield from _losses(found)


def _losses(found: Sizing) -> Iterator[str]:
    """Durations are those of jobs that were not lost, so who loses many has short ones."""
    lost = 0.0 if found.best is None else found.best.loss_rate
    asked = [expectation.measure for expectation in found.grid.base.expect]
    if lost and not any(measure.metric in _OF_LOSSES and measure.group is None for measure in asked):
        yield (
            f"beware: {percent(lost)} of the jobs are lost there, and what is expected says nothing of it: an "
            "expectation like loss_rate < 1% does"
        )


def _ends(found: Sizing) -> Iterator[str]:
    """Where the answer is the least that was asked about, a lesser one might do."""
    for axis, chosen in zip(found.grid.axes, found.best.values if found.best is not None else (), strict=False):
        least = axis.values[0].text
        if chosen == least and least not in ("0", "1"):
            yield f"{least} is the first value of {axis.key} that was asked about: less of it may do"
