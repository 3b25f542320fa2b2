"""Runs whose figures are written down rather than measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jobsim.results.figures import Figures, Key

Values = Sequence[float | None]


@dataclass(frozen=True)
class ByHand:
    """What `compare` takes for a result."""

    figures: Figures


def run(name: str, seed: int | None = 1, /, numbers: Sequence[int] = (), **metrics: Values) -> ByHand:
    """Metrics over all jobs, in seconds; their values by replication, from 1 or of these numbers."""
    each = {
        Key(metric, "all", "s"): dict(zip(numbers or range(1, len(values) + 1), values, strict=True))
        for metric, values in metrics.items()
    }
    known = {key: [value for value in values.values() if value is not None] for key, values in each.items()}
    means = {key: sum(values) / len(values) if values else None for key, values in known.items()}
    told = {} if seed is None else {"seed": seed}
    return ByHand(Figures(Path(name), Path("/" + name), means, told, each=each))
