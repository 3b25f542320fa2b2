"""The figures of one run, as they are compared: each metric's value, and its values by replication."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple


class Key(NamedTuple):
    """What a figure is of."""

    metric: str
    of: str
    unit: str


@dataclass(frozen=True)
class Figures:
    """The figures of one run, in the order of its file; None where there was nothing to measure."""

    path: Path
    folder: Path
    """The folder of the result; for one in memory, its name."""
    values: Mapping[Key, float | None]
    """The means over the replications."""
    run: Mapping[str, Any]
    """What run.json says; empty where there is none."""
    doubts: tuple[str, ...] = ()
    """What speaks against these figures being those that the run wrote."""
    each: Mapping[Key, Mapping[int, float | None]] = field(default_factory=dict)
    """The value of each replication, by its number; empty where only the means are known."""

    @property
    def replications(self) -> set[int]:
        """The numbers of the replications whose values are known."""
        return set().union(*self.each.values())

    @property
    def seed(self) -> int | None:
        """None where it is not known."""
        seed = self.run.get("seed")
        return seed if type(seed) is int else None

    @property
    def scenario(self) -> Mapping[str, Any]:
        """The scenario as it was run; empty where it is not known."""
        scenario = self.run.get("scenario")
        return scenario if isinstance(scenario, dict) else {}

    @property
    def confidence(self) -> float | None:
        """What the scenario asks of its intervals; None where it is not known."""
        confidence = self.scenario.get("confidence")
        return confidence if isinstance(confidence, float) and 0 < confidence < 1 else None
