"""What theory says of a scenario: the queue it is, who solved it, and what its metrics are in the long run."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Nature(StrEnum):
    """How a value is meant."""

    EXACT = ""
    AT_MOST = "at most"
    ABOUT = "about"


class Value(NamedTuple):
    """A metric, by the name and the group that results give it, in their units (`lost`: how many jobs are lost)."""

    metric: str
    of: str
    value: float
    nature: Nature = Nature.EXACT


@dataclass(frozen=True)
class Form:
    """A queue that theory knows."""

    name: str
    """After Kendall, like `M/M/8`, and in words."""
    source: str
    """Whose formula it is; empty where it needs none."""
    values: tuple[Value, ...]

    def value(self, metric: str, of: str = "all") -> float | None:
        """What theory says of a metric; None where it says nothing."""
        return next((found.value for found in self.values if (found.metric, found.of) == (metric, of)), None)

    @property
    def nature(self) -> Nature:
        """That of its weakest value."""
        natures = {value.nature for value in self.values}
        return next((nature for nature in (Nature.ABOUT, Nature.AT_MOST) if nature in natures), Nature.EXACT)

    @property
    def title(self) -> str:
        """`theory, in the long run (M/M/8; Erlang 1917)`. An estimate is about the run as it is."""
        what = {
            Nature.EXACT: "theory, in the long run",
            Nature.AT_MOST: "bound, in the long run",
            Nature.ABOUT: "estimate",
        }[self.nature]
        return f"{what} ({'; '.join(filter(None, [self.name, self.source]))})"


def form(name: str, source: str, expected: Mapping[str, float], of: str = "all") -> Form:
    """A form whose values are all exact, and of one group."""
    return Form(name, source, tuple(Value(metric, of, value) for metric, value in expected.items()))


_SHOWN = (
    "lost",
    "drop_rate",
    "loss_rate",
    "mean(blocked)",
    "mean(waiting)",
    "p95(waiting)",
    "mean(response)",
    "p95(response)",
    "utilisation",
    "mean(queued)",
    "mean(puts)",
    "mean(attempts)",
    "waste_rate",
    "limited_rate",
)
_MOST_SHOWN = 6


def leading(found: Form) -> list[Value]:
    """The few values that say most."""
    shown = [value for value in found.values if value.metric in _SHOWN and not _is_no_loss(value)]
    if found.value("drop_rate"):
        shown = [value for value in shown if value.metric != "loss_rate"]  # the same jobs
    return sorted(shown, key=lambda value: _SHOWN.index(value.metric))[:_MOST_SHOWN]


def _is_no_loss(value: Value) -> bool:
    return value.metric in ("drop_rate", "loss_rate") and value.value == 0
