"""What a scenario asks of its times beside what is always measured: other percentiles, and shares beyond a limit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from jobsim.results.groups import DURATIONS
from jobsim.scenario.asked.measures import Measure
from jobsim.units import Nanoseconds


@dataclass(frozen=True)
class Asked:
    """Of one kind of durations, by the names of the metrics."""

    percents: dict[str, Fraction] = field(default_factory=dict)
    limits: dict[str, tuple[Nanoseconds, bool]] = field(default_factory=dict)
    """The durations below a limit are counted; and whether the share is that of the others."""

    @property
    def below(self) -> list[Nanoseconds]:
        """The limits."""
        return [limit for limit, _ in self.limits.values()]


NOTHING = Asked()


def asked(measures: Iterable[Measure]) -> tuple[Asked, ...]:
    """By kind, as DURATIONS has them."""
    found = tuple(Asked() for _ in DURATIONS)
    for measure in measures:
        if measure.percent is not None:
            what, percent = measure.percent
            found[DURATIONS.index(what)].percents[measure.metric] = percent
        if measure.part is not None:
            of, sign, limit = measure.part.time, measure.part.sign, measure.part.limit
            # Times are whole nanoseconds: up to a limit is below the next one.
            below = limit + (sign in ("<=", ">"))
            found[DURATIONS.index(of)].limits[measure.metric] = below, sign in (">", ">=")
    return found
