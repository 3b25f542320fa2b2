"""The verdicts on a scenario's expectations, as a table for the terminal."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from jobsim.analysis.verdicts import NO_INTERVAL, Judged
from jobsim.report.figures import is_share, number, percent, percent_spread, spread, table
from jobsim.results.estimates import Estimate

_UNITS = {"jobs": "", "1": ""}


def expectations(judged: Sequence[Judged]) -> Iterator[RenderableType]:
    """A line for each expectation: the verdict, what was expected, and what was measured."""
    if not judged:
        return
    whys = any(each.why for each in judged)
    made = table("", "expected", "measured", *["why"] * whys, left=4, firm=1)
    for each in judged:
        cells = (each.verdict, each.expectation.text, measured_in_words(each.estimate), *[each.why] * whys)
        made.add_row(*map(Text, cells))
    yield made
    if any(each.why == NO_INTERVAL for each in judged):
        yield Text("no interval: to judge what is left to chance takes replications, like -r 20")


def in_one_line(each: Judged) -> str:
    """One expectation, as a sentence."""
    why = f" ({each.why})" if each.why else ""
    return f"{each.verdict}: {each.expectation.text}: measured {measured_in_words(each.estimate)}{why}"


def measured_in_words(found: Estimate) -> str:
    """A value with half its interval and its unit."""
    if found.mean is None:
        return "nothing"
    if is_share(found.metric, found.unit):
        if found.mean == 0 and found.half:
            return f"{percent(0)} ±{100 * found.half:.2g}"  # a verdict on what was never seen rests on how sure that is
        return percent_spread(found.mean, found.half)
    shown = spread(found.mean, found.half) if found.half else number(found.mean)
    return f"{shown} {_UNITS.get(found.unit, found.unit)}".rstrip()
